#include "Iam/Grants.h"
#include "rules/iam/role-assumable-by-anyone.gen.h"

namespace postern::rules {

void RoleAssumableByAnyone::check(const iam::Statement &statement, const Options &, Reporter &out) {
  if (!iam::speaksOfTrust(statement))
    return;
  const iam::Openness openness = iam::openness(statement);
  if (!may(openness.open))
    return;
  auto &finding = openness.exclusion ? out.report(kExclusion, openness.at, statement.resources.front())
                                     : out.report(kAnyone, openness.at, statement.resources.front());
  if (!must(openness.open))
    finding.possible(openness.why);
}

} // namespace postern::rules
