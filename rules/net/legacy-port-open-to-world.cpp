#include "rules/net/Open.h"
#include "rules/net/legacy-port-open-to-world.gen.h"

namespace postern::rules {

void LegacyPortOpenToWorld::check(const net::IngressRule &rule, const Options &, Reporter &out) {
  constexpr net::PortClass kClass = net::PortClass::Legacy;
  const Opening opening = openingOf(rule, net::portsOf(kClass));
  if (!opening)
    return;
  finish(out.report(kOpen, *opening.source, rule.serviceText, rule.groupAddress, net::namesOf(kClass, rule.possible)),
         opening, rule);
}

} // namespace postern::rules
