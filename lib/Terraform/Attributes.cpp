#include "Terraform/Attributes.h"

#include <algorithm>
#include <tuple>
#include <vector>

namespace postern::tf {
namespace {

using Kind = AttributeFact::Kind;
using eval::HoleClass;

constexpr AttributeFact kFacts[] = {
#define HOLE(MODE, TYPE, NAME, CLASS) {Mode::MODE, TYPE, NAME, Kind::Hole, HoleClass::CLASS, {}},
#define HOLES(MODE, TYPE, NAME, CLASS) {Mode::MODE, TYPE, NAME, Kind::Holes, HoleClass::CLASS, {}},
#define SHAPE(MODE, TYPE, NAME, PATTERN) {Mode::MODE, TYPE, NAME, Kind::Shape, HoleClass::Any, PATTERN},
#define PREFIXED(TYPE, NAME, PREFIX, CLASS) {Mode::Managed, TYPE, NAME, Kind::Prefixed, HoleClass::CLASS, PREFIX},
#define ABSENT(TYPE, NAME) {Mode::Managed, TYPE, NAME, Kind::Absent, HoleClass::Any, {}},
#include "Terraform/Attributes.def"
#undef HOLE
#undef HOLES
#undef SHAPE
#undef PREFIXED
#undef ABSENT
};

auto keyOf(const AttributeFact &fact) {
  return std::tuple(fact.mode, fact.type, fact.name);
}

/// Sorted once, at the first question.
const std::vector<AttributeFact> &facts() {
  static const std::vector<AttributeFact> sorted = [] {
    std::vector<AttributeFact> out(std::begin(kFacts), std::end(kFacts));
    std::ranges::sort(out, {}, keyOf);
    return out;
  }();
  return sorted;
}

} // namespace

const AttributeFact *findAttribute(Mode mode, std::string_view type, std::string_view name) {
  const auto at = std::ranges::lower_bound(facts(), std::tuple(mode, type, name), {}, keyOf);
  return at != facts().end() && keyOf(*at) == std::tuple(mode, type, name) ? &*at : nullptr;
}

std::span<const AttributeFact> attributesOf(Mode mode, std::string_view type) {
  const auto key = [](const AttributeFact &fact) { return std::tuple(fact.mode, fact.type); };
  const auto first = std::ranges::lower_bound(facts(), std::tuple(mode, type), {}, key);
  const auto last = std::ranges::upper_bound(facts(), std::tuple(mode, type), {}, key);
  return {first, last};
}

GuessedAttribute guessAttribute(std::string_view type, std::string_view name) {
  if (type.starts_with("aws_") && (name == "arn" || name.ends_with("_arn")))
    return {true, HoleClass::Arn};
  if (type.starts_with("aws_") && (name == "owner_id" || name == "account_id"))
    return {true, HoleClass::AccountId};
  if (name == "id")
    return {true, HoleClass::Any};
  return {false, HoleClass::Any};
}

} // namespace postern::tf
