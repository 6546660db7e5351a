#include "Diag/KindTable.h"

#include "Basic/Nearest.h"

#include <algorithm>
#include <array>

namespace postern::kind {

std::span<const Info> all() {
  static constexpr auto kAll = std::to_array<Info>({
#define KIND(NAME, LEVEL, CODE, SUMMARY, TEXT, ...) {CODE, #NAME, Level::LEVEL, SUMMARY, TEXT},
#include "Diag/Kinds.def"
#undef KIND
  });
  return kAll;
}

const Info *find(std::string_view word) {
  const std::string wanted = lowerCase(word);
  const auto at = std::ranges::find_if(
      all(), [&wanted](const Info &it) { return lowerCase(it.code) == wanted || lowerCase(it.name) == wanted; });
  return at == all().end() ? nullptr : &*at;
}

} // namespace postern::kind
