// What the fuzz targets share: any bytes as a text of an admissible size.
#pragma once

#include "Eval/Evaluator.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace postern::fuzz {

/// Limits under which no input is slow, so that what is slow all the same is a finding.
inline constexpr eval::Limits kLimits{.depth = 300,
                                      .steps = 20'000,
                                      .elements = 2'000,
                                      .stringBytes = 64u << 10,
                                      .valueBytes = 1u << 20,
                                      .heapBytes = 64u << 20};

inline std::string_view textOf(const uint8_t *data, size_t size) {
  return {reinterpret_cast<const char *>(data), size};
}

} // namespace postern::fuzz
