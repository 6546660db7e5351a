#include "Iam/Grants.h"
#include "rules/iam/whole-service-on-everything.gen.h"

namespace postern::rules {

void WholeServiceOnEverything::check(const iam::Statement &statement, const Options &, Reporter &out) {
  // A condition that can fail may well be what names the resources.
  if (!must(iam::grantsToHolder(statement)) || statement.actions.complement || may(iam::isLimited(statement)))
    return;
  for (const Traced<iam::ActionPattern> &pattern : statement.actions.patterns) {
    const std::string_view service = pattern->service();
    if (service.empty() || !must(pattern->coversService()))
      continue;
    if (must(statement.resourceSet.coversEverything() || statement.resourceSet.coversKind(service, "*")) &&
        !may(iam::isDenied(statement, iam::actionGlob(std::string(service) + ":*"), service, "*")))
      out.report(kAll, pattern, statement.resources.front(), service);
  }
}

} // namespace postern::rules
