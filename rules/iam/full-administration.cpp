#include "Iam/Grants.h"
#include "rules/iam/full-administration.gen.h"

namespace postern::rules {

void FullAdministration::check(const iam::Statement &statement, const Options &, Reporter &out) {
  const Truth granted = iam::grantsToHolder(statement);
  if (!may(granted) || !must(statement.actions.coversEverything()))
    return;
  const Truth everywhere = statement.resourceSet.coversEverything();
  if (!may(everywhere))
    return;

  const Traced<iam::ActionPattern> *const pattern = statement.actions.coveredBy(iam::everyAction());
  const Trace &at = pattern != nullptr ? *pattern : statement.actions.at;
  const bool limited = may(iam::isLimited(statement));
  auto &finding = out.report(limited ? kLimited : kAll, at, statement.resources.front());
  if (statement.resourceSet.written)
    finding.also(statement.resourceSet.at, "");
  if (!must(everywhere))
    finding.possible(iam::whyUnknown(statement.resourceSet));
  else if (!must(granted))
    finding.possible("a statement that denies may take it away");
}

} // namespace postern::rules
