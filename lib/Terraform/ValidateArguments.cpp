// What the expressions of Terraform's own arguments look like: constants, references, keywords, addresses.
#include "Eval/Convert.h"
#include "Terraform/Expander.h"
#include "Terraform/Validator.h"

#include <algorithm>
#include <map>

namespace postern::tf {

using eval::Value;
using eval::ValueKind;

Value ConstantEvaluator::evaluate(const hcl::Expr &expr) {
  ConstantScope scope;
  return evaluator_.evaluate(expr, scope);
}

namespace {

/// For expressions in which no names stand.
class NoNames final : public eval::Scope {
public:
  eval::Resolved resolve(const eval::Reference &, eval::Evaluator &) override { return {}; }
};

} // namespace

Value ConstantEvaluator::evaluateEarly(const hcl::Expr &expr) {
  NoNames scope;
  return evaluator_.evaluate(expr, scope);
}

namespace {

/// Without parentheses.
const hcl::Expr &bare(const hcl::Expr &expr) {
  const hcl::Expr *at = &expr;
  while (const auto *const paren = hcl::dynCast<hcl::ParenExpr>(at))
    at = paren->inner;
  return *at;
}

bool isConstant(const hcl::Expr &expr) {
  return !firstCall(expr) && eval::freeReferences(expr).empty();
}

/// What can be a string without being looked at.
bool isPlain(const hcl::Expr &expr) {
  return expr.kind == hcl::ExprKind::String || expr.kind == hcl::ExprKind::Number || expr.kind == hcl::ExprKind::Bool ||
         expr.kind == hcl::ExprKind::Null;
}

} // namespace

ConstantEvaluator &Validator::evaluator() {
  if (!evaluator_)
    evaluator_.emplace(sink_);
  return *evaluator_;
}

void Validator::argument(const hcl::Attribute &attribute, const ArgumentRow &row, const Site &site) {
  switch (row.shape) {
  case Shape::Any:
  case Shape::Type:     // read together with the default
  case Shape::Constant: // evaluated together with the type
    return;
  case Shape::Text:
    return text(attribute);
  case Shape::Flag:
    return flag(attribute);
  case Shape::FlagUnlessComputed:
    if (isConstant(*attribute.value))
      flag(attribute);
    return;
  case Shape::Deprecation:
    return deprecation(attribute);
  case Shape::Version:
  case Shape::CompatibleVersion:
    return version(attribute);
  case Shape::EarlyVersion:
    return earlyVersion(attribute);
  case Shape::OldVersion:
    sink_.report(kind::ProviderVersion, attribute.nameRange);
    return version(attribute);
  case Shape::Source:
    return source(attribute, site);
  case Shape::References:
    return references(attribute);
  case Shape::Provider:
    provider(*attribute.value, attribute.name);
    return;
  case Shape::Providers:
    return providers(attribute);
  case Shape::When:
    return keyword(attribute, {"create", "destroy"}, "create or destroy", "Invalid \"when\" keyword");
  case Shape::OnFailure:
    return keyword(attribute, {"continue", "fail"}, "continue or fail", "Invalid \"on_failure\" keyword");
  case Shape::IgnoreChanges:
    return ignoreChanges(attribute);
  case Shape::Triggers:
    return triggers(attribute);
  case Shape::ManagedOnly:
    sink_.report(kind::DataLifecycle, attribute.nameRange, attribute.name);
    return;
  case Shape::Alias:
    return alias(attribute);
  case Shape::Address:
    return address(attribute, site);
  case Shape::ImportTarget:
    return importTarget(attribute);
  case Shape::Edition:
    return edition(attribute);
  case Shape::Experiments:
    return experiments(attribute);
  case Shape::OldExperiments:
    list(attribute);
    return;
  }
}

// ---------------------------------------------------------------------------------------------------------------
// Constants

void Validator::notConstant(const SourceRange &range, std::string_view argument) {
  sink_.report(kind::CallsNotAllowed, range, argument);
}

/// The value; nothing where that was no constant, which is said.
std::optional<Value> Validator::constant(const hcl::Attribute &attribute) {
  if (const hcl::CallExpr *const call = firstCall(*attribute.value)) {
    notConstant(call->nameRange(), attribute.name);
    return std::nullopt;
  }
  const size_t before = sink_.all().size();
  const Value value = evaluator().evaluate(*attribute.value);
  return sink_.all().size() == before ? std::optional(value) : std::nullopt;
}

void Validator::text(const hcl::Attribute &attribute) {
  if (isPlain(*attribute.value))
    return;
  const std::optional<Value> value = constant(attribute);
  if (value && !eval::convert(evaluator().heap(), *value, evaluator().heap().types.string()).ok())
    unsuitable(attribute, "a string");
}

void Validator::flag(const hcl::Attribute &attribute) {
  if (attribute.value->kind == hcl::ExprKind::Bool)
    return;
  const std::optional<Value> value = constant(attribute);
  if (value && !eval::convert(evaluator().heap(), *value, evaluator().heap().types.boolean()).ok())
    unsuitable(attribute, "true or false");
}

void Validator::unsuitable(const hcl::Attribute &attribute, std::string_view wanted) {
  sink_.report(kind::UnsuitableArgument, attribute.value->range(), attribute.name, wanted);
}

void Validator::deprecation(const hcl::Attribute &attribute) {
  text(attribute);
  const auto *const string = hcl::dynCast<hcl::StringExpr>(attribute.value);
  if (string && string->value.find_first_not_of(" \t\r\n") == std::string_view::npos)
    sink_.report(kind::EmptyDeprecation, attribute.value->range());
}

void Validator::edition(const hcl::Attribute &attribute) {
  const auto *const name = hcl::dynCast<hcl::VariableExpr>(attribute.value);
  if (!name)
    return invalidKeyword(attribute.value->range(), attribute.name, "the bare name of an edition",
                          "Invalid language edition");
  if (name->name != "tofu2024")
    sink_.report(kind::UnknownEdition, name->range(), name->name);
}

void Validator::experiments(const hcl::Attribute &attribute) {
  const hcl::TupleExpr *const names = list(attribute);
  if (!names)
    return;
  for (const hcl::Expr *const item : names->items) {
    if (const auto *const name = hcl::dynCast<hcl::VariableExpr>(item))
      sink_.report(kind::UnknownExperiment, item->range(), name->name);
    else
      staticReference(item->range(), attribute.name, "bare names of experiments", "Invalid experiment keyword");
  }
}

// ---------------------------------------------------------------------------------------------------------------
// Versions and sources

void Validator::version(const hcl::Attribute &attribute) {
  if (const auto *const string = hcl::dynCast<hcl::StringExpr>(attribute.value))
    return versionText(attribute.value->range(), string->value);
  const std::optional<Value> value = constant(attribute);
  if (!value || value->isNull())
    return;
  const eval::Conversion text = eval::convert(evaluator().heap(), *value, evaluator().heap().types.string());
  if (!text.ok())
    return invalidVersion(attribute.value->range(), "a version constraint is a string");
  if (text.value.kind() == ValueKind::String)
    versionText(attribute.value->range(), text.value.text());
}

/// Whether names stand in it. Only what is known before anything is planned may: locals, variables and paths.
bool Validator::isEarly(const hcl::Attribute &attribute) {
  const std::vector<eval::FreeReference> references = eval::freeReferences(*attribute.value);
  for (const eval::FreeReference &reference : references) {
    constexpr std::string_view kEarly[] = {"local", "var", "path", "terraform", "tofu", "each", "count"};
    if (std::ranges::find(kEarly, reference.root) == std::end(kEarly))
      staticReference(reference.range, attribute.name, "nothing but locals, variables and paths",
                      "Dynamic value in static context");
  }
  return !references.empty();
}

/// Of a module call: locals and variables may stand in it, and functions.
void Validator::earlyVersion(const hcl::Attribute &attribute) {
  if (isEarly(attribute))
    return;
  const Value value = evaluator().evaluateEarly(*attribute.value);
  if ((eval::allMarks(value) & eval::kSensitive) != 0)
    return invalidVersion(attribute.value->range(), "a version constraint cannot be sensitive");
  if (!firstCall(*attribute.value))
    version(attribute);
}

void Validator::versionText(const SourceRange &range, std::string_view text) {
  if (!isVersionConstraint(text))
    invalidVersion(range, "this is no version constraint like \">= 1.2, < 2\"");
}

void Validator::invalidVersion(const SourceRange &range, std::string_view why) {
  sink_.report(kind::InvalidVersion, range, why);
}

void Validator::source(const hcl::Attribute &attribute, const Site &site) {
  if (isEarly(attribute))
    return; // locals and variables may stand in it; Link.cpp says that it is not known then
  const SourceRange range = attribute.value->range();
  const auto *const string = hcl::dynCast<hcl::StringExpr>(attribute.value);
  if (!string) {
    const Value value = evaluator().evaluateEarly(*attribute.value);
    if ((eval::allMarks(value) & eval::kSensitive) != 0)
      sink_.report(kind::SensitiveSource, range, attribute.name);
    else if (!eval::convert(evaluator().heap(), value, evaluator().heap().types.string()).ok())
      unsuitable(attribute, "a string");
    return;
  }
  // A version that is computed may be null, which is none.
  const hcl::Attribute *const version = site.block.body->attribute("version");
  const bool hasVersion = version && version->value->kind == hcl::ExprKind::String;
  if (version && !hasVersion)
    return;
  const std::string_view fault = faultOfSource(string->value, hasVersion);
  if (!fault.empty())
    sink_.report(kind::InvalidSource, range, fault).summary =
        hasVersion ? "Invalid registry module source address" : "Invalid module source address";
}

// ---------------------------------------------------------------------------------------------------------------
// References

void Validator::quotedReference(const SourceRange &range) {
  sink_.report(kind::QuotedReference, range);
}

void Validator::staticReference(const SourceRange &range, std::string_view argument, std::string_view wanted,
                                std::string_view summary) {
  sink_.report(kind::StaticReference, range, argument, wanted).summary = summary;
}

/// The items of a list in brackets; null when it is something else, which is said.
const hcl::TupleExpr *Validator::list(const hcl::Attribute &attribute) {
  const auto *const tuple = hcl::dynCast<hcl::TupleExpr>(&bare(*attribute.value));
  if (!tuple && attribute.value->kind != hcl::ExprKind::Error)
    sink_.report(kind::StaticList, attribute.value->range(), attribute.name);
  return tuple;
}

void Validator::references(const hcl::Attribute &attribute) {
  if (const hcl::TupleExpr *const items = list(attribute))
    for (const hcl::Expr *const item : items->items)
      reference(*item, attribute.name);
}

void Validator::reference(const hcl::Expr &expr, std::string_view argument) {
  if (expr.kind == hcl::ExprKind::String)
    quotedReference(expr.range());
  else if (expr.kind != hcl::ExprKind::Error && !traversalOf(expr))
    staticReference(expr.range(), argument, "plain references, without anything computed", "Invalid expression");
}

/// "aws" or "aws.alias"; empty where it is neither, which is said. A computed alias is left out.
std::string Validator::provider(const hcl::Expr &expr, std::string_view argument) {
  if (const auto *const string = hcl::dynCast<hcl::StringExpr>(&expr)) {
    const std::string_view text = string->value;
    const std::string_view name = text.substr(0, text.find('.'));
    const bool fits = isIdentifier(name) && (name.size() == text.size() || isIdentifier(text.substr(name.size() + 1)));
    if (!fits) {
      invalidProvider(expr.range(), argument);
      return {};
    }
    quotedReference(expr.range());
    providerName(name, expr.range());
    return std::string(text);
  }
  if (expr.kind == hcl::ExprKind::Error)
    return {};
  const std::optional<Traversal> traversal = looseTraversalOf(expr);
  // OpenTofu: a configuration with for_each takes a key after the alias.
  const auto fits = [](const std::vector<eval::Step> &steps) {
    return steps.empty() || (!steps[0].isNumber && (steps.size() == 1 || (steps.size() == 2 && steps[1].isIndex)));
  };
  if (!traversal || !fits(traversal->steps)) {
    invalidProvider(expr.range(), argument);
    return {};
  }
  providerName(traversal->root, traversal->rootRange);
  std::string out(traversal->root);
  for (const eval::Step &step : traversal->steps)
    out += "." + std::string(step.name);
  return out;
}

void Validator::invalidProvider(const SourceRange &range, std::string_view argument) {
  sink_.report(kind::InvalidProviderReference, range, argument);
}

void Validator::providerName(std::string_view name, const SourceRange &range) {
  if (!isProviderName(name))
    sink_.report(kind::InvalidProviderName, range, name);
}

void Validator::providers(const hcl::Attribute &attribute) {
  const auto *const map = hcl::dynCast<hcl::ObjectExpr>(&bare(*attribute.value));
  if (!map) {
    if (attribute.value->kind != hcl::ExprKind::Error)
      sink_.report(kind::StaticMap, attribute.value->range(), attribute.name);
    return;
  }
  std::map<std::string, SourceRange> seen;
  for (const hcl::ObjectItem &item : map->items) {
    // In JSON there are no other keys than quoted ones.
    const auto *const quoted = map->json ? hcl::dynCast<hcl::StringExpr>(item.key) : nullptr;
    const std::string name = quoted ? std::string(quoted->value) : provider(*item.key, attribute.name);
    provider(*item.value, attribute.name);
    if (name.empty())
      continue;
    const auto [at, isNew] = seen.emplace(name, item.key->range());
    if (!isNew)
      reportRepeated(sink_, item.value->range(), "'" + name + "' passed on", at->second, "Duplicate provider address");
  }
}

void Validator::alias(const hcl::Attribute &attribute) {
  if (isEarly(attribute))
    return;
  const auto *const string = hcl::dynCast<hcl::StringExpr>(attribute.value);
  if (string && !isIdentifier(string->value))
    invalidName(attribute.value->range(), string->value, "Invalid provider configuration alias");
}

void Validator::invalidKeyword(const SourceRange &range, std::string_view argument, std::string_view wanted,
                               std::string_view summary) {
  sink_.report(kind::InvalidKeyword, range, argument, wanted).summary = summary;
}

void Validator::keyword(const hcl::Attribute &attribute, std::initializer_list<std::string_view> known,
                        std::string_view wanted, std::string_view summary) {
  const hcl::Expr &expr = *attribute.value;
  const auto *const name = hcl::dynCast<hcl::VariableExpr>(&expr);
  const auto *const quoted = hcl::dynCast<hcl::StringExpr>(&expr);
  const std::string_view word = name ? name->name : quoted ? quoted->value : std::string_view();
  if (std::ranges::find(known, word) == known.end())
    invalidKeyword(expr.range(), attribute.name, wanted, summary);
  else if (quoted)
    sink_.report(kind::QuotedKeyword, expr.range());
}

void Validator::ignoreChanges(const hcl::Attribute &attribute) {
  if (const auto *const name = hcl::dynCast<hcl::VariableExpr>(attribute.value); name && name->name == "all")
    return;
  const hcl::TupleExpr *const items = list(attribute);
  if (!items)
    return;
  for (const hcl::Expr *const item : items->items) {
    const auto *const string = hcl::dynCast<hcl::StringExpr>(item);
    if (!string || string->value != "*")
      reference(*item, attribute.name);
    else
      sink_.report(kind::IgnoreWildcard, item->range()).summary =
          items->items.size() > 1 ? "Invalid ignore_changes ruleset" : "Invalid ignore_changes wildcard";
  }
}

void Validator::triggers(const hcl::Attribute &attribute) {
  if (const hcl::TupleExpr *const items = list(attribute))
    for (const hcl::Expr *const item : items->items)
      if (item->kind != hcl::ExprKind::Error)
        trigger(*item);
}

/// One resource, and nothing else but the key of the instance.
void Validator::trigger(const hcl::Expr &expr) {
  size_t resources = 0;
  const auto invalid = [this, &expr](std::string_view why, std::string_view summary) {
    sink_.report(kind::InvalidTrigger, expr.range(), why).summary = summary;
  };
  for (const eval::FreeReference &reference : eval::freeReferences(expr)) {
    const std::string_view step = reference.steps.empty() ? std::string_view() : reference.steps[0].name;
    if (reference.root == "each") {
      if (step != "key")
        return invalid("only 'each.key' can be used here", "Invalid each reference in replace_triggered_by expression");
    } else if (reference.root == "count") {
      if (step != "index")
        return invalid("only 'count.index' can be used here",
                       "Invalid count reference in replace_triggered_by expression");
    } else {
      constexpr std::string_view kOthers[] = {"var", "local", "module", "path", "terraform", "tofu", "self"};
      if (std::ranges::find(kOthers, reference.root) != std::end(kOthers))
        return invalid("only resources, 'count.index' and 'each.key' can be used here",
                       "Invalid reference in replace_triggered_by expression");
      const bool hasPrefix = reference.root == "data" || reference.root == "resource" || reference.root == "ephemeral";
      if (reference.steps.size() < (hasPrefix ? 2U : 1U))
        return invalid("a resource is named by its type and its name, with a dot between", "Invalid reference");
      ++resources;
    }
  }
  if (resources != 1)
    invalid(resources == 0 ? "there is no reference to a resource" : "there is more than one reference to a resource",
            "Invalid replace_triggered_by expression");
}

// ---------------------------------------------------------------------------------------------------------------
// Addresses

void Validator::invalidAddress(const SourceRange &range, std::string_view why, std::string_view summary) {
  sink_.report(kind::InvalidAddress, range, why).summary = summary;
}

void Validator::address(const hcl::Attribute &attribute, const Site &site) {
  const hcl::Expr &expr = *attribute.value;
  if (expr.kind == hcl::ExprKind::Error)
    return;
  const std::optional<Traversal> traversal = traversalOf(expr);
  if (!traversal)
    return staticReference(expr.range(), attribute.name, "an address without anything computed", "Invalid expression");
  std::string_view why;
  const std::optional<Address> address = addressOf(*traversal, why);
  if (!address)
    return invalidAddress(expr.range(), why, "Invalid address");
  if (site.body != Body::Removed)
    return;
  if (address->kind == Address::Kind::Data)
    invalidAddress(expr.range(), "data sources are in no state, so they cannot be removed",
                   "Data source address not allowed");
  else if (address->hasModuleKey || (address->hasKey && address->kind == Address::Kind::Module))
    invalidAddress(expr.range(), "what is removed is a whole module, not an instance of it",
                   "Module instance address with keys is not allowed");
  else if (address->hasKey)
    invalidAddress(expr.range(), "what is removed is a whole resource, not an instance of it",
                   "Resource instance address with keys is not allowed");
}

void Validator::importTarget(const hcl::Attribute &attribute) {
  const hcl::Expr &expr = *attribute.value;
  if (expr.kind == hcl::ExprKind::Error)
    return;
  const std::optional<Traversal> traversal = looseTraversalOf(expr);
  if (!traversal)
    return invalidAddress(expr.range(), "what is imported to is a resource, perhaps with a key",
                          "Invalid import address expression");
  std::string_view why;
  const std::optional<Address> address = addressOf(*traversal, why);
  if (!address)
    invalidAddress(expr.range(), why, "Invalid address");
  else if (address->kind != Address::Kind::Managed)
    invalidAddress(expr.range(), "only a managed resource can be imported to", "Invalid address");
}

} // namespace postern::tf
