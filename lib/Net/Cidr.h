// An IPv4 or IPv6 address block in CIDR notation, and how it is read and written.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace postern::net {

enum class Family : uint8_t { V4, V6 };

/// "IPv4", "IPv6".
std::string_view familyName(Family family);

using Address = unsigned __int128;

/// INVARIANT: the bits of `first` after the prefix are zero. An IPv4 address stands in the low 32 bits.
struct Cidr {
  Family family = Family::V4;
  uint8_t prefix = 0;
  Address first = 0;

  [[nodiscard]] unsigned bits() const { return family == Family::V4 ? 32 : 128; }
  [[nodiscard]] Address last() const;
  [[nodiscard]] bool contains(const Cidr &other) const;

  /// Canonical: lower case, the longest run of zero groups as "::" (RFC 5952).
  [[nodiscard]] std::string text() const;

  bool operator==(const Cidr &) const = default;
};

struct CidrText {
  std::optional<Cidr> cidr;
  bool hostBits = false; ///< bits after the prefix were set in the text; `cidr` is without them
  std::string error;     ///< why there is none, to follow "is not a CIDR block: "
  /// The prefix, where it can be read though the address cannot.
  std::optional<unsigned> prefix;
};

/// Dotted decimal without leading zeros, or IPv6 in any of its spellings, then "/" and the prefix's length: what the
/// provider accepts. Nothing is trimmed.
CidrText parseCidr(std::string_view text);

/// A bare address of either family.
std::optional<Address> parseAddress(std::string_view text, Family &family);
std::string addressText(Family family, Address address);

inline std::string toText(const Cidr &cidr) {
  return cidr.text();
}

} // namespace postern::net
