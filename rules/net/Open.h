// What the rules about open ports share: who lets the whole internet in, and which capabilities that shows.
#pragma once

#include "Check/Reporter.h"
#include "Net/IngressRule.h"
#include "Net/KnownPorts.h"

#include <string>
#include <string_view>
#include <vector>

namespace postern::rules {

/// The tcp ports of an option; numbers that are no ports are left out.
inline net::Service tcpPortsOf(const std::vector<int64_t> &ports) {
  net::PortSet set;
  for (const int64_t port : ports)
    if (port >= 0 && port <= 65535)
      set |= net::PortSet(static_cast<uint16_t>(port), static_cast<uint16_t>(port));
  return net::Service::tcpPorts(std::move(set));
}

/// A source that admits every address of the internet, and to which of the services that were asked for.
struct Opening {
  const Traced<net::Source> &source;
  net::Service service;
  bool certain;
  std::string why; ///< what is not known, when it is not certain
};

/// Calls `visit(opening)` for each source of `rule` that somebody wrote and that lets the internet in to any of
/// `asked`; what is unknown as a whole blames nobody.
template <typename Visit> void forEachOpening(const net::IngressRule &rule, const net::Service &asked, Visit visit) {
  const net::Service sure = rule.service & asked;
  const net::Service perhaps = rule.possible & asked;
  if (perhaps.empty())
    return;
  for (const Traced<net::Source> &source : rule.sources) {
    const Truth open = source->coversInternet();
    if (!source->isWritten() || !may(open))
      continue;
    const bool certain = must(open) && !sure.empty();
    visit(Opening{source, certain ? sure : perhaps, certain, must(open) ? rule.serviceWhy : source->why});
  }
}

/// Adds what a reader should know besides the sentence: what is not known, and the capabilities of an open service.
inline void finish(check::FindingBuilder &found, const Opening &opening, const net::IngressRule &rule) {
  if (!opening.certain)
    found.possible(opening.why);
  const auto spans = [](const net::PortSet &ports) {
    for (const net::PortRange &range : ports.intervals())
      if (range.first != range.last)
        return true;
    return false;
  };
  if (spans(rule.service.tcp) || spans(rule.service.udp))
    found.covers("sg-ingress-port-range");
  if (rule.service.isEverything())
    found.covers("sg-ingress-all-protocols");
}

/// The capabilities that hold when the whole internet reaches `service`.
inline std::vector<std::string_view> worldCapabilities(const net::Service &service) {
  using net::PortClass;
  const auto opens = [&service](PortClass portClass) { return service.intersects(net::portsOf(portClass)); };
  const net::Service web = net::portsOf(PortClass::Web);
  std::vector<std::string_view> out;
  if (opens(PortClass::Ssh))
    out.push_back("sg-ingress-world-ssh");
  if (opens(PortClass::Rdp))
    out.push_back("sg-ingress-world-rdp");
  if (opens(PortClass::Ssh) || opens(PortClass::Rdp))
    out.push_back("sg-ingress-world-ssh-or-rdp");
  if (service.tcp.contains(80))
    out.push_back("sg-ingress-world-http");
  if (service.tcpCount() >= 65535)
    out.push_back("sg-ingress-world-all-ports");
  if (service.intersects(net::allKnownPorts() - web))
    out.push_back("sg-ingress-world-sensitive-port");
  const net::Service rest = service - web;
  if (!rest.tcp.empty() || !rest.udp.empty())
    out.push_back("sg-ingress-world-any-port");
  const net::Service unlisted = service - net::allKnownPorts();
  if (!unlisted.tcp.empty() || !unlisted.udp.empty())
    out.push_back("sg-ingress-world-unknown-port");
  return out;
}

} // namespace postern::rules
