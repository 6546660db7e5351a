#include "Iam/Grants.h"
#include "rules/iam/all-but-named-resources.gen.h"

namespace postern::rules {

void AllButNamedResources::check(const iam::Statement &statement, const Options &, Reporter &out) {
  if (must(iam::grantsToHolder(statement)) && statement.resourceSet.complement)
    out.report(kAll, statement.resourceSet.at, statement.resources.front());
}

} // namespace postern::rules
