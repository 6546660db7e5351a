#include "Net/Exposure.h"
#include "rules/net/Open.h"
#include "rules/net/world-by-union.gen.h"

namespace postern::rules {
namespace {

using net::PortClass;

bool opens(const net::Service &service, PortClass portClass) {
  return service.intersects(net::portsOf(portClass));
}

} // namespace

void WorldByUnion::check(const net::SecurityGroup &group, const Options &, Reporter &out) {
  for (const net::Family family : {net::Family::V4, net::Family::V6}) {
    const net::UnionOpen open = net::openByUnion(group, family);
    // ICMP alone harms nobody.
    if (open.service.empty() || open.service.onlyIcmp())
      continue;
    const Traced<net::Source> &first = *open.sources.front();
    const std::string service = toText(open.service);
    const auto size = open.sources.size();
    const bool onlyWeb = (open.service - net::portsOf(PortClass::Web)).empty();
    auto &found = open.service.tcpCount() >= 32768 ? out.report(kMost, first, service, group.address, size)
                  : opens(open.service, PortClass::Ssh) || opens(open.service, PortClass::Rdp) ||
                          opens(open.service, PortClass::Admin)
                      ? out.report(kAdmin, first, service, group.address, size)
                  : opens(open.service, PortClass::Data) ? out.report(kData, first, service, group.address, size)
                  : onlyWeb                              ? out.report(kWeb, first, service, group.address, size)
                                                         : out.report(kOther, first, service, group.address, size);
    for (size_t i = 1; i < size; ++i)
      found.also(*open.sources[i], "");
    std::vector<std::string> sources;
    for (const Traced<net::Source> *source : open.sources)
      sources.push_back(source->value.text);
    found.fact("service", {service}).fact("sources", std::move(sources));
    found.coversNothingYet().covers("sg-ingress-any-public-cidr");
    for (const std::string_view capability : worldCapabilities(open.service))
      found.covers(capability);
  }
}

} // namespace postern::rules
