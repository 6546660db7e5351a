#include "Net/KnownPorts.h"

#include <fmt/format.h>

#include <array>
#include <vector>

namespace postern::net {
namespace {

constexpr KnownPort kPorts[] = {
#define PORT(CLASS, PROTOCOL, FIRST, LAST, NAME) {PortClass::CLASS, Protocol::k##PROTOCOL, {FIRST, LAST}, NAME},
#include "Net/KnownPorts.def"
#undef PORT
};

constexpr size_t kClasses = static_cast<size_t>(PortClass::Web) + 1;

Service serviceOf(const KnownPort &port) {
  const PortSet set(port.range.first, port.range.last);
  return port.protocol == Protocol::kTcp ? Service::tcpPorts(set) : Service::udpPorts(set);
}

std::array<Service, kClasses> servicesByClass() {
  std::array<Service, kClasses> out;
  for (const KnownPort &port : kPorts)
    out[static_cast<size_t>(port.portClass)] |= serviceOf(port);
  return out;
}

} // namespace

std::span<const KnownPort> knownPorts() {
  return kPorts;
}

const Service &portsOf(PortClass portClass) {
  static const std::array<Service, kClasses> services = servicesByClass();
  return services[static_cast<size_t>(portClass)];
}

const Service &allKnownPorts() {
  static const Service service = [] {
    Service out;
    for (const KnownPort &port : kPorts)
      out |= serviceOf(port);
    return out;
  }();
  return service;
}

std::string namesOf(PortClass portClass, const Service &service) {
  std::vector<std::string> names;
  for (const KnownPort &port : kPorts) {
    const Service open = service & serviceOf(port);
    if (port.portClass == portClass && !open.empty())
      names.push_back(open == service ? std::string(port.name) : fmt::format("{} ({})", port.name, toText(open)));
  }
  constexpr size_t kShown = 3;
  if (names.size() > kShown + 1) {
    const std::string rest = fmt::format("{} more", names.size() - kShown);
    names.resize(kShown);
    names.push_back(rest);
  }
  std::string out;
  for (size_t i = 0; i < names.size(); ++i)
    out += (i == 0 ? "" : i + 1 == names.size() ? " and " : ", ") + names[i];
  return out;
}

} // namespace postern::net
