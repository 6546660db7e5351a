#include "Net/AddressSet.h"

#include <algorithm>
#include <string_view>

namespace postern::net {
namespace {

AddressSet unionOf(std::initializer_list<std::string_view> blocks) {
  AddressSet out;
  for (const std::string_view text : blocks) {
    const CidrText parsed = parseCidr(text);
    POSTERN_CHECK(parsed.cidr.has_value());
    out |= AddressSet(*parsed.cidr);
  }
  return out;
}

template <typename T> double sizeOfSet(const IntervalSet<T> &set) {
  double out = 0;
  for (const Interval<T> &interval : set.intervals())
    out += static_cast<double>(interval.last - interval.first) + 1;
  return out;
}

template <typename T> void appendBlocks(const IntervalSet<T> &set, Family family, std::vector<Cidr> &out) {
  const unsigned bits = family == Family::V4 ? 32 : 128;
  for (const Interval<T> &interval : set.intervals()) {
    Address at = interval.first;
    for (;;) {
      // The largest block that starts here and does not go past the end.
      unsigned free = 0;
      while (free < bits) {
        const Address size = free + 1 < 128 ? Address(1) << (free + 1) : 0;
        const Address last = at + (size - 1);
        if ((at & (size - 1)) != 0 || last < at || last > Address(interval.last))
          break;
        ++free;
      }
      const Cidr block{family, static_cast<uint8_t>(bits - free), at};
      out.push_back(block);
      if (block.last() == Address(interval.last))
        break;
      at = block.last() + 1;
    }
  }
}

/// Whether a whole aligned block of 2^`free` addresses lies in the set.
template <typename T> bool holdsBlock(const IntervalSet<T> &set, unsigned free) {
  const T size = static_cast<T>(T(1) << free);
  return std::ranges::any_of(set.intervals(), [size](const Interval<T> &interval) {
    const T aligned = static_cast<T>((interval.first + (size - 1)) & ~static_cast<T>(size - 1));
    return aligned >= interval.first && aligned <= interval.last && interval.last - aligned >= size - 1;
  });
}

} // namespace

AddressSet::AddressSet(const Cidr &cidr) {
  if (cidr.family == Family::V4)
    v4 = {static_cast<uint32_t>(cidr.first), static_cast<uint32_t>(cidr.last())};
  else
    v6 = {cidr.first, cidr.last()};
}

AddressSet AddressSet::everything(Family family) {
  AddressSet out;
  if (family == Family::V4)
    out.v4 = IntervalSet<uint32_t>::everything();
  else
    out.v6 = IntervalSet<Address>::everything();
  return out;
}

AddressSet AddressSet::everything() {
  return {IntervalSet<uint32_t>::everything(), IntervalSet<Address>::everything()};
}

const AddressSet &internet() {
  // What the IANA special-purpose registries call not globally reachable, multicast and the reserved class E taken off.
  // Of IPv6 only 2000::/3 is routed at all; protocol assignments, documentation and 6to4 are not part of it.
  static const AddressSet set =
      (AddressSet::everything(Family::V4) | unionOf({"2000::/3"})) -
      unionOf({"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
               "192.0.0.0/24", "192.0.2.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
               "224.0.0.0/4", "240.0.0.0/4", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"});
  return set;
}

double sizeOf(const IntervalSet<uint32_t> &set) {
  return sizeOfSet(set);
}
double sizeOf(const IntervalSet<Address> &set) {
  return sizeOfSet(set);
}

bool AddressSet::coversInternet(Family family) const {
  return family == Family::V4 ? v4.contains(internet().v4) : v6.contains(internet().v6);
}

double AddressSet::internetShare() const {
  const double share4 = sizeOf(v4 & internet().v4) / sizeOf(internet().v4);
  const double share6 = sizeOf(v6 & internet().v6) / sizeOf(internet().v6);
  return std::max(share4, share6);
}

Reach AddressSet::reach() const {
  if (coversInternet())
    return Reach::World;
  const AddressSet global = *this & internet();
  if (global.empty())
    return Reach::Internal;
  const double share = global.internetShare();
  if (share >= 0.25)
    return Reach::NearWorld;
  if (share >= 1.0 / 256)
    return Reach::VeryBroad;
  if (holdsBlock(global.v4, 16) || holdsBlock(global.v6, 96))
    return Reach::Broad;
  return sizeOf(global.v4) + sizeOf(global.v6) > 1 ? Reach::Narrow : Reach::Host;
}

std::string_view reachName(Reach reach) {
  switch (reach) {
  case Reach::Internal:
    return "internal";
  case Reach::Host:
    return "host";
  case Reach::Narrow:
    return "narrow";
  case Reach::Broad:
    return "broad";
  case Reach::VeryBroad:
    return "very broad";
  case Reach::NearWorld:
    return "near world";
  case Reach::World:
    return "world";
  }
  POSTERN_UNREACHABLE();
}

std::vector<Cidr> blocksOf(const AddressSet &set) {
  std::vector<Cidr> out;
  appendBlocks(set.v4, Family::V4, out);
  appendBlocks(set.v6, Family::V6, out);
  return out;
}

std::string toText(const AddressSet &set) {
  std::string out;
  for (const Cidr &block : blocksOf(set)) {
    if (!out.empty())
      out += ", ";
    out += block.text();
  }
  return out.empty() ? "nothing" : out;
}

} // namespace postern::net
