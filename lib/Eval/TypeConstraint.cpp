#include "Eval/TypeConstraint.h"

#include "Eval/Evaluator.h"

#include <fmt/format.h>

#include <algorithm>

namespace postern::eval {
namespace {

void reportType(Sink &sink, SourceRange range, std::string_view why) {
  sink.report(kind::InvalidType, range, why);
}

/// Where nothing has a name: the default of an optional attribute is constant.
class ConstantScope : public Scope {
public:
  Resolved resolve(const Reference &reference, Evaluator &evaluator) override {
    evaluator.sink().report(kind::ConstantOnly, reference.range, reference.root);
    return {};
  }
  [[nodiscard]] bool allowsCalls() const override { return false; }
};

/// Unwraps what may stand around a type: parentheses, and the quotes of 0.11 around an interpolation.
const hcl::Expr &bare(const hcl::Expr &expr) {
  const hcl::Expr *at = &expr;
  while (const auto *paren = hcl::dynCast<hcl::ParenExpr>(at))
    at = paren->inner;
  return *at;
}

class ConstraintReader {
public:
  ConstraintReader(Heap &heap, bool allowAny, Sink &sink)
      : heap_(heap), types_(heap.types), any_(allowAny), sink_(sink) {}

  TypeConstraint top(const hcl::Expr &expr) {
    if (const auto *name = hcl::dynCast<hcl::VariableExpr>(&expr); name && any_)
      if (const TypeRef type = oldCollection(name->name))
        return {type, nullptr};
    const auto *quoted = hcl::dynCast<hcl::StringExpr>(&expr);
    const TypeRef type = quoted && any_ ? oldName(quoted->value) : nullptr;
    if (!type)
      return read(expr);
    sink_.report(kind::QuotedType, expr.range(), constraintText(type));
    return {type, nullptr};
  }

private:
  /// Deeper than any type is written, and well within the stack.
  static constexpr unsigned kDeepest = 200;

  TypeConstraint fail(const hcl::Expr &expr, std::string_view why) {
    // What could not be read was said to be wrong already.
    if (expr.kind != hcl::ExprKind::Error)
      reportType(sink_, expr.range(), why);
    return {types_.dynamic(), nullptr};
  }

  TypeRef oldCollection(std::string_view name) {
    if (name == "list")
      return types_.list(types_.dynamic());
    return name == "map" ? types_.map(types_.dynamic()) : nullptr;
  }
  TypeRef oldName(std::string_view name) { return name == "string" ? types_.string() : oldCollection(name); }

  TypeConstraint read(const hcl::Expr &expr) {
    if (depth_ >= kDeepest)
      return fail(expr, "types are nested too deeply");
    ++depth_;
    const TypeConstraint result = readWithin(bare(expr));
    --depth_;
    return result;
  }

  TypeConstraint readWithin(const hcl::Expr &expr) {
    if (const auto *name = hcl::dynCast<hcl::VariableExpr>(&expr))
      return readKeyword(*name);
    if (const auto *call = hcl::dynCast<hcl::CallExpr>(&expr))
      return readCall(*call);
    return fail(expr, "a type is string, number, bool or any, or one made of these like list(string)");
  }

  TypeConstraint readKeyword(const hcl::VariableExpr &expr) {
    const std::string_view name = expr.name;
    if (name == "bool")
      return {types_.boolean(), nullptr};
    if (name == "number")
      return {types_.number(), nullptr};
    if (name == "string")
      return {types_.string(), nullptr};
    if (name == "any")
      return any_ ? TypeConstraint{types_.dynamic(), nullptr}
                  : fail(expr, "the type 'any' cannot stand where an exact type is needed");
    if (name == "list" || name == "set" || name == "map")
      return fail(expr, fmt::format("'{}' needs the type of its elements: {}(string)", name, name));
    if (name == "object")
      return fail(expr, "'object' needs its attributes: object({ name = string })");
    if (name == "tuple")
      return fail(expr, "'tuple' needs the types of its elements: tuple([string, bool])");
    return fail(expr, fmt::format("'{}' is no type", name));
  }

