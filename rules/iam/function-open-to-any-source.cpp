#include "Iam/Grants.h"
#include "rules/iam/function-open-to-any-source.gen.h"

#include <algorithm>

namespace postern::rules {

void FunctionOpenToAnySource::check(const iam::Statement &statement, const Options &, Reporter &out) {
  if (statement.policy->service != "lambda" || !statement.allows())
    return;
  for (const Traced<iam::Principal> &principal : statement.principals.items) {
    if (principal->kind != iam::PrincipalKind::Service)
      continue;
    const bool limited = std::any_of(statement.conditions.begin(), statement.conditions.end(),
                                     [](const iam::Condition &condition) { return may(iam::limits(condition)); });
    if (!limited)
      out.report(kAny, principal, statement.resources.front(), *principal);
  }
}

} // namespace postern::rules
