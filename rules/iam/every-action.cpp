#include "Iam/Grants.h"
#include "rules/iam/every-action.gen.h"

namespace postern::rules {

void EveryAction::check(const iam::Statement &statement, const Options &, Reporter &out) {
  if (!must(iam::grantsToHolder(statement)))
    return;
  const Traced<iam::ActionPattern> *const pattern = statement.actions.coveredBy(iam::everyAction());
  if (pattern != nullptr && must((*pattern)->coversEverything()))
    out.report(kAll, *pattern, statement.resources.front());
}

} // namespace postern::rules
