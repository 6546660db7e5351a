// What only shows when all files of a module are seen together, and defaults of variables.
#include "Eval/TypeConstraint.h"
#include "Terraform/Expander.h"
#include "Terraform/Validator.h"

#include <algorithm>
#include <map>

namespace postern::tf {
namespace {

/// Settings of which a module has one; in override files, one each.
class OnlyOne {
public:
  OnlyOne(std::string_view what, std::string_view summary) : what_(what), summary_(summary) {}

  void add(const hcl::Block &block, FileRole role, const void *file, Sink &sink) {
    const hcl::Block *&first = role == FileRole::Primary ? first_ : firstOf_[file];
    if (first)
      reportRepeated(sink, block.header(), what_, first->header(), summary_);
    else
      first = &block;
  }
  [[nodiscard]] const hcl::Block *first() const { return first_; }

private:
  std::string_view what_, summary_;
  const hcl::Block *first_ = nullptr;
  std::map<const void *, const hcl::Block *> firstOf_; ///< by override file
};

class ModuleValidator {
public:
  explicit ModuleValidator(Sink &sink) : sink_(sink) {}

  void part(const ModulePart &part) {
    for (const hcl::Item &item : part.body->items) {
      if (!item.block)
        continue;
      if (item.block->type == "terraform")
        settings(*item.block, part);
      else if (item.block->type == "provider" && part.role == FileRole::Primary)
        provider(*item.block);
      else if (item.block->type == "check" && part.role == FileRole::Primary)
        named(checks_, *item.block, "check", "Duplicate check configuration");
      else if (item.block->type == "import" && part.role == FileRole::Primary)
        import(*item.block);
    }
  }

  void end() {
    if (backend_.first() && cloud_.first())
      reportRepeated(sink_, backend_.first()->header(), "place for the state: 'backend' or 'cloud'",
                     cloud_.first()->header(), "Both a backend and a cloud configuration are present");
  }

private:
  void settings(const hcl::Block &terraform, const ModulePart &part) {
    for (const hcl::Item &item : terraform.body->items) {
      if (!item.block)
        continue;
      const std::string_view type = item.block->type;
      if (type == "backend" || type == "state_store")
        backend_.add(*item.block, part.role, part.body, sink_);
      else if (type == "cloud")
        cloud_.add(*item.block, part.role, part.body, sink_);
      else if (type == "encryption")
        encryption_.add(*item.block, part.role, part.body, sink_);
      else if (type == "required_providers" && part.role == FileRole::Primary)
        requiredProviders_.add(*item.block, part.role, part.body, sink_);
      else if (type == "provider_meta" && part.role == FileRole::Primary)
        named(providerMetas_, *item.block, "'provider_meta' block for", "Duplicate provider_meta block");
    }
  }

  /// A default configuration, or one of each alias.
  void provider(const hcl::Block &block) {
    if (block.labels.size() != 1)
      return;
    std::string name(block.labels[0].text);
    if (const hcl::Attribute *const alias = block.body->attribute("alias")) {
      const std::optional<std::string_view> text = constantText(alias->value);
      if (!text)
        return; // computed: nothing to compare
      name += "." + std::string(*text);
    }
    once(providers_, name, block.header(), "configuration of provider", "Duplicate provider configuration");
  }

  void named(std::map<std::string, SourceRange> &seen, const hcl::Block &block, std::string_view what,
             std::string_view summary) {
    if (block.labels.size() == 1)
      once(seen, std::string(block.labels[0].text), block.header(), what, summary);
  }

  void import(const hcl::Block &block) {
    const hcl::Attribute *const to = block.body->attribute("to");
    const std::optional<Traversal> traversal = to ? traversalOf(*to->value) : std::nullopt;
    std::string_view why;
    const std::optional<Address> address = traversal ? addressOf(*traversal, why) : std::nullopt;
    if (address)
      once(imports_, address->text, block.header(), "import to", "Duplicate import configuration");
  }

  void once(std::map<std::string, SourceRange> &seen, const std::string &name, const SourceRange &range,
            std::string_view what, std::string_view summary) {
    const auto [at, isNew] = seen.emplace(name, range);
    if (!isNew)
      reportRepeated(sink_, range, std::string(what) + " '" + name + "'", at->second, summary);
  }

