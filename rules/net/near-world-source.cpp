#include "rules/net/Open.h"
#include "rules/net/near-world-source.gen.h"

namespace postern::rules {
namespace {

using net::PortClass;
using net::Reach;

/// Who is harmed by an open service: nobody, where it is meant for everyone.
enum class Harm : uint8_t { None, Some, Much };

Harm harmOf(const net::Service &service) {
  for (const PortClass portClass : {PortClass::Ssh, PortClass::Rdp, PortClass::Admin, PortClass::Data})
    if (service.intersects(net::portsOf(portClass)))
      return Harm::Much;
  const net::Service rest = service - net::portsOf(PortClass::Web);
  return rest.tcp.empty() && rest.udp.empty() ? Harm::None : Harm::Some;
}

} // namespace

void NearWorldSource::check(const net::IngressRule &rule, const Options &, Reporter &out) {
  // What the whole internet reaches anyway is another rule's finding.
  const net::Service open = rule.service - rule.openToWorld;
  const Harm harm = harmOf(open);
  const bool tooNarrow = rule.reach < (harm == Harm::Much ? Reach::Broad : Reach::VeryBroad);
  if (harm == Harm::None || tooNarrow || rule.reach == Reach::World)
    return;
  const Traced<net::Source> &source = rule.sources[rule.widest];
  const std::string &service = rule.serviceText;
  const std::string &group = rule.groupAddress;
  const bool near = rule.reach == Reach::NearWorld;
  auto &found = near && harm == Harm::Much ? out.report(kMostSensitive, source, service, group)
                : near                     ? out.report(kMost, source, service, group)
                : rule.reach == Reach::VeryBroad && harm == Harm::Much
                    ? out.report(kBroadSensitive, source, service, group, source->text)
                    : out.report(kBroad, source, service, group, source->text);
  found.fact("sources", {source->text});
  found.coversNothingYet().covers("sg-ingress-any-public-cidr");
  if (open.intersects(net::allKnownPorts()))
    found.covers("sg-ingress-public-range");
}

} // namespace postern::rules
