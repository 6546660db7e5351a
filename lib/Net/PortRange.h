// Ports, and ICMP types with codes, as interval sets over 16 bits.
#pragma once

#include "Net/IntervalSet.h"

#include <cstdint>

namespace postern::net {

using PortRange = Interval<uint16_t>;
/// For tcp and udp.
using PortSet = IntervalSet<uint16_t>;

/// For icmp and icmpv6: type in the high byte, code in the low one, so every code of a type is one interval.
using TypeSet = IntervalSet<uint16_t>;

constexpr uint16_t icmpKey(uint8_t type, uint8_t code) {
  return static_cast<uint16_t>(type << 8 | code);
}

} // namespace postern::net
