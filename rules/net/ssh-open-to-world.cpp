#include "rules/net/Open.h"
#include "rules/net/ssh-open-to-world.gen.h"

namespace postern::rules {

void SshOpenToWorld::check(const net::IngressRule &rule, const Options &options, Reporter &out) {
  forEachOpening(rule, tcpPortsOf(options.ports), [&](const Opening &opening) {
    auto &found =
        opening.service == rule.possible
            ? out.report(kOpen, opening.source, rule.serviceText, rule.groupAddress)
            : out.report(kWithin, opening.source, rule.serviceText, rule.groupAddress, toText(opening.service));
    finish(found, opening, rule);
  });
}

} // namespace postern::rules
