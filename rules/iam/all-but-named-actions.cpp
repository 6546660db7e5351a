#include "Iam/Grants.h"
#include "rules/iam/all-but-named-actions.gen.h"

namespace postern::rules {

void AllButNamedActions::check(const iam::Statement &statement, const Options &, Reporter &out) {
  if (!statement.allows() || !statement.policy->grants() || !statement.actions.complement)
    return;
  // A Deny beside it may take all of it away.
  const bool resourcePolicy = statement.policy->kind == iam::PolicyKind::Resource;
  if (!resourcePolicy && !may(iam::grantsToHolder(statement)))
    return;
  const std::string named = namesOf(statement.actions);
  out.report(resourcePolicy ? kOfResource : kAll, statement.actions.at, statement.resources.front(),
             named.empty() ? "none" : named);
}

} // namespace postern::rules
