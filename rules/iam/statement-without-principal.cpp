#include "Iam/Policy.h"
#include "rules/iam/statement-without-principal.gen.h"

namespace postern::rules {

void StatementWithoutPrincipal::check(const iam::Statement &statement, const Options &, Reporter &out) {
  const bool resourcePolicy = statement.policy->kind == iam::PolicyKind::Resource;
  if (resourcePolicy && !statement.principals.written && !statement.principals.open)
    out.report(kNobody, statement.at, statement.resources.front());
}

} // namespace postern::rules
