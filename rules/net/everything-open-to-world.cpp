#include "rules/net/Open.h"
#include "rules/net/everything-open-to-world.gen.h"

namespace postern::rules {

void EverythingOpenToWorld::check(const net::IngressRule &rule, const Options &options, Reporter &out) {
  // A choice between a few ports and everything may be everything.
  const auto isMost = [&options](const net::Service &service) { return service.tcpCount() >= options.tcpPorts; };
  if (!isMost(rule.possible))
    return;
  Opening opening = openingOf(rule, net::Service::everything());
  if (!opening)
    return;
  if (opening.certain && !isMost(rule.service)) {
    opening.certain = false;
    opening.why = rule.serviceWhy;
  }
  opening.service = opening.certain ? rule.service : rule.possible;
  auto &found = opening.service.isEverything()
                    ? out.report(kAllTraffic, *opening.source, rule.groupAddress)
                    : out.report(kMostPorts, *opening.source, rule.serviceText, rule.groupAddress);
  finish(found, opening, rule);
}

} // namespace postern::rules
