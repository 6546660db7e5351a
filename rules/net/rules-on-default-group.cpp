#include "rules/net/rules-on-default-group.gen.h"

namespace postern::rules {

void RulesOnDefaultGroup::check(const net::SecurityGroup &group, const Options &, Reporter &out) {
  if (!group.isDefault)
    return;
  std::vector<const net::IngressRule *> rules = group.ingress;
  rules.insert(rules.end(), group.egress.begin(), group.egress.end());
  if (rules.empty())
    return;
  // A rule that certainly exists is reported rather than one that may.
  const net::IngressRule *first = rules[0];
  for (const net::IngressRule *rule : rules)
    if (must(rule->exists) && !must(first->exists))
      first = rule;
  auto &found = group.ingress.empty() ? out.report(kOut, first->header, group.address)
                                      : out.report(kIn, first->header, group.address);
  if (!must(first->exists) && must(group.exists))
    found.possible("whether the rule exists is not known");
  for (const net::IngressRule *rule : rules)
    if (rule != first)
      found.also(rule->header, "another rule");
}

} // namespace postern::rules
