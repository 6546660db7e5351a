#include "rules/net/ports-without-effect.gen.h"

namespace postern::rules {

void PortsWithoutEffect::check(const net::IngressRule &rule, const Options &, Reporter &out) {
  if (!rule.ignoredPorts)
    return;
  const std::string &ports = **rule.ignoredPorts;
  if (rule.service.isEverything())
    out.report(kEvery, *rule.ignoredPorts, ports, rule.resources[0]);
  else
    out.report(kOne, *rule.ignoredPorts, ports, rule.resources[0], rule.protocolText).coversNothingYet();
}

} // namespace postern::rules
