#include "Iam/Grants.h"
#include "rules/iam/passing-any-role.gen.h"

#include <algorithm>

namespace postern::rules {
namespace {

/// Whether a condition says to which service, or which roles, may be passed.
bool namesTarget(const iam::Condition &condition) {
  const std::string_view key = condition.key->literal;
  const bool known = iam::sameIgnoringCase(key, "iam:PassedToService") ||
                     iam::sameIgnoringCase(key, "iam:AssociatedResourceArn") ||
                     iam::sameIgnoringCase(key.substr(0, 16), "aws:ResourceTag/") ||
                     iam::sameIgnoringCase(key.substr(0, 16), "iam:ResourceTag/");
  return known && !condition.op.negated && may(iam::limits(condition));
}

} // namespace

void PassingAnyRole::check(const iam::Statement &statement, const Options &, Reporter &out) {
  if (!must(iam::grantsToHolder(statement)))
    return;
  const Glob passRole = iam::actionGlob("iam:PassRole");
  if (!must(statement.actions.covers(passRole)) || !must(statement.resourceSet.coversKind("iam", "role/*")) ||
      may(iam::isDenied(statement, passRole, "iam", "role/*")))
    return;
  if (statement.conditionsOpen || std::any_of(statement.conditions.begin(), statement.conditions.end(), namesTarget))
    return;
  const Traced<iam::ActionPattern> *const pattern = statement.actions.coveredBy(passRole);
  out.report(kAny, pattern != nullptr ? *pattern : statement.actions.at, statement.resources.front())
      .also(statement.resourceSet.at, "");
}

} // namespace postern::rules
