// What a rule lets through: sets of tcp and udp ports, ICMP types and whole protocols, with their algebra.
#pragma once

#include "Net/PortRange.h"
#include "Net/Protocol.h"

#include <bitset>
#include <cstdint>
#include <string>

namespace postern::net {

struct Service {
  PortSet tcp;
  PortSet udp;
  TypeSet icmp;
  TypeSet icmp6;
  /// Protocols without ports. INVARIANT: the bits of the four above are never set.
  std::bitset<256> other;

  static Service everything();
  /// All of one protocol, or everything.
  static Service whole(Protocol protocol);
  static Service tcpPorts(PortSet ports);
  static Service udpPorts(PortSet ports);

  [[nodiscard]] bool empty() const;
  [[nodiscard]] bool isEverything() const;
  [[nodiscard]] bool contains(const Service &part) const;
  [[nodiscard]] bool intersects(const Service &part) const;
  /// Nothing but ICMP of either family.
  [[nodiscard]] bool onlyIcmp() const { return tcp.empty() && udp.empty() && other.none(); }
  /// How many tcp ports, 0 to 65536.
  [[nodiscard]] uint32_t tcpCount() const;
  [[nodiscard]] uint32_t udpCount() const;

  Service &operator|=(const Service &part);
  friend Service operator|(Service a, const Service &b) { return a |= b; }
  friend Service operator&(const Service &a, const Service &b);
  friend Service operator-(const Service &a, const Service &b);
  bool operator==(const Service &) const = default;
};

/// "tcp/22", "tcp/20-25 and udp/53", "all traffic", "every tcp port", "icmp type 8", "protocol 50"; at most four parts,
/// then "and N more". "nothing" for the empty service.
std::string toText(const Service &service);

} // namespace postern::net
