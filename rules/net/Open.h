// What the rules about open ports share: who lets the whole internet in, and which capabilities that shows.
#pragma once

#include "Check/Reporter.h"
#include "Net/IngressRule.h"
#include "Net/KnownPorts.h"

#include <string>
#include <string_view>
#include <utility>
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

/// What a rule opens to every address of the internet: which of the services that were asked for, and by which sources.
struct Opening {
  const Traced<net::Source> *source = nullptr; ///< to blame first; null when nothing is open
  std::vector<const Traced<net::Source> *> others;
  net::Service service;
  bool certain = false;
  std::string why; ///< what is not known, when it is not certain

  explicit operator bool() const { return source != nullptr; }
};

/// `asked` is looked for in what passes by one of the values that are written. Only sources that somebody wrote are
/// blamed; what is unknown as a whole is not.
inline Opening openingOf(const net::IngressRule &rule, const net::Service &asked) {
  Opening out;
  const net::Service sure = rule.service & asked;
  const net::Service perhaps = rule.possible & asked;
  // A rule of which nothing is known but that it opens something is asked for as a whole.
  if (perhaps.empty() && asked != rule.may)
    return out;
  for (const Truth wanted : {Truth::Yes, Truth::Unknown})
    for (const Traced<net::Source> &source : rule.sources)
      if (source->isWritten() && source->coversInternet() == wanted) {
        if (out.source)
          out.others.push_back(&source);
        else
          out.source = &source;
      }
  if (!out.source)
    return out;
  const bool open = must(out.source->value.coversInternet());
  out.certain = open && !sure.empty();
  out.service = out.certain ? sure : perhaps;
  out.why = open ? rule.serviceWhy : out.source->value.why;
  return out;
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

/// Adds what a reader should know besides the sentence: what is not known, the other sources, and which of the card's
/// capabilities hold.
inline void finish(check::FindingBuilder &found, const Opening &opening, const net::IngressRule &rule) {
  found.coversNothingYet();
  for (const std::string_view capability : worldCapabilities(opening.service))
    found.covers(capability);
  found.covers("sg-ingress-any-public-cidr");
  if (!opening.certain)
    found.possible(opening.why);
  std::vector<std::string> sources = {opening.source->value.text};
  for (const Traced<net::Source> *other : opening.others)
    sources.push_back(other->value.text);
  found.fact("service", {toText(opening.service)}).fact("sources", std::move(sources));
  for (const Traced<net::Source> *other : opening.others)
    found.also(*other, "this opens it, too");
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

} // namespace postern::rules
