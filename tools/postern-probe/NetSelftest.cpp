// Holds the set algebra of lib/Net to brute force on universes that are small enough to count through.
#include "Families.h"
#include "Net/Exposure.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bitset>
#include <cstdio>
#include <random>
#include <string>
#include <vector>

namespace postern::probe {
namespace {

using namespace postern::net;

using Small = IntervalSet<uint8_t>;
using Bits = std::bitset<256>;

struct Tally {
  uint64_t questions = 0;
  uint64_t faults = 0;

  void expect(bool holds, std::string_view what) {
    ++questions;
    if (holds)
      return;
    ++faults;
    if (faults <= 10)
      fmt::print("fault: {}\n", what);
  }
};

Bits bitsOf(const Small &set) {
  Bits out;
  for (const Interval<uint8_t> &interval : set.intervals())
    for (unsigned i = interval.first; i <= interval.last; ++i)
      out.set(i);
  return out;
}

bool isCanonical(const Small &set) {
  for (size_t i = 1; i < set.intervals().size(); ++i)
    if (unsigned(set.intervals()[i].first) <= unsigned(set.intervals()[i - 1].last) + 1)
      return false;
  return true;
}

Small randomSet(std::mt19937 &random) {
  std::vector<Interval<uint8_t>> intervals(random() % 6);
  for (Interval<uint8_t> &interval : intervals) {
    const auto a = static_cast<uint8_t>(random());
    // The ends of the universe are where mistakes live.
    const auto b = static_cast<uint8_t>(random() % 4 == 0 ? 255 : random() % 4 == 0 ? 0 : random());
    interval = {std::min(a, b), std::max(a, b)};
  }
  return Small(std::move(intervals));
}

void checkIntervals(std::mt19937 &random, Tally &tally) {
  for (int round = 0; round < 20000; ++round) {
    const Small a = randomSet(random);
    const Small b = randomSet(random);
    const Bits x = bitsOf(a);
    const Bits y = bitsOf(b);
    tally.expect(bitsOf(a | b) == (x | y) && isCanonical(a | b), "union");
    tally.expect(bitsOf(a & b) == (x & y) && isCanonical(a & b), "intersection");
    tally.expect(bitsOf(a - b) == (x & ~y) && isCanonical(a - b), "difference");
    tally.expect(bitsOf(a.complement()) == ~x, "complement");
    tally.expect(a.contains(b) == (y & ~x).none(), "contains a set");
    tally.expect(a.intersects(b) == (x & y).any(), "intersects");
    tally.expect((a == b) == (x == y), "equality");
    const auto at = static_cast<uint8_t>(random());
    tally.expect(a.contains(at) == x.test(at), "contains a number");
  }
}

Cidr randomCidr(std::mt19937 &random, net::Family family, unsigned longest) {
  const auto prefix = static_cast<uint8_t>(random() % (longest + 1));
  const unsigned bits = family == net::Family::V4 ? 32 : 128;
  const Address value = prefix == 0 ? 0 : Address(random() & ((1U << prefix) - 1)) << (bits - prefix);
  return {family, prefix, value};
}

void checkBlocks(std::mt19937 &random, Tally &tally) {
  for (int round = 0; round < 5000; ++round) {
    AddressSet set;
    const net::Family family = random() % 2 == 0 ? net::Family::V4 : net::Family::V6;
    std::vector<Cidr> blocks;
    for (size_t i = random() % 8; i > 0; --i)
      blocks.push_back(randomCidr(random, family, 8));
    for (const Cidr &block : blocks) {
      set |= AddressSet(block);
      const CidrText again = parseCidr(block.text());
      tally.expect(again.cidr == block && !again.hostBits, "text of a block reads back");
    }
    AddressSet again;
    for (const Cidr &block : blocksOf(set))
      again |= AddressSet(block);
    tally.expect(again == set, "blocks of a set make the set");
    for (unsigned top = 0; top < 256; ++top) {
      const Cidr piece{family, 8, Address(top) << (family == net::Family::V4 ? 24 : 120)};
      bool inside = false;
      for (const Cidr &block : blocks)
        inside |= block.contains(piece);
      // A piece may also be covered by several smaller blocks together; here none is smaller.
      tally.expect(set.contains(AddressSet(piece)) == inside, "membership of a piece");
    }
  }
}

/// The blocks that nobody comes from, as a list of their own; what is global of IPv6 lies in 2000::/3.
struct Range {
  uint32_t first, last;
};
constexpr Range kNotGlobal4[] = {
    {0x00000000, 0x00ffffff}, {0x0a000000, 0x0affffff}, {0x64400000, 0x647fffff}, {0x7f000000, 0x7fffffff},
    {0xa9fe0000, 0xa9feffff}, {0xac100000, 0xac1fffff}, {0xc0000000, 0xc00000ff}, {0xc0000200, 0xc00002ff},
    {0xc0a80000, 0xc0a8ffff}, {0xc6120000, 0xc613ffff}, {0xc6336400, 0xc63364ff}, {0xcb007100, 0xcb0071ff},
    {0xe0000000, 0xffffffff},
};

/// Global addresses in [first, last], counted range by range.
double globalIn(uint32_t first, uint32_t last) {
  double out = double(last) - first + 1;
  for (const Range &range : kNotGlobal4)
    if (range.first <= last && first <= range.last)
      out -= double(std::min(range.last, last)) - std::max(range.first, first) + 1;
  return out;
}

/// One block, and the world without one block, against the count.
void checkReach(std::mt19937 &random, Tally &tally) {
  const double all = globalIn(0, 0xffffffff);
  tally.expect(all == 3702258688.0, "globally routed IPv4 addresses");
  for (int round = 0; round < 20000; ++round) {
    // Half of the blocks lie beside the edge of a range: that is where mistakes live.
    Cidr block = {net::Family::V4, static_cast<uint8_t>(random() % 33), 0};
    const Range &near = kNotGlobal4[random() % std::size(kNotGlobal4)];
    const uint32_t place = round % 2 == 0      ? static_cast<uint32_t>(random())
                           : random() % 2 == 0 ? near.first - random() % 2
                                               : near.last + random() % 2;
    const uint32_t mask = block.prefix == 0 ? 0 : ~uint32_t(0) << (32 - block.prefix);
    block.first = place & mask;
    const auto first = static_cast<uint32_t>(block.first);
    const auto last = static_cast<uint32_t>(block.last());
    const double global = globalIn(first, last);
    const AddressSet set(block);
    const AddressSet rest = AddressSet::everything(net::Family::V4) - set;
    tally.expect(rest.coversInternet() == (global == 0), "the world without a block");
    tally.expect(set.coversInternet() == (global == all), "a block as the world");
    tally.expect(set.internetShare() == global / all, "the share of a block");
    // A block of 16 bits that is global as a whole: its own, or any below it.
    bool broad = false;
    for (uint64_t at = first & 0xffff0000u; at <= last && !broad && block.prefix <= 16; at += 0x10000)
      broad = globalIn(static_cast<uint32_t>(at), static_cast<uint32_t>(at + 0xffff)) == 0x10000;
    const Reach reach = global == all               ? Reach::World
                        : global == 0               ? Reach::Internal
                        : global / all >= 0.25      ? Reach::NearWorld
                        : global / all >= 1.0 / 256 ? Reach::VeryBroad
                        : broad                     ? Reach::Broad
                        : global > 1                ? Reach::Narrow
                                                    : Reach::Host;
    tally.expect(set.reach() == reach, "how far a block reaches");
  }
}

/// An IPv6 address in one of its spellings: groups with or without leading zeros, in any case, any run of zero groups
/// as "::", the last two groups dotted.
std::string spelled(std::mt19937 &random, const std::array<uint16_t, 8> &groups) {
  const bool dotted = random() % 4 == 0;
  const size_t count = dotted ? 6 : 8;
  size_t gap = count, gapEnd = count;
  if (random() % 3 != 0)
    for (size_t i = random() % count; i < count; ++i)
      if (groups[i] == 0) {
        gap = i;
        for (gapEnd = i; gapEnd < count && groups[gapEnd] == 0; ++gapEnd) {
        }
        break;
      }
  std::string out;
  for (size_t i = 0; i < count; ++i) {
    if (i == gap) {
      out += out.empty() ? "::" : ":";
      i = gapEnd - 1;
      continue;
    }
    out += random() % 3 == 0   ? fmt::format("{:04x}", groups[i])
           : random() % 2 == 0 ? fmt::format("{:X}", groups[i])
                               : fmt::format("{:x}", groups[i]);
    if (i + 1 < count || dotted)
      out += ':';
  }
  if (dotted)
    out += fmt::format("{}.{}.{}.{}", groups[6] >> 8, groups[6] & 255, groups[7] >> 8, groups[7] & 255);
  return out;
}

void checkSpellings(std::mt19937 &random, Tally &tally) {
  for (int round = 0; round < 20000; ++round) {
    std::array<uint16_t, 8> groups{};
    Address address = 0;
    for (uint16_t &group : groups) {
      group = static_cast<uint16_t>(random() % 2 == 0 ? 0 : random());
      address = address << 16 | group;
    }
    net::Family family{};
    const std::string text = spelled(random, groups);
    tally.expect(parseAddress(text, family) == address && family == net::Family::V6, text);
    tally.expect(parseAddress(addressText(net::Family::V6, address), family) == address, "canonical text");

    const auto prefix = static_cast<uint8_t>(random() % 129);
    const Address host = prefix == 128 ? 0 : address & (~Address(0) >> prefix);
    const CidrText parsed = parseCidr(fmt::format("{}/{}", text, prefix));
    tally.expect(parsed.cidr && parsed.cidr->first == address - host && parsed.hostBits == (host != 0),
                 "bits after the prefix");
    // One letter that does not belong there, or one piece too many, and it is no address.
    std::string eight = fmt::format("{:x}", fmt::join(groups, ":"));
    tally.expect(parseAddress(eight, family) == address, eight);
    tally.expect(!parseAddress(eight.substr(0, eight.rfind(':')) + ":192.0.2.1", family), "seven groups and dots");
    eight.insert(eight.find(':'), 1, ':');
    tally.expect(!parseAddress(eight, family), "a run of no groups");
    for (const std::string &wrong : {text + ":", "1:" + text + ":1:1:1:1:1:1:1", text + "g", " " + text, text + "%1"})
      tally.expect(!parseAddress(wrong, family), wrong);
  }
}

/// A few ports, types and protocols stand for all.
constexpr uint16_t kPorts[] = {0, 1, 22, 23, 1023, 1024, 32768, 65534, 65535};
constexpr size_t kProtocols[] = {0, 2, 47, 50, 254, 255};

using Sample = std::bitset<4 * std::size(kPorts) + std::size(kProtocols)>;

Sample sampleOf(const Service &service) {
  Sample out;
  size_t at = 0;
  for (const IntervalSet<uint16_t> *axis : {&service.tcp, &service.udp, &service.icmp, &service.icmp6})
    for (const uint16_t port : kPorts)
      out.set(at++, axis->contains(port));
  for (const size_t protocol : kProtocols)
    out.set(at++, service.other.test(protocol));
  return out;
}

/// Bounds are sampled numbers or their neighbours, so that sets which differ differ in the sample.
IntervalSet<uint16_t> randomAxis(std::mt19937 &random) {
  std::vector<Interval<uint16_t>> intervals(random() % 3);
  for (Interval<uint16_t> &interval : intervals) {
    const uint16_t a = kPorts[random() % std::size(kPorts)], b = kPorts[random() % std::size(kPorts)];
    interval = {std::min(a, b), std::max(a, b)};
  }
  return IntervalSet<uint16_t>(std::move(intervals));
}

Service randomService(std::mt19937 &random) {
  if (random() % 8 == 0)
    return Service::everything();
  Service out;
  for (IntervalSet<uint16_t> *axis : {&out.tcp, &out.udp, &out.icmp, &out.icmp6})
    *axis = randomAxis(random);
  for (const size_t protocol : kProtocols)
    out.other.set(protocol, random() % 4 == 0);
  return out;
}

void checkServices(std::mt19937 &random, Tally &tally) {
  for (int round = 0; round < 20000; ++round) {
    const Service a = randomService(random), b = randomService(random);
    const Sample x = sampleOf(a), y = sampleOf(b);
    tally.expect(sampleOf(a | b) == (x | y), "union of services");
    tally.expect(sampleOf(a & b) == (x & y), "intersection of services");
    tally.expect(sampleOf(a - b) == (x & ~y), "difference of services");
    tally.expect(a.contains(a & b) && (a | b).contains(a), "containment of services");
    tally.expect(!a.contains(b) || (y & ~x).none(), "what contains holds every part");
    tally.expect(a.contains(b) == (b - a).empty(), "containment is an empty difference");
    tally.expect(a.intersects(b) == !(a & b).empty(), "meeting is an intersection");
    tally.expect(((a - b) | (a & b)) == a && !(a - b).intersects(b), "a service is its parts");
    tally.expect(!a.isEverything() || x.all(), "everything holds all");
  }
}

Source randomSource(std::mt19937 &random, net::Family family) {
  Source source;
  source.kind = SourceKind::Block;
  // Of IPv6 only what lies in 2000::/3 counts: pieces of that.
  Cidr block = randomCidr(random, family, 2);
  if (family == net::Family::V6)
    block = {family, static_cast<uint8_t>(block.prefix + 3), Address(1) << 125 | block.first >> 3};
  source.addresses = AddressSet(block);
  if (random() % 6 == 0)
    source.present = Truth::Unknown;
  return source;
}

Service serviceOf(const std::vector<IngressRule> &rules, const Traced<Source> *source) {
  for (const IngressRule &rule : rules)
    for (const Traced<Source> &each : rule.sources)
      if (&each == source)
        return rule.service;
  return {};
}

/// Rules over eight ports and sources of a few top bits: what the sweep says of each port against the union of the
/// sources that certainly hold it, and what the sources that it blames come to.
void checkUnions(std::mt19937 &random, Tally &tally) {
  const auto setOf = [](Service &service, bool tcp) -> PortSet & { return tcp ? service.tcp : service.udp; };
  for (int round = 0; round < 5000; ++round) {
    std::vector<IngressRule> rules(1 + random() % 5);
    SecurityGroup group;
    for (IngressRule &rule : rules) {
      const auto first = static_cast<uint16_t>(random() % 8);
      const auto last = static_cast<uint16_t>(first + random() % (8 - first));
      if (random() % 5 == 0)
        rule.service = Service::everything();
      else
        setOf(rule.service, random() % 3 != 0) = PortSet(first, last);
      if (random() % 8 == 0)
        rule.exists = Truth::Unknown;
      for (size_t i = 1 + random() % 3; i > 0; --i)
        rule.sources.emplace_back(randomSource(random, random() % 4 == 0 ? net::Family::V6 : net::Family::V4), Trace{});
    }
    for (const IngressRule &rule : rules)
      group.ingress.push_back(&rule);

    const Service world = openToWorld(group);
    for (const net::Family family : {net::Family::V4, net::Family::V6}) {
      const UnionOpen open = openByUnion(group, family);
      for (const bool tcp : {true, false})
        for (uint16_t port = 0; port < 10; ++port) {
          AddressSet all, blamed;
          bool alone = false;
          for (const IngressRule &rule : rules) {
            Service service = rule.service;
            if (!must(rule.exists) || !setOf(service, tcp).contains(port))
              continue;
            for (const Traced<Source> &source : rule.sources) {
              if (!must(source->present))
                continue;
              const bool named = std::ranges::find(open.sources, &source) != open.sources.end();
              alone |= source->addresses.coversInternet(family);
              all |= source->addresses;
              if (named)
                blamed |= source->addresses;
            }
          }
          Service service = open.service;
          const bool opens = setOf(service, tcp).contains(port);
          tally.expect(opens == (all.coversInternet(family) && !alone), "open by union");
          tally.expect(!opens || blamed.coversInternet(family), "the sources that are blamed add up");
          Service reached = world;
          tally.expect(setOf(reached, tcp).contains(port) == all.coversInternet(), "open to the world");
        }
      tally.expect(open.service.empty() == open.sources.empty(), "a union has sources");
      // None of those that are blamed lies within another one.
      for (const Traced<Source> *one : open.sources)
        for (const Traced<Source> *other : open.sources)
          tally.expect(one == other || serviceOf(rules, one) != serviceOf(rules, other) ||
                           !other->value.addresses.contains(one->value.addresses & AddressSet::everything(family)),
                       "a source that adds nothing");
    }
  }
}

} // namespace

int runNet(std::span<const std::string> args) {
  if (args.size() != 1 || args[0] != "selftest") {
    fmt::print(stderr, "usage: postern-probe net selftest\n");
    return 2;
  }
  // Always the same questions.
  std::mt19937 random(20240229);
  Tally tally;
  checkIntervals(random, tally);
  checkBlocks(random, tally);
  checkReach(random, tally);
  checkSpellings(random, tally);
  checkServices(random, tally);
  checkUnions(random, tally);
  fmt::print("{} questions, {} faults\n", tally.questions, tally.faults);
  return tally.faults == 0 ? 0 : 1;
}

} // namespace postern::probe
