#include "Iam/Grants.h"
#include "rules/iam/every-action.gen.h"

namespace postern::rules {

void EveryAction::check(const iam::Statement &statement, const Options &, Reporter &out) {
  if (!must(iam::grantsToHolder(statement)))
    return;
  const Traced<iam::ActionPattern> *const pattern = statement.actions.coveredBy(iam::everyAction());
  if (pattern == nullptr || !must((*pattern)->coversEverything()))
    return;
  const iam::ResourceSet &on = statement.resourceSet;
  if (!on.complement)
    out.report(kAll, *pattern, statement.resources.front());
  else
    out.report(kBut, *pattern, statement.resources.front()).also(on.at, "");
}

} // namespace postern::rules
