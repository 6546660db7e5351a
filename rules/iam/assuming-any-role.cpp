#include "Iam/Grants.h"
#include "rules/iam/assuming-any-role.gen.h"

namespace postern::rules {

void AssumingAnyRole::check(const iam::Statement &statement, const Options &, Reporter &out) {
  if (!must(iam::grantsToHolder(statement)) || may(iam::isLimited(statement)))
    return;
  const Glob assumeRole = iam::actionGlob("sts:AssumeRole");
  // `role/*` of one account is how another account's roles are named when their trust decides.
  const Glob everyRole("arn:aws:iam::*:role/*", {false, 5});
  if (!must(statement.actions.covers(assumeRole)) ||
      !must(statement.resourceSet.coversEverything() || statement.resourceSet.covers(everyRole)) ||
      may(iam::isDenied(statement, assumeRole, "iam", "role/*")))
    return;
  const Traced<iam::ActionPattern> *const pattern = statement.actions.coveredBy(assumeRole);
  out.report(kAny, pattern != nullptr ? *pattern : statement.actions.at, statement.resources.front())
      .also(statement.resourceSet.at, "");
}

} // namespace postern::rules
