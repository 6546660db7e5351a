#include "Iam/Policy.h"

#include <fmt/format.h>

#include <iterator>

namespace postern::iam {
namespace {

std::string_view effectName(Effect effect) {
  switch (effect) {
  case Effect::Allow:
    return "allow";
  case Effect::Deny:
    return "deny";
  case Effect::Unknown:
    return "unknown";
  }
  return {};
}

template <typename Item> std::string list(const std::vector<Traced<Item>> &items, bool open) {
  std::string out;
  for (const Traced<Item> &item : items) {
    if (!out.empty())
      out += ", ";
    if constexpr (requires { item->text(); })
      out += item->text().shown();
    else
      out += toText(*item);
  }
  if (open)
    out += out.empty() ? "…" : ", …";
  return out;
}

void dumpStatement(std::string &out, const Statement &statement) {
  const auto line = [&](std::string_view element, std::string_view text) {
    fmt::format_to(std::back_inserter(out), "    {} {}\n", element, text);
  };
  fmt::format_to(std::back_inserter(out), "  {}", effectName(statement.effect));
  if (!statement.sid.empty())
    fmt::format_to(std::back_inserter(out), " \"{}\"", statement.sid);
  out += statement.exists == Truth::Unknown ? " (may exist)\n" : statement.exists == Truth::No ? " (dormant)\n" : "\n";
  if (statement.principals.written)
    line(statement.principals.complement ? "not principal" : "principal",
         list(statement.principals.items, statement.principals.open));
  if (statement.actions.written)
    line(statement.actions.complement ? "not action" : "action",
         list(statement.actions.patterns, statement.actions.open));
  if (statement.resourceSet.written)
    line(statement.resourceSet.complement ? "not resource" : "resource",
         list(statement.resourceSet.patterns, statement.resourceSet.open));
  for (const Condition &condition : statement.conditions)
    line("condition", fmt::format("{}: {}", toText(condition), list(condition.values, condition.open)));
  if (statement.conditionsOpen)
    line("condition", "…");
}

} // namespace

std::string_view kindName(PolicyKind kind) {
  switch (kind) {
  case PolicyKind::Identity:
    return "identity policy";
  case PolicyKind::Trust:
    return "trust policy";
  case PolicyKind::Resource:
    return "resource policy";
  case PolicyKind::Boundary:
    return "permissions boundary";
  case PolicyKind::Guardrail:
    return "organization policy";
  case PolicyKind::Endpoint:
    return "endpoint policy";
  case PolicyKind::Session:
    return "session policy";
  case PolicyKind::Unknown:
    return "policy document";
  }
  return {};
}

std::string_view kindName(HolderKind kind) {
  switch (kind) {
  case HolderKind::Role:
    return "role";
  case HolderKind::User:
    return "user";
  case HolderKind::Group:
    return "group";
  case HolderKind::PermissionSet:
    return "permission set";
  }
  return {};
}

std::string_view awsManagedName(const Text &arn) {
  constexpr std::string_view kMiddle = ":iam::aws:policy/";
  const size_t at = arn.literal.find(kMiddle);
  if (!arn.literal.starts_with("arn:") || at == std::string::npos)
    return {};
  // The partition may be a hole; the name may not.
  for (const Hole &hole : arn.holes)
    if (hole.offset > at)
      return {};
  return std::string_view(arn.literal).substr(at + kMiddle.size());
}

std::string dump(const Policies &policies) {
  std::string out;
  for (const Policy &policy : policies.all) {
    for (size_t i = 0; i < policy.resources.size(); ++i)
      fmt::format_to(std::back_inserter(out), "{}{}", i > 0 ? ", " : "", policy.resources[i].address);
    fmt::format_to(std::back_inserter(out), ": {}", kindName(policy.kind));
    if (!policy.service.empty())
      fmt::format_to(std::back_inserter(out), " of {}", policy.service);
    if (policy.exists == Truth::Unknown)
      out += " (may exist)";
    if (policy.opaque)
      fmt::format_to(std::back_inserter(out), " not known: {}", policy.why);
    else if (policy.open)
      out += " with further statements that are not known";
    out += '\n';
    for (const Statement *const statement : policy.statements)
      dumpStatement(out, *statement);
  }
  for (const Attachment &attachment : policies.attachments)
    fmt::format_to(std::back_inserter(out), "{}: {} {} has {}{}\n", attachment.resources.front().address,
                   kindName(attachment.holderKind), attachment.holder->shown(),
                   attachment.isInline ? "an inline policy" : attachment.policy->shown(),
                   attachment.exists == Truth::Unknown ? " (may exist)" : "");
  return out;
}

} // namespace postern::iam
