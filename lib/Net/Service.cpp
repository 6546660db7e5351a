#include "Net/Service.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <vector>

namespace postern::net {
namespace {

uint32_t countOf(const IntervalSet<uint16_t> &set) {
  uint32_t out = 0;
  for (const Interval<uint16_t> &interval : set.intervals())
    out += static_cast<uint32_t>(interval.last - interval.first) + 1;
  return out;
}

void appendPorts(std::string_view protocol, const PortSet &ports, std::vector<std::string> &out) {
  if (ports.isEverything()) {
    out.push_back(fmt::format("every {} port", protocol));
    return;
  }
  for (const PortRange &range : ports.intervals())
    out.push_back(range.first == range.last ? fmt::format("{}/{}", protocol, range.first)
                                            : fmt::format("{}/{}-{}", protocol, range.first, range.last));
}

void appendTypes(std::string_view protocol, const TypeSet &types, std::vector<std::string> &out) {
  if (types.isEverything()) {
    out.push_back(fmt::format("all {}", protocol));
    return;
  }
  for (const Interval<uint16_t> &range : types.intervals()) {
    const unsigned firstType = range.first >> 8;
    const unsigned lastType = range.last >> 8;
    const bool wholeTypes = (range.first & 255) == 0 && (range.last & 255) == 255;
    if (firstType != lastType)
      out.push_back(fmt::format("{} types {}-{}", protocol, firstType, lastType));
    else if (wholeTypes)
      out.push_back(fmt::format("{} type {}", protocol, firstType));
    else
      out.push_back(fmt::format("{} type {} code {}", protocol, firstType, range.first & 255));
  }
}

std::bitset<256> protocolsWithoutPorts() {
  std::bitset<256> out;
  out.set();
  for (const int16_t named : {Protocol::kIcmp, Protocol::kTcp, Protocol::kUdp, Protocol::kIcmp6})
    out.reset(static_cast<size_t>(named));
  return out;
}

} // namespace

std::optional<Protocol> parseProtocol(std::string_view text) {
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (lower == "all" || lower == "-1")
    return Protocol{Protocol::kEvery};
  if (lower == "tcp")
    return Protocol{Protocol::kTcp};
  if (lower == "udp")
    return Protocol{Protocol::kUdp};
  if (lower == "icmp")
    return Protocol{Protocol::kIcmp};
  if (lower == "icmpv6")
    return Protocol{Protocol::kIcmp6};
  int16_t number = 0;
  const auto [end, error] = std::from_chars(lower.data(), lower.data() + lower.size(), number);
  if (error != std::errc() || end != lower.data() + lower.size() || number < 0 || number > 255)
    return std::nullopt;
  return Protocol{number};
}

std::string protocolText(Protocol protocol) {
  switch (protocol.number) {
  case Protocol::kEvery:
    return "all protocols";
  case Protocol::kTcp:
    return "tcp";
  case Protocol::kUdp:
    return "udp";
  case Protocol::kIcmp:
    return "icmp";
  case Protocol::kIcmp6:
    return "icmpv6";
  default:
    return fmt::format("protocol {}", protocol.number);
  }
}

Service Service::everything() {
  return {PortSet::everything(), PortSet::everything(), TypeSet::everything(), TypeSet::everything(),
          protocolsWithoutPorts()};
}

Service Service::whole(Protocol protocol) {
  Service out;
  switch (protocol.number) {
  case Protocol::kEvery:
    return everything();
  case Protocol::kTcp:
    out.tcp = PortSet::everything();
    return out;
  case Protocol::kUdp:
    out.udp = PortSet::everything();
    return out;
  case Protocol::kIcmp:
    out.icmp = TypeSet::everything();
    return out;
  case Protocol::kIcmp6:
    out.icmp6 = TypeSet::everything();
    return out;
  default:
    out.other.set(static_cast<size_t>(protocol.number));
    return out;
  }
}

Service Service::tcpPorts(PortSet ports) {
  Service out;
  out.tcp = std::move(ports);
  return out;
}

Service Service::udpPorts(PortSet ports) {
  Service out;
  out.udp = std::move(ports);
  return out;
}

bool Service::empty() const {
  return tcp.empty() && udp.empty() && icmp.empty() && icmp6.empty() && other.none();
}

bool Service::isEverything() const {
  return *this == everything();
}

bool Service::contains(const Service &part) const {
  return tcp.contains(part.tcp) && udp.contains(part.udp) && icmp.contains(part.icmp) && icmp6.contains(part.icmp6) &&
         (part.other & ~other).none();
}

bool Service::intersects(const Service &part) const {
  return tcp.intersects(part.tcp) || udp.intersects(part.udp) || icmp.intersects(part.icmp) ||
         icmp6.intersects(part.icmp6) || (part.other & other).any();
}

uint32_t Service::tcpCount() const {
  return countOf(tcp);
}
uint32_t Service::udpCount() const {
  return countOf(udp);
}

Service &Service::operator|=(const Service &part) {
  tcp |= part.tcp;
  udp |= part.udp;
  icmp |= part.icmp;
  icmp6 |= part.icmp6;
  other |= part.other;
  return *this;
}

Service operator&(const Service &a, const Service &b) {
  return {a.tcp & b.tcp, a.udp & b.udp, a.icmp & b.icmp, a.icmp6 & b.icmp6, a.other & b.other};
}

Service operator-(const Service &a, const Service &b) {
  return {a.tcp - b.tcp, a.udp - b.udp, a.icmp - b.icmp, a.icmp6 - b.icmp6, a.other & ~b.other};
}

std::string toText(const Service &service) {
  if (service.isEverything())
    return "all traffic";
  std::vector<std::string> parts;
  appendPorts("tcp", service.tcp, parts);
  appendPorts("udp", service.udp, parts);
  appendTypes("icmp", service.icmp, parts);
  appendTypes("icmpv6", service.icmp6, parts);
  if (service.other == protocolsWithoutPorts())
    parts.emplace_back("every protocol without ports");
  else
    for (size_t i = 0; i < service.other.size(); ++i)
      if (service.other.test(i))
        parts.push_back(fmt::format("protocol {}", i));
  if (parts.empty())
    return "nothing";

  constexpr size_t kShown = 4;
  if (parts.size() > kShown + 1) {
    const std::string rest = fmt::format("{} more", parts.size() - kShown);
    parts.resize(kShown);
    parts.push_back(rest);
  }
  std::string out = parts[0];
  for (size_t i = 1; i < parts.size(); ++i)
    out += (i + 1 == parts.size() ? " and " : ", ") + parts[i];
  return out;
}

} // namespace postern::net
