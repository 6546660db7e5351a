// The entries of required_providers: versions, addresses, and the configurations that a module expects.
#include "Basic/Nearest.h"
#include "Terraform/Validator.h"

namespace postern::tf {
namespace {

/// A bare or quoted key.
std::string_view keyOf(const hcl::ObjectItem &item) {
  if (const auto *const name = hcl::dynCast<hcl::VariableExpr>(item.key); name && item.bareKey)
    return name->name;
  const auto *const string = hcl::dynCast<hcl::StringExpr>(item.key);
  return string ? string->value : std::string_view();
}

} // namespace

void Validator::requiredProviders(const Site &site) {
  for (const hcl::Item &item : site.block.body->items)
    if (item.attribute)
      requirement(*item.attribute);
}

void Validator::invalidRequirement(const SourceRange &range, std::string_view why, std::string_view summary) {
  sink_.report(kind::InvalidRequirement, range, why).summary = summary;
}

void Validator::requirement(const hcl::Attribute &attribute) {
  const hcl::Expr &value = *attribute.value;
  if (value.kind == hcl::ExprKind::Error)
    return;
  if (const auto *const version = hcl::dynCast<hcl::StringExpr>(&value)) {
    // The old form, a version alone, is looser about the name.
    if (!isProviderName(lowerCase(attribute.name)))
      providerName(attribute.name, attribute.nameRange);
    return versionText(value.range(), version->value);
  }
  providerName(attribute.name, attribute.nameRange);
  const auto *const object = hcl::dynCast<hcl::ObjectExpr>(&value);
  if (!object)
    return invalidRequirement(value.range(), "a provider's requirement is an object, or a version alone",
                              "Invalid required_providers object");
  for (const hcl::ObjectItem &item : object->items)
    requirementItem(item, attribute.name);
}

void Validator::requirementItem(const hcl::ObjectItem &item, std::string_view provider) {
  const std::string_view key = keyOf(item);
  const auto *const string = hcl::dynCast<hcl::StringExpr>(item.value);
  const SourceRange range = item.value->range();
  if (item.value->kind == hcl::ExprKind::Error)
    return;
  if (key == "version") {
    if (string)
      return versionText(range, string->value);
    return invalidVersion(range, "a version constraint is a string");
  }
  if (key == "source") {
    if (!string)
      return invalidRequirement(range, "the source is a string", "Invalid source");
    const SourceFault fault = faultOfProviderSource(string->value);
    if (!fault.why.empty())
      sink_.report(kind::InvalidProviderSource, range, string->value, fault.why).summary = fault.summary;
    return;
  }
  if (key != "configuration_aliases")
    return invalidRequirement(item.key->range(), "there is 'source', 'version' and 'configuration_aliases' only",
                              "Invalid required_providers object");
  constexpr std::string_view kSummary = "Invalid configuration_aliases value";
  const auto *const aliases = hcl::dynCast<hcl::TupleExpr>(item.value);
  if (!aliases)
    return invalidRequirement(range, "'configuration_aliases' takes a list in brackets", "Invalid expression");
  for (const hcl::Expr *const alias : aliases->items) {
    // JSON writes references as texts.
    const auto *const text = hcl::dynCast<hcl::StringExpr>(alias);
    const std::optional<Traversal> traversal = traversalOf(*alias);
    const std::string_view name = text        ? text->value.substr(0, text->value.find('.'))
                                  : traversal ? traversal->root
                                              : std::string_view();
    const bool fits = text || (traversal && traversal->steps.size() <= 1 &&
                               (traversal->steps.empty() || !traversal->steps[0].isIndex));
    if (!fits || name != provider)
      invalidRequirement(alias->range(), "a configuration is named by this provider's name, a dot and the alias",
                         kSummary);
  }
}

} // namespace postern::tf
