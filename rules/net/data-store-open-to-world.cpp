#include "rules/net/Open.h"
#include "rules/net/data-store-open-to-world.gen.h"

namespace postern::rules {

void DataStoreOpenToWorld::check(const net::IngressRule &rule, const Options &, Reporter &out) {
  constexpr net::PortClass kClass = net::PortClass::Data;
  const Opening opening = openingOf(rule, net::portsOf(kClass));
  if (!opening)
    return;
  finish(out.report(kOpen, *opening.source, rule.serviceText, rule.groupAddress, net::namesOf(kClass, rule.possible)),
         opening, rule);
}

} // namespace postern::rules
