#include "Iam/Grants.h"

#include <algorithm>

namespace postern::iam {
namespace {

std::string whyUnknown(const Text &text) {
  for (const Hole &hole : text.holes)
    if (!hole.name.empty())
      return hole.name + " is not known";
  return {};
}

/// Whether `deny` covers each action and resource of `allow`.
Truth coversAll(const Statement &deny, const Statement &allow) {
  Truth out = deny.exists == Truth::Yes ? Truth::Yes : Truth::Unknown;
  if (allow.actions.complement || allow.actions.open)
    out = out && deny.actions.coversEverything();
  for (const Traced<ActionPattern> &pattern : allow.actions.patterns)
    if (!allow.actions.complement && !pattern->isEmpty())
      out = out && deny.actions.covers(pattern->most());
  // Trust policies and permissions speak of the resource that carries them.
  if (!allow.resourceSet.written || !deny.resourceSet.written)
    return out;
  if (allow.resourceSet.complement || allow.resourceSet.open)
    out = out && deny.resourceSet.coversEverything();
  for (const Traced<ArnPattern> &pattern : allow.resourceSet.patterns)
    if (!allow.resourceSet.complement)
      out = out &&
            (pattern->isEverything() ? deny.resourceSet.coversEverything() : deny.resourceSet.covers(pattern->most()));
  return out;
}

/// Whether `deny` hits every caller that the owner did not choose.
Truth hitsStrangers(const Statement &deny) {
  const bool anyone = std::any_of(deny.principals.items.begin(), deny.principals.items.end(),
                                  [](const Traced<Principal> &item) { return item->kind == PrincipalKind::Anyone; });
  Truth out = truthOf(deny.principals.complement ? !anyone && deny.principals.written : anyone);
  for (const Condition &condition : deny.conditions)
    out = out && condition.meetsAllStrangers();
  return deny.conditionsOpen ? out && Truth::Unknown : out;
}

} // namespace

Truth grantsToHolder(const Statement &statement) {
  const Policy &policy = *statement.policy;
  const bool identity =
      policy.kind == PolicyKind::Identity || (policy.kind == PolicyKind::Unknown && !statement.principals.written);
  if (!identity || !statement.allows())
    return Truth::No;
  Truth undone = Truth::No;
  for (const Statement *const other : policy.statements)
    if (other->effect == Effect::Deny && other->unconditional())
      undone = undone || coversAll(*other, statement);
  return !undone;
}

Truth isDenied(const Statement &statement, const Glob &action, std::string_view service, std::string_view resources) {
  Truth out = Truth::No;
  for (const Statement *const other : statement.policy->statements) {
    if (other->effect != Effect::Deny || !other->unconditional())
      continue;
    const ResourceSet &on = other->resourceSet;
    out = out || (other->exists && other->actions.covers(action) &&
                  (on.coversEverything() || on.coversKind(service, resources)));
  }
  return out;
}

Openness openness(const Statement &statement) {
  Openness out;
  const Policy &policy = *statement.policy;
  const bool speaksOfCallers =
      policy.kind == PolicyKind::Trust || policy.kind == PolicyKind::Resource || policy.kind == PolicyKind::Unknown;
  if (!speaksOfCallers || !statement.allows() || !statement.principals.written)
    return out;
  const auto anyone = std::find_if(statement.principals.items.begin(), statement.principals.items.end(),
                                   [](const Traced<Principal> &item) { return item->kind == PrincipalKind::Anyone; });
  if (statement.principals.complement) {
    // Everybody but those named, unless everybody is named.
    if (anyone != statement.principals.items.end())
      return out;
    out.exclusion = true;
    out.at = statement.principals.at;
  } else if (anyone != statement.principals.items.end()) {
    out.at = *anyone;
  } else {
    const auto federated = std::ranges::find_if(statement.principals.items, [](const Traced<Principal> &item) {
      return item->kind == PrincipalKind::Federated && item->wildcard;
    });
    if (federated == statement.principals.items.end())
      return out;
    out.federated = true;
    out.at = *federated;
  }

  Truth narrowed = statement.conditionsOpen ? Truth::Unknown : Truth::No;
  for (const Condition &condition : statement.conditions) {
    const Truth chosen = condition.admitsOnlyChosen();
    if (chosen == Truth::Unknown && out.why.empty())
      out.why = whyUnknown(condition);
    narrowed = narrowed || chosen;
  }
  for (const Statement *const other : policy.statements)
    if (other->effect == Effect::Deny)
      narrowed = narrowed || (hitsStrangers(*other) && coversAll(*other, statement));
  out.open = !narrowed;
  return out;
}

bool speaksOfTrust(const Statement &statement) {
  if (statement.policy->kind == PolicyKind::Trust)
    return true;
  const ActionSet &actions = statement.actions;
  return statement.policy->kind == PolicyKind::Unknown && !statement.resourceSet.written && !actions.complement &&
         !actions.patterns.empty() &&
         std::all_of(actions.patterns.begin(), actions.patterns.end(),
                     [](const Traced<ActionPattern> &pattern) { return pattern->service() == "sts"; });
}

Truth limits(const Condition &condition) {
  const bool takesWildcards =
      condition.op.family == OperatorFamily::StringLike || condition.op.family == OperatorFamily::Arn;
  // Every request that matters comes over TLS.
  if (sameIgnoringCase(condition.key->literal, "aws:SecureTransport"))
    return Truth::No;
  if (!takesWildcards)
    return Truth::Yes;
  Truth out = Truth::Yes;
  for (const Traced<Text> &value : condition.values) {
    const bool vacuous =
        value->known() && !value->literal.empty() && value->literal.find_first_not_of("*:") == std::string::npos;
    out = out && (vacuous ? Truth::No : value->mayHoldWildcard() && value->isHole() ? Truth::Unknown : Truth::Yes);
  }
  return out;
}

Truth isLimited(const Statement &statement) {
  Truth out = statement.conditionsOpen ? Truth::Unknown : Truth::No;
  for (const Condition &condition : statement.conditions)
    out = out || limits(condition);
  return out;
}

std::string whyUnknown(const ResourceSet &resources) {
  for (const Traced<ArnPattern> &pattern : resources.patterns)
    if (std::string why = whyUnknown(pattern->text()); !why.empty())
      return why;
  return "not all of its resources are known";
}

std::string whyUnknown(const Condition &condition) {
  for (const Text *const text : {&*condition.operatorText, &*condition.key})
    if (std::string why = whyUnknown(*text); !why.empty())
      return why;
  for (const Traced<Text> &value : condition.values)
    if (std::string why = whyUnknown(*value); !why.empty())
      return why;
  return "its condition is not known";
}

} // namespace postern::iam
