#include "Iam/Grants.h"
#include "rules/iam/all-but-named-resources.gen.h"

namespace postern::rules {

void AllButNamedResources::check(const iam::Statement &statement, const Options &, Reporter &out) {
  // Every action but on a few resources is another rule's finding.
  if (must(iam::grantsToHolder(statement)) && statement.resourceSet.complement &&
      !must(statement.actions.coversEverything()))
    out.report(kAll, statement.resourceSet.at, statement.resources.front());
}

} // namespace postern::rules