  TypeConstraint readCall(const hcl::CallExpr &expr) {
    const std::string_view name = expr.name;
    if (name == "bool" || name == "number" || name == "string" || name == "any")
      return fail(expr, fmt::format("the type '{}' takes no arguments", name));
    if (name == "optional")
      return fail(expr, "'optional' can only stand around the type of an attribute of object({ … })");
    const bool collection = name == "list" || name == "set" || name == "map";
    if (!collection && name != "object" && name != "tuple")
      return fail(expr, fmt::format("'{}' is no type", name));
    if (expr.args.size() != 1 || expr.expandLast)
      return fail(expr, fmt::format("'{}' takes one argument", name));
    if (name == "object")
      return readObject(*expr.args[0]);
    if (name == "tuple")
      return readTuple(*expr.args[0]);
    const TypeConstraint element = read(*expr.args[0]);
    const TypeRef type = name == "list"  ? types_.list(element.type)
                         : name == "set" ? types_.set(element.type)
                                         : types_.map(element.type);
    std::vector<DefaultsChild> children;
    if (element.defaults)
      children.push_back({"", element.defaults});
    return {type, makeDefaults(type, {}, children)};
  }

  TypeConstraint readTuple(const hcl::Expr &arg) {
    const auto *tuple = hcl::dynCast<hcl::TupleExpr>(&arg);
    if (!tuple)
      return fail(arg, "'tuple' takes a list of types in brackets");
    std::vector<TypeRef> elements;
    std::vector<DefaultsChild> children;
    for (const hcl::Expr *item : tuple->items) {
      const TypeConstraint element = read(*item);
      if (element.defaults)
        children.push_back({heap_.intern(std::to_string(elements.size())), element.defaults});
      elements.push_back(element.type);
    }
    const TypeRef type = types_.tuple(elements);
    return {type, makeDefaults(type, {}, children)};
  }

  TypeConstraint readObject(const hcl::Expr &arg) {
    const auto *object = hcl::dynCast<hcl::ObjectExpr>(&arg);
    if (!object)
      return fail(arg, "'object' takes attribute names and their types in braces");
    std::vector<AttrType> attrs;
    std::vector<Entry> values;
    std::vector<DefaultsChild> children;
    for (const hcl::ObjectItem &item : object->items) {
      if (!item.bareKey) {
        reportType(sink_, item.key->range(), "an attribute of an object type is a bare name");
        continue;
      }
      const std::string_view name = hcl::as<hcl::VariableExpr>(*item.key).name;
      if (std::ranges::find(attrs, name, &AttrType::name) != attrs.end()) {
        reportType(sink_, item.key->range(), fmt::format("the attribute '{}' stands twice in one object type", name));
        continue;
      }
      const auto *call = hcl::dynCast<hcl::CallExpr>(&bare(*item.value));
      const bool optional = call && call->name == "optional" && !call->expandLast;
      const TypeConstraint attr = optional ? readOptional(*call, name, values) : read(*item.value);
      if (attr.defaults)
        children.push_back({name, attr.defaults});
      attrs.push_back({name, attr.type, optional});
    }
    const TypeRef type = types_.object(std::move(attrs));
    return {type, makeDefaults(type, values, children)};
  }

  TypeConstraint readOptional(const hcl::CallExpr &call, std::string_view name, std::vector<Entry> &values) {
    if (!any_)
      return fail(call, "'optional' cannot stand where an exact type is needed");
    if (call.args.empty())
      return fail(call, "'optional' needs the attribute's type");
    if (call.args.size() > 2)
      return fail(call, "'optional' takes the attribute's type and one default");
    const TypeConstraint attr = read(*call.args[0]);
    if (call.args.size() == 1)
      return attr;
    const World nowhere;
    ConstantScope scope;
    Evaluator evaluator(heap_, nowhere, sink_);
    const Value value = evaluator.evaluate(*call.args[1], scope);
    Conversion converted = convert(heap_, value, attr.type);
    if (!converted.ok()) {
      const std::string place = converted.path.empty() ? "" : converted.path + ": ";
      sink_.report(kind::OptionalDefault, call.args[1]->range(), place, converted.error);
      return attr;
    }
    values.push_back({name, converted.value});
    return attr;
  }

