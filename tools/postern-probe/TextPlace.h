// Places as the reference counts them: lines and bytes, and columns of grapheme clusters.
#pragma once

#include <cstdint>
#include <string_view>

namespace postern::probe {

struct TextPlace {
  uint32_t line;   ///< from 1
  uint32_t column; ///< from 1
  uint32_t byte;   ///< from 0
  auto operator<=>(const TextPlace &) const = default;
};

/// `offset` is at most the text's size.
TextPlace placeOf(std::string_view text, uint32_t offset);

} // namespace postern::probe
