#include "rules/net/Open.h"
#include "rules/net/web-port-open-to-world.gen.h"

namespace postern::rules {

void WebPortOpenToWorld::check(const net::IngressRule &rule, const Options &, Reporter &out) {
  const Opening opening = openingOf(rule, net::portsOf(net::PortClass::Web));
  if (!opening)
    return;
  auto &found = opening.service.tcp.contains(80)
                    ? out.report(kHttp, *opening.source, rule.serviceText, rule.groupAddress)
                    : out.report(kHttps, *opening.source, rule.serviceText, rule.groupAddress);
  finish(found, opening, rule);
}

} // namespace postern::rules
