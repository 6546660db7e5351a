// IP protocols as a rule names them: by name, by number, or all of them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace postern::net {

/// 0 to 255, or kEvery. The four that have a name in security-group rules are those whose ports or types count.
struct Protocol {
  static constexpr int16_t kEvery = -1;
  static constexpr int16_t kIcmp = 1;
  static constexpr int16_t kTcp = 6;
  static constexpr int16_t kUdp = 17;
  static constexpr int16_t kIcmp6 = 58;

  int16_t number = kEvery;

  [[nodiscard]] bool every() const { return number == kEvery; }
  /// Whether from_port and to_port mean anything: ports, or type and code.
  [[nodiscard]] bool hasPorts() const {
    return number == kTcp || number == kUdp || number == kIcmp || number == kIcmp6;
  }
  [[nodiscard]] bool isIcmp() const { return number == kIcmp || number == kIcmp6; }
  bool operator==(const Protocol &) const = default;
};

/// "-1" and "all", "tcp", "udp", "icmp", "icmpv6" in any case, and whole numbers 0 to 255; nothing for anything else
/// (network.md 2.2). A number written as a number comes here as its text.
std::optional<Protocol> parseProtocol(std::string_view text);
/// "tcp", "protocol 47", "all protocols".
std::string protocolText(Protocol protocol);

} // namespace postern::net
