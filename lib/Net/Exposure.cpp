#include "Net/Exposure.h"

#include <algorithm>
#include <functional>
#include <map>
#include <numeric>
#include <utility>

namespace postern::net {
namespace {

/// Addresses that are certainly let in for one service.
struct Box {
  Service service;
  AddressSet addresses;
};

/// Boxes of one service are united, so the sweep below grows with distinct services only.
class Boxes {
public:
  void add(const Service &service, const AddressSet &addresses) {
    all_.add(addresses);
    const auto same = std::ranges::find(services_, service);
    if (same == services_.end()) {
      services_.push_back(service);
      unions_.emplace_back().add(addresses);
    } else {
      unions_[static_cast<size_t>(same - services_.begin())].add(addresses);
    }
  }
  [[nodiscard]] AddressSet all() { return all_.take(); }
  [[nodiscard]] std::vector<Box> take() {
    std::vector<Box> out;
    for (size_t i = 0; i < services_.size(); ++i)
      out.push_back({std::move(services_[i]), unions_[i].take()});
    return out;
  }

private:
  std::vector<Service> services_;
  std::vector<AddressUnion> unions_;
  AddressUnion all_;
};

bool covers(const std::vector<const Box *> &boxes, Family family) {
  AddressUnion all;
  for (const Box *box : boxes)
    all.add(box->addresses);
  return all.take().coversInternet(family);
}

/// Cuts the axis at every bound of the sets; between two cuts the same boxes are open.
template <typename Member> IntervalSet<uint16_t> sweep(const std::vector<Box> &boxes, Member axis, Family family) {
  std::vector<uint32_t> cuts;
  for (const Box &box : boxes)
    for (const Interval<uint16_t> &interval : (box.service.*axis).intervals()) {
      cuts.push_back(interval.first);
      cuts.push_back(uint32_t(interval.last) + 1);
    }
  std::ranges::sort(cuts);
  cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
  std::vector<Interval<uint16_t>> open;
  for (size_t i = 0; i + 1 < cuts.size(); ++i) {
    std::vector<const Box *> here;
    for (const Box &box : boxes)
      if ((box.service.*axis).contains(static_cast<uint16_t>(cuts[i])))
        here.push_back(&box);
    if (covers(here, family))
      open.push_back({static_cast<uint16_t>(cuts[i]), static_cast<uint16_t>(cuts[i + 1] - 1)});
  }
  return IntervalSet<uint16_t>(std::move(open));
}

Service sweepAll(const std::vector<Box> &boxes, Family family) {
  Service out;
  out.tcp = sweep(boxes, &Service::tcp, family);
  out.udp = sweep(boxes, &Service::udp, family);
  out.icmp = sweep(boxes, &Service::icmp, family);
  out.icmp6 = sweep(boxes, &Service::icmp6, family);
  std::vector<const Box *> before;
  bool open = false;
  for (size_t protocol = 0; protocol < out.other.size(); ++protocol) {
    std::vector<const Box *> here;
    for (const Box &box : boxes)
      if (box.service.other.test(protocol))
        here.push_back(&box);
    if (here != before) {
      open = covers(here, family);
      before = std::move(here);
    }
    out.other.set(protocol, open && !before.empty());
  }
  return out;
}

/// In the order of the text within a file; files as they come, for their ids say nothing that a user sees.
void sortByPlace(std::vector<const Traced<Source> *> &sources) {
  std::map<FileId, size_t> ranks;
  for (const Traced<Source> *source : sources)
    ranks.emplace(source->use.file, ranks.size());
  std::ranges::stable_sort(sources, {}, [&ranks](const Traced<Source> *source) {
    return std::pair(ranks.at(source->use.file), source->use.begin);
  });
}

/// What a source adds to an opening that several make together.
struct Part {
  const Traced<Source> *source; ///< null when it is not needed
  Service service;              ///< what of the opening it helps to open
  AddressSet addresses;
};

/// Leaves out what larger sources of the same services already hold, so that nobody looks for the reason there.
void keepNeeded(std::vector<Part> &parts, Family family) {
  std::vector<size_t> bySize(parts.size());
  std::iota(bySize.begin(), bySize.end(), 0);
  std::ranges::stable_sort(bySize, std::greater<>(), [&](size_t i) {
    return family == Family::V4 ? sizeOf(parts[i].addresses.v4) : sizeOf(parts[i].addresses.v6);
  });
  // For every service that occurs, the addresses of the kept sources that open all of it.
  std::vector<std::pair<Service, AddressSet>> held;
  const auto heldFor = [&held](const Service &service) {
    return std::ranges::find(held, service, &std::pair<Service, AddressSet>::first);
  };
  for (const Part &part : parts)
    if (heldFor(part.service) == held.end())
      held.emplace_back(part.service, AddressSet());
  for (const size_t i : bySize) {
    Part &part = parts[i];
    if (heldFor(part.service)->second.contains(part.addresses)) {
      part.source = nullptr;
      continue;
    }
    for (auto &[service, addresses] : held)
      if (part.service.contains(service))
        addresses |= part.addresses;
  }
}

} // namespace

UnionOpen openByUnion(const SecurityGroup &group, Family family) {
  UnionOpen out;
  Boxes boxes;
  Service alone;
  std::vector<std::pair<const IngressRule *, const Traced<Source> *>> parts;
  for (const IngressRule *rule : group.ingress) {
    if (!must(rule->exists) || rule->service.empty())
      continue;
    for (const Traced<Source> &source : rule->sources) {
      if (!source->isWritten() || !must(source->present))
        continue;
      if (source->addresses.coversInternet(family)) {
        alone |= rule->service;
        continue;
      }
      const AddressSet part = source->addresses & AddressSet::everything(family);
      if (part.empty())
        continue;
      boxes.add(rule->service, part);
      parts.emplace_back(rule, &source);
    }
  }
  if (!boxes.all().coversInternet(family))
    return out;
  out.service = sweepAll(boxes.take(), family) - alone;
  std::vector<Part> adding;
  for (const auto &[rule, source] : parts) {
    AddressSet global = source->value.addresses & AddressSet::everything(family) & internet();
    Service service = rule->service & out.service;
    if (!service.empty() && !global.empty())
      adding.push_back({source, std::move(service), std::move(global)});
  }
  keepNeeded(adding, family);
  for (const Part &part : adding)
    if (part.source)
      out.sources.push_back(part.source);
  sortByPlace(out.sources);
  return out;
}

Service openToWorld(const SecurityGroup &group) {
  Service out;
  for (const IngressRule *rule : group.ingress)
    for (const Traced<Source> &source : rule->sources)
      if (must(rule->exists && source->coversInternet()))
        out |= rule->service;
  for (const Family family : {Family::V4, Family::V6})
    out |= openByUnion(group, family).service;
  return out;
}

} // namespace postern::net
