#include "Source/LineIndex.h"

#include <algorithm>
#include <cstring>

namespace postern {
namespace {

/// Columns before the end of `prefix`, which begins at a line's start. A stray continuation byte counts as one.
uint32_t columnsIn(std::string_view prefix, ColumnUnit unit) {
  if (unit == ColumnUnit::Bytes)
    return static_cast<uint32_t>(prefix.size());
  uint32_t count = 0;
  for (const char c : prefix) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xc0) == 0x80)
      continue;
    // A code point above U+FFFF takes four bytes in UTF-8 and two units in UTF-16.
    count += unit == ColumnUnit::Utf16 && byte >= 0xf0 ? 2 : 1;
  }
  return count;
}

} // namespace

LineIndex::LineIndex(std::string_view text) : starts_{0} {
  const char *at = text.data();
  const char *const end = at + text.size();
  while (at < end) {
    const auto *const found = static_cast<const char *>(std::memchr(at, '\n', static_cast<size_t>(end - at)));
    if (!found)
      break;
    at = found + 1;
    starts_.push_back(static_cast<uint32_t>(at - text.data()));
  }
}

LineColumn LineIndex::locate(std::string_view text, uint32_t offset, ColumnUnit unit) const {
  offset = std::min(offset, static_cast<uint32_t>(text.size()));
  const auto after = std::ranges::upper_bound(starts_, offset);
  const auto line = static_cast<uint32_t>(after - starts_.begin());
  const uint32_t start = starts_[line - 1];
  return {line, columnsIn(text.substr(start, offset - start), unit) + 1};
}

std::string_view LineIndex::line(std::string_view text, uint32_t line) const {
  if (line == 0 || line > starts_.size())
    return {};
  const uint32_t start = starts_[line - 1];
  const auto end = line < starts_.size() ? starts_[line] : static_cast<uint32_t>(text.size());
  std::string_view out = text.substr(start, end - start);
  if (out.ends_with('\n'))
    out.remove_suffix(1);
  if (out.ends_with('\r'))
    out.remove_suffix(1);
  return out;
}

} // namespace postern