  Sink &sink_;
  OnlyOne backend_{"'backend' block in a module", "Duplicate backend configuration"};
  OnlyOne cloud_{"'cloud' block in a module", "Duplicate cloud configurations"};
  OnlyOne encryption_{"'encryption' block in a module", "Duplicate encryption configuration"};
  OnlyOne requiredProviders_{"'required_providers' block in a module", "Duplicate required providers configuration"};
  std::map<std::string, SourceRange> providers_, checks_, imports_, providerMetas_;
};

/// Attributes of objects that the type does not have, and that conversion therefore drops.
void ignoredAttributes(const hcl::Expr &value, eval::TypeRef type, Sink &sink) {
  switch (type->kind) {
  case eval::TypeKind::Object:
    if (const auto *const object = hcl::dynCast<hcl::ObjectExpr>(&value))
      for (const hcl::ObjectItem &item : object->items) {
        const auto *const string = hcl::dynCast<hcl::StringExpr>(item.key);
        const std::string_view name = item.bareKey ? hcl::as<hcl::VariableExpr>(*item.key).name
                                      : string     ? string->value
                                                   : std::string_view();
        const auto attr = std::ranges::find(type->attrs, name, &eval::AttrType::name);
        if (attr != type->attrs.end())
          ignoredAttributes(*item.value, attr->type, sink);
        else if (!name.empty())
          sink.report(kind::IgnoredAttribute, item.key->range(), name);
      }
    return;
  case eval::TypeKind::Map:
    if (const auto *const object = hcl::dynCast<hcl::ObjectExpr>(&value))
      for (const hcl::ObjectItem &item : object->items)
        ignoredAttributes(*item.value, type->element, sink);
    return;
  case eval::TypeKind::List:
  case eval::TypeKind::Set:
    if (const auto *const tuple = hcl::dynCast<hcl::TupleExpr>(&value))
      for (const hcl::Expr *const item : tuple->items)
        ignoredAttributes(*item, type->element, sink);
    return;
  case eval::TypeKind::Tuple:
    if (const auto *const tuple = hcl::dynCast<hcl::TupleExpr>(&value))
      for (size_t i = 0; i < tuple->items.size() && i < type->elements.size(); ++i)
        ignoredAttributes(*tuple->items[i], type->elements[i], sink);
    return;
  case eval::TypeKind::String:
  case eval::TypeKind::Number:
  case eval::TypeKind::Bool:
  case eval::TypeKind::Dynamic:
    return;
  }
}

/// Whether such a default fits its type by the looks of both.
bool plainlyFits(const hcl::Attribute *type, const hcl::Expr &value) {
  if (value.kind == hcl::ExprKind::Null)
    return true;
  const bool isLiteral =
      value.kind == hcl::ExprKind::String || value.kind == hcl::ExprKind::Number || value.kind == hcl::ExprKind::Bool;
  if (!type)
    return isLiteral;
  const auto *const name = hcl::dynCast<hcl::VariableExpr>(type->value);
  return isLiteral && name &&
         (name->name == "any" || name->name == "string" ||
          (name->name == "bool" && value.kind == hcl::ExprKind::Bool) ||
          (name->name == "number" && value.kind == hcl::ExprKind::Number));
}

} // namespace

void validateModule(std::span<const ModulePart> parts, const ModuleConfig &config, Sink &sink) {
  ModuleValidator validator(sink);
  bool overrides = false;
  for (const ModulePart &part : parts) {
    validator.part(part);
    overrides |= part.role == FileRole::Override;
  }
  validator.end();
  if (!overrides)
    return; // defaults were looked at file by file
  for (const VariableDecl &decl : config.variables)
    if (!decl.block->broken)
      validateDefault(*decl.block, sink);
}

void validateDefault(const hcl::Block &block, Sink &sink) {
  const hcl::Attribute *const type = block.body->attribute("type");
  const hcl::Attribute *const written = block.body->attribute("default");
  const hcl::Attribute *const nullable = block.body->attribute("nullable");
  const auto *const isNullable = nullable ? hcl::dynCast<hcl::BoolExpr>(nullable->value) : nullptr;
  if (written && written->value->kind == hcl::ExprKind::Null && isNullable && !isNullable->value)
    sink.report(kind::NullDefault, written->value->range());
  const auto *const typeName = type ? hcl::dynCast<hcl::VariableExpr>(type->value) : nullptr;
  if (type && type->value->kind == hcl::ExprKind::Error)
    return;
  const bool isPlainType = !type || (typeName && (typeName->name == "string" || typeName->name == "number" ||
                                                  typeName->name == "bool" || typeName->name == "any"));
  if (isPlainType && (!written || plainlyFits(type, *written->value)))
    return;

  ConstantEvaluator constants(sink);
  eval::TypeConstraint constraint{.type = constants.heap().types.dynamic(), .defaults = nullptr};
  if (type)
    constraint = eval::readTypeConstraint(constants.heap(), *type->value, true, sink);
  if (!written)
    return;
  const size_t before = sink.all().size();
  const eval::Value value = constants.evaluate(*written->value);
  if (sink.all().size() != before)
    return;
  const eval::Conversion converted = eval::applyConstraint(constants.heap(), constraint, value);
  if (!converted.ok())
    sink.report(kind::InvalidDefault, written->value->range(), block.labels[0].text,
                converted.path.empty() ? "" : converted.path + ": ", converted.error);
  else
    ignoredAttributes(*written->value, constraint.type, sink);
}

} // namespace postern::tf
