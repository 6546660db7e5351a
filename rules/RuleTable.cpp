#include "rules/RuleTable.h"

#include "Check/Reporter.h"
#include "rules/RuleHeaders.inc"

#include <iterator>

namespace postern::rules {

namespace {

#define CARD(NAME, TEXT) constexpr std::string_view k##NAME##Card = TEXT;
#include "rules/RuleCards.inc"
#undef CARD

// An array needs an element, so the last one is none.
constexpr check::Rule kRules[] = {
#define RULE(NAME, TYPE, SUBJECT) {&NAME::kInfo, check::Subject::SUBJECT, &check::runRule<NAME, TYPE>, k##NAME##Card},
#include "rules/RuleTable.inc"
#undef RULE
    {}};

} // namespace

std::span<const check::Rule> allRules() {
  return {kRules, std::size(kRules) - 1};
}

} // namespace postern::rules
