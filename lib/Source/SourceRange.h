// Where something stands: a file and two byte offsets. Everything that can be reported carries one.
#pragma once

#include "Basic/Id.h"

#include <compare>
#include <cstdint>

namespace postern {

struct FileTag;
using FileId = Id<FileTag>;

/// Half open: `begin` is the first byte, `end` the byte after the last. Offsets count from the start of the file's
/// bytes, a byte order mark included. Without a file the range is "nowhere".
struct SourceRange {
  FileId file;
  uint32_t begin = 0;
  uint32_t end = 0;

  [[nodiscard]] bool valid() const { return file.valid(); }
  [[nodiscard]] uint32_t size() const { return end - begin; }
  auto operator<=>(const SourceRange &) const = default;
};

/// From the start of `first` to the end of `last`; both stand in one file.
constexpr SourceRange spanning(const SourceRange &first, const SourceRange &last) {
  return {first.file, first.begin, last.end};
}

} // namespace postern
