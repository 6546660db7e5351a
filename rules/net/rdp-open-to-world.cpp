#include "rules/net/Open.h"
#include "rules/net/rdp-open-to-world.gen.h"

namespace postern::rules {

void RdpOpenToWorld::check(const net::IngressRule &rule, const Options &options, Reporter &out) {
  net::Service asked = tcpPortsOf(options.ports);
  asked.udp = asked.tcp;
  const Opening opening = openingOf(rule, asked);
  if (!opening)
    return;
  auto &found =
      opening.service == rule.possible
          ? out.report(kOpen, *opening.source, rule.serviceText, rule.groupAddress)
          : out.report(kWithin, *opening.source, rule.serviceText, rule.groupAddress, toText(opening.service));
  finish(found, opening, rule);
}

} // namespace postern::rules
