#include "Iam/Grants.h"
#include "rules/iam/role-assumable-by-anyone.gen.h"

namespace postern::rules {

void RoleAssumableByAnyone::check(const iam::Statement &statement, const Options &, Reporter &out) {
  if (!iam::speaksOfTrust(statement))
    return;
  const iam::Openness openness = iam::openness(statement);
  if (!may(openness.open))
    return;
  const auto &message = openness.exclusion ? kExclusion : openness.federated ? kFederated : kAnyone;
  auto &finding = out.report(message, openness.at, statement.resources.front());
  if (!must(openness.open))
    finding.possible(openness.why);
}

} // namespace postern::rules
