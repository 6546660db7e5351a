#include "Iam/Grants.h"
#include "rules/iam/all-but-named-actions.gen.h"

namespace postern::rules {

void AllButNamedActions::check(const iam::Statement &statement, const Options &, Reporter &out) {
  if (!statement.allows() || !statement.policy->grants() || !statement.actions.complement)
    return;
  const std::string named = namesOf(statement.actions);
  const bool resourcePolicy = statement.policy->kind == iam::PolicyKind::Resource;
  out.report(resourcePolicy ? kOfResource : kAll, statement.actions.at, statement.resources.front(),
             named.empty() ? "none" : named);
}

} // namespace postern::rules
