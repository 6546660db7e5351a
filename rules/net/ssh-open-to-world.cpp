#include "rules/net/Open.h"
#include "rules/net/ssh-open-to-world.gen.h"

namespace postern::rules {

void SshOpenToWorld::check(const net::IngressRule &rule, const Options &options, Reporter &out) {
  const Opening opening = openingOf(rule, tcpPortsOf(options.ports));
  if (!opening)
    return;
  auto &found =
      opening.service == rule.possible
          ? out.report(kOpen, *opening.source, rule.serviceText, rule.groupAddress)
          : out.report(kWithin, *opening.source, rule.serviceText, rule.groupAddress, toText(opening.service));
  finish(found, opening, rule);
}

} // namespace postern::rules