  const Defaults *makeDefaults(TypeRef type, const std::vector<Entry> &values,
                               const std::vector<DefaultsChild> &children) {
    if (values.empty() && children.empty())
      return nullptr;
    std::vector<Entry> kept = values;
    for (Entry &entry : kept)
      entry.key = heap_.intern(entry.key);
    std::vector<DefaultsChild> named = children;
    for (DefaultsChild &child : named)
      child.name = heap_.intern(child.name);
    return heap_.arena().make<Defaults>(type, std::span<const Entry>(heap_.arena().copy(kept)),
                                        std::span<const DefaultsChild>(heap_.arena().copy(named)));
  }

  Heap &heap_;
  TypeTable &types_;
  const bool any_;
  Sink &sink_;
  unsigned depth_ = 0;
};

const Defaults *childOf(const Defaults &defaults, std::string_view name) {
  for (const DefaultsChild &child : defaults.children)
    if (child.name == name)
      return child.defaults;
  return nullptr;
}

Value applyDefaults(Heap &heap, const Defaults *defaults, const Value &value);

Value applyToSequence(Heap &heap, const Defaults &defaults, const Value &value) {
  const SequenceNode &node = asSequence(value);
  std::vector<Value> items;
  items.reserve(node.items.size());
  for (size_t i = 0; i < node.items.size(); ++i) {
    const Defaults *const child =
        defaults.type->kind == TypeKind::Tuple ? childOf(defaults, std::to_string(i)) : childOf(defaults, "");
    items.push_back(applyDefaults(heap, child, node.items[i]));
  }
  // Elements may differ in type now, and those of a set be equal: conversion to the constraint settles both.
  const Value out = heap.tuple(items, value.origin, node.open).withMarks(value.marks);
  return node.rest.valid() ? heap.opened(out, applyDefaults(heap, childOf(defaults, ""), node.rest)) : out;
}

Value applyToMapping(Heap &heap, const Defaults &defaults, const Value &value) {
  const MappingNode &node = asMapping(value);
  const bool object = defaults.type->kind == TypeKind::Object;
  std::vector<Entry> entries(node.entries.begin(), node.entries.end());
  if (object) {
    for (const Entry &missing : defaults.values) {
      const auto there = std::ranges::find(entries, missing.key, &Entry::key);
      if (there == entries.end() && !node.open)
        entries.push_back(missing);
      else if (there != entries.end() && there->value.isNull())
        there->value = missing.value;
    }
  }
  for (Entry &entry : entries)
    entry.value = applyDefaults(heap, childOf(defaults, object ? entry.key : ""), entry.value);
  const Value rest = node.rest.valid() && !object ? applyDefaults(heap, childOf(defaults, ""), node.rest) : node.rest;
  const Value out = heap.object(std::move(entries), value.origin, node.open).withMarks(value.marks);
  return rest.valid() ? heap.opened(out, rest) : out;
}

Value applyDefaults(Heap &heap, const Defaults *defaults, const Value &value) {
  if (!defaults)
    return value;
  switch (value.kind()) {
  case ValueKind::Null:
  case ValueKind::Bool:
  case ValueKind::Number:
  case ValueKind::String:
  case ValueKind::Partial:
  case ValueKind::Unknown:
    return value;
  case ValueKind::Sequence:
    return defaults->type->isSequence() ? applyToSequence(heap, *defaults, value) : value;
  case ValueKind::Mapping:
    return defaults->type->isMapping() ? applyToMapping(heap, *defaults, value) : value;
  case ValueKind::Choice: {
    const ChoiceNode &node = asChoice(value);
    std::vector<Value> alternatives(node.alternatives.begin(), node.alternatives.end());
    for (Value &alternative : alternatives)
      alternative = applyDefaults(heap, defaults, alternative);
    return heap.choice(alternatives, node.condition, value.origin).withMarks(value.marks);
  }
  }
  POSTERN_UNREACHABLE();
}

} // namespace

TypeConstraint readTypeConstraint(Heap &heap, const hcl::Expr &expr, bool allowAny, Sink &sink) {
  return ConstraintReader(heap, allowAny, sink).top(expr);
}

Conversion applyConstraint(Heap &heap, const TypeConstraint &constraint, const Value &value) {
  return convert(heap, applyDefaults(heap, constraint.defaults, value), constraint.type);
}

} // namespace postern::eval
