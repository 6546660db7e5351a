// Sets of IPv4 and IPv6 addresses, and how much of the internet is in one.
#pragma once

#include "Net/Cidr.h"
#include "Net/IntervalSet.h"

#include <string>
#include <utility>
#include <vector>

namespace postern::net {

/// How public a set is; the family that is worse decides (network.md 2.3). Ordered from harmless to everything.
enum class Reach : uint8_t {
  Internal,  ///< no globally routed address
  Host,      ///< one
  Narrow,    ///< more, but no block that size
  Broad,     ///< a whole global block of 2^16 IPv4 addresses, or an IPv6 prefix of at most 32 bits
  VeryBroad, ///< at least 1/256 of the internet
  NearWorld, ///< at least a quarter of it
  World,     ///< all of it, for one family at least
};

/// "world", "near world", "very broad", …
std::string_view reachName(Reach reach);

struct AddressSet {
  IntervalSet<uint32_t> v4;
  IntervalSet<Address> v6;

  AddressSet() = default;
  AddressSet(IntervalSet<uint32_t> v4, IntervalSet<Address> v6) : v4(std::move(v4)), v6(std::move(v6)) {}
  explicit AddressSet(const Cidr &cidr);

  static AddressSet everything();
  static AddressSet everything(Family family);

  [[nodiscard]] bool empty() const { return v4.empty() && v6.empty(); }
  [[nodiscard]] bool contains(const AddressSet &other) const { return v4.contains(other.v4) && v6.contains(other.v6); }
  [[nodiscard]] bool intersects(const AddressSet &other) const {
    return v4.intersects(other.v4) || v6.intersects(other.v6);
  }

  /// Whether every globally routed address of that family, or of either, is in the set. Private, reserved and
  /// documentation ranges may be missing: nobody comes from there.
  [[nodiscard]] bool coversInternet(Family family) const;
  [[nodiscard]] bool coversInternet() const { return coversInternet(Family::V4) || coversInternet(Family::V6); }

  /// Globally routed addresses in the set over all there are, 0 to 1; the larger of both families.
  [[nodiscard]] double internetShare() const;
  [[nodiscard]] Reach reach() const;

  AddressSet &operator|=(const AddressSet &other) {
    v4 |= other.v4;
    v6 |= other.v6;
    return *this;
  }
  friend AddressSet operator|(AddressSet a, const AddressSet &b) { return a |= b; }
  friend AddressSet operator&(const AddressSet &a, const AddressSet &b) { return {a.v4 & b.v4, a.v6 & b.v6}; }
  friend AddressSet operator-(const AddressSet &a, const AddressSet &b) { return {a.v4 - b.v4, a.v6 - b.v6}; }
  bool operator==(const AddressSet &) const = default;
};

/// The union of many sets, in the time that sorting takes.
class AddressUnion {
public:
  void add(const AddressSet &set) {
    v4_.insert(v4_.end(), set.v4.intervals().begin(), set.v4.intervals().end());
    v6_.insert(v6_.end(), set.v6.intervals().begin(), set.v6.intervals().end());
  }
  [[nodiscard]] AddressSet take() {
    return {IntervalSet<uint32_t>(std::exchange(v4_, {})), IntervalSet<Address>(std::exchange(v6_, {}))};
  }

private:
  std::vector<Interval<uint32_t>> v4_;
  std::vector<Interval<Address>> v6_;
};

/// The globally routed addresses of both families.
const AddressSet &internet();

/// How many numbers are in a set; exact for IPv4, as near as a double gets for IPv6.
double sizeOf(const IntervalSet<uint32_t> &set);
double sizeOf(const IntervalSet<Address> &set);

/// The fewest blocks that make up the set, in order, IPv4 first.
std::vector<Cidr> blocksOf(const AddressSet &set);
/// Those blocks in canonical text with commas between; "nothing" for the empty set.
std::string toText(const AddressSet &set);

} // namespace postern::net
