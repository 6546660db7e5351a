// Which services are known by their ports, and how much harm an open one does.
#pragma once

#include "Net/Service.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace postern::net {

enum class PortClass : uint8_t { Ssh, Rdp, Admin, Data, Legacy, App, Web };

struct KnownPort {
  PortClass portClass;
  int16_t protocol; ///< Protocol::kTcp or kUdp
  PortRange range;
  std::string_view name; ///< as it stands in a sentence: "SSH", "the Docker API"
};

/// The table of KnownPorts.def, in its order.
std::span<const KnownPort> knownPorts();

/// Every port of the class.
const Service &portsOf(PortClass portClass);
/// Every port of the table.
const Service &allKnownPorts();

/// The services of the class whose ports are in `service`, by name, with protocol and port where `service` holds more
/// than them: "SSH (tcp/22)"; at most three, then "N more". Empty when there is none.
std::string namesOf(PortClass portClass, const Service &service);

} // namespace postern::net
