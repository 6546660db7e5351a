// Holds the set algebra of lib/Net to brute force on universes that are small enough to count through.
#include "Families.h"
#include "Net/Exposure.h"

#include <fmt/format.h>

#include <bitset>
#include <cstdio>
#include <random>

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

/// Rules over eight ports and sources of a few top bits: what the sweep says of each port against the union of the
/// rules that hold it.
void checkUnions(std::mt19937 &random, Tally &tally) {
  for (int round = 0; round < 3000; ++round) {
    std::vector<IngressRule> rules(1 + random() % 5);
    SecurityGroup group;
    for (IngressRule &rule : rules) {
      const auto first = static_cast<uint16_t>(random() % 8);
      const auto last = static_cast<uint16_t>(first + random() % (8 - first));
      rule.service = random() % 5 == 0 ? Service::everything() : Service::tcpPorts(PortSet(first, last));
      for (size_t i = 1 + random() % 3; i > 0; --i) {
        Source source;
        source.kind = SourceKind::Block;
        source.addresses = AddressSet(randomCidr(random, net::Family::V4, 2));
        rule.sources.emplace_back(std::move(source), Trace{});
      }
    }
    for (const IngressRule &rule : rules)
      group.ingress.push_back(&rule);

    const UnionOpen open = openByUnion(group, net::Family::V4);
    for (uint16_t port = 0; port < 10; ++port) {
      AddressSet all;
      bool alone = false;
      for (const IngressRule &rule : rules)
        if (rule.service.tcp.contains(port))
          for (const Traced<Source> &source : rule.sources) {
            all |= source->addresses;
            alone |= source->addresses.coversInternet();
          }
      tally.expect(open.service.tcp.contains(port) == (all.coversInternet() && !alone), "open by union");
      tally.expect(openToWorld(group).tcp.contains(port) == all.coversInternet(), "open to the world");
    }
    tally.expect(open.service.empty() == open.sources.empty(), "a union has sources");
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
  checkUnions(random, tally);
  fmt::print("{} questions, {} faults\n", tally.questions, tally.faults);
  return tally.faults == 0 ? 0 : 1;
}

} // namespace postern::probe
