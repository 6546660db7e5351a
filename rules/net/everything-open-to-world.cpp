#include "rules/net/Open.h"
#include "rules/net/everything-open-to-world.gen.h"

namespace postern::rules {

void EverythingOpenToWorld::check(const net::IngressRule &rule, const Options &options, Reporter &out) {
  // A choice between a few ports and everything may be everything.
  const auto isMost = [&options](const net::Service &service) { return service.tcpCount() >= options.tcpPorts; };
  if (!isMost(rule.possible))
    return;
  forEachOpening(rule, net::Service::everything(), [&](const Opening &opening) {
    const bool certain = opening.certain && isMost(rule.service);
    const net::Service &open = certain ? rule.service : rule.possible;
    auto &found = open.isEverything() ? out.report(kAllTraffic, opening.source, rule.groupAddress)
                                      : out.report(kMostPorts, opening.source, rule.serviceText, rule.groupAddress);
    for (const std::string_view capability : worldCapabilities(open))
      found.covers(capability);
    finish(found, {opening.source, open, certain, opening.certain ? rule.serviceWhy : opening.why}, rule);
  });
}

} // namespace postern::rules
