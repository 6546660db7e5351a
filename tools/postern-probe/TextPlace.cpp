#include "TextPlace.h"

#include "Eval/functions/Support.h"

#include <algorithm>

namespace postern::probe {

TextPlace placeOf(std::string_view text, uint32_t offset) {
  const std::string_view before = text.substr(0, offset);
  const size_t newline = before.rfind('\n');
  std::string_view line = newline == std::string_view::npos ? before : before.substr(newline + 1);
  // A byte order mark counts as bytes only (LX-1).
  if (newline == std::string_view::npos && line.starts_with("\xEF\xBB\xBF"))
    line.remove_prefix(3);
  return {static_cast<uint32_t>(std::ranges::count(before, '\n') + 1),
          static_cast<uint32_t>(eval::functions::graphemeCount(line) + 1), offset};
}

} // namespace postern::probe
