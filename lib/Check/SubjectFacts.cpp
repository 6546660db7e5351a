#include "Check/SubjectFacts.h"

#include "Cloud/Settings.h"
#include "Iam/Policy.h"
#include "Net/Exposure.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace postern::check {

namespace {

void put(FindingFacts &facts, std::string_view name, std::vector<std::string> values) {
  if (!values.empty())
    facts.push_back({name, std::move(values)});
}

template <typename Item, typename Text>
std::vector<std::string> textsOf(const std::vector<Traced<Item>> &items, bool open, const Text &text) {
  std::vector<std::string> out;
  out.reserve(items.size() + 1);
  for (const Traced<Item> &item : items)
    out.push_back(text(*item));
  if (open)
    out.emplace_back("…");
  return out;
}

void putRule(FindingFacts &facts, const net::IngressRule &rule) {
  put(facts, "sources", textsOf(rule.sources, rule.openEnded, [](const net::Source &source) { return source.text; }));
}

void putStatement(FindingFacts &facts, const iam::Statement &statement) {
  switch (statement.effect) {
  case iam::Effect::Allow:
    put(facts, "effect", {"Allow"});
    break;
  case iam::Effect::Deny:
    put(facts, "effect", {"Deny"});
    break;
  case iam::Effect::Unknown:
    break;
  }
  const auto shown = [](const auto &pattern) { return pattern.text().shown(); };
  put(facts, statement.principals.complement ? "not_principals" : "principals",
      textsOf(statement.principals.items, statement.principals.open,
              [](const iam::Principal &principal) { return toText(principal); }));
  put(facts, statement.actions.complement ? "not_actions" : "actions",
      textsOf(statement.actions.patterns, statement.actions.open, shown));
  put(facts, statement.resourceSet.complement ? "not_resources" : "resources",
      textsOf(statement.resourceSet.patterns, statement.resourceSet.open, shown));
  std::vector<std::string> conditions;
  for (const iam::Condition &condition : statement.conditions) {
    const auto values = textsOf(condition.values, condition.open, [](const iam::Text &text) { return text.shown(); });
    conditions.push_back(fmt::format("{}: {}", toText(condition), fmt::join(values, ", ")));
  }
  if (statement.conditionsOpen)
    conditions.emplace_back("…");
  put(facts, "conditions", std::move(conditions));
}

} // namespace

FindingFacts factsOf(const net::IngressRule &rule) {
  FindingFacts facts;
  put(facts, "direction", {rule.direction == net::Direction::Ingress ? "ingress" : "egress"});
  put(facts, "group", {rule.groupAddress});
  put(facts, "service", {rule.serviceText});
  putRule(facts, rule);
  return facts;
}

FindingFacts factsOf(const net::SecurityGroup &group) {
  FindingFacts facts;
  put(facts, "group", {group.address});
  return facts;
}

FindingFacts factsOf(const iam::Statement &statement) {
  FindingFacts facts;
  put(facts, "policy", {std::string(kindName(statement.policy->kind))});
  putStatement(facts, statement);
  return facts;
}

FindingFacts factsOf(const iam::Policy &policy) {
  FindingFacts facts;
  put(facts, "policy", {std::string(kindName(policy.kind))});
  return facts;
}

FindingFacts factsOf(const iam::Attachment &attachment) {
  FindingFacts facts;
  put(facts, "holder", {fmt::format("{} {}", kindName(attachment.holderKind), attachment.holder->shown())});
  put(facts, "policy", {attachment.isInline ? "inline" : attachment.policy->shown()});
  return facts;
}

FindingFacts factsOf(const cloud::Setting &setting) {
  FindingFacts facts;
  put(facts, "of", {setting.address});
  put(facts, "value", {setting.value});
  return facts;
}

void addFacts(FindingFacts &into, const FindingFacts &more) {
  for (const FindingFact &fact : more) {
    const auto at = std::ranges::find(into, fact.name, &FindingFact::name);
    if (at == into.end()) {
      into.push_back(fact);
      continue;
    }
    for (const std::string &value : fact.values)
      if (std::ranges::find(at->values, value) == at->values.end())
        at->values.push_back(value);
  }
}

} // namespace postern::check
