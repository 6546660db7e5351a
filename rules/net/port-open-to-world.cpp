#include "rules/net/Open.h"
#include "rules/net/port-open-to-world.gen.h"

namespace postern::rules {
namespace {

/// What no other rule speaks of: ports for applications, those that nothing is known of, protocols without ports.
net::Service restOf() {
  using net::PortClass;
  net::Service out = net::Service::everything();
  for (const PortClass portClass :
       {PortClass::Ssh, PortClass::Rdp, PortClass::Admin, PortClass::Data, PortClass::Legacy, PortClass::Web})
    out = out - net::portsOf(portClass);
  out.icmp = {};
  out.icmp6 = {};
  return out;
}

} // namespace

void PortOpenToWorld::check(const net::IngressRule &rule, const Options &, Reporter &out) {
  // A port that is not known is open all the same, though it may be one that is meant for everyone.
  if (rule.possible.empty() && !rule.may.onlyIcmp()) {
    Opening opening = openingOf(rule, rule.may);
    if (!opening)
      return;
    auto &found = out.report(kUnknown, *opening.source, rule.serviceText, rule.groupAddress);
    finish(found, opening, rule);
    found.covers("sg-ingress-world-any-port");
    return;
  }
  static const net::Service asked = restOf();
  const Opening opening = openingOf(rule, asked);
  if (!opening)
    return;
  const net::Service &open = opening.service;
  const std::string names = net::namesOf(net::PortClass::App, rule.possible);
  if (!names.empty())
    finish(out.report(kKnown, *opening.source, rule.serviceText, rule.groupAddress, names), opening, rule);
  else if (!open.tcp.empty() || !open.udp.empty())
    finish(out.report(kOpen, *opening.source, rule.serviceText, rule.groupAddress), opening, rule);
  else
    finish(out.report(kProtocol, *opening.source, rule.serviceText, rule.groupAddress), opening, rule);
}

} // namespace postern::rules
