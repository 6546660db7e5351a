#include "Eval/Convert.h"
#include "Eval/ExpressionVisitor.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace postern::eval {

std::nullopt_t ExpressionVisitor::notIterable(TypeRef type, SourceRange range) {
  sink().report(kind::NotIterable, range, friendlyName(type));
  return std::nullopt;
}

std::optional<Elements> ExpressionVisitor::unknownElements(const Value &collection, SourceRange range) {
  const TypeRef type = collection.type();
  TypeTable &types = heap_.types;
  Elements out;
  switch (type->kind) {
  case TypeKind::Bool:
  case TypeKind::Number:
  case TypeKind::String:
    return notIterable(type, range);
  case TypeKind::Tuple:
    for (size_t i = 0; i < type->elements.size(); ++i)
      out.items.push_back({heap_.number(static_cast<int64_t>(i)),
                           unknownElement(heap_, collection, type->elements[i], fmt::format("[{}]", i))});
    return out;
  case TypeKind::Object:
    for (const AttrType &attr : type->attrs)
      out.items.push_back(
          {heap_.string(attr.name), unknownElement(heap_, collection, attr.type, "." + std::string(attr.name))});
    return out;
  case TypeKind::Dynamic:
  case TypeKind::List:
  case TypeKind::Set:
  case TypeKind::Map:
    break;
  }
  out.open = true;
  out.rest.value = unknownElement(heap_, collection, type->element ? type->element : types.dynamic(), "[*]");
  if (type->kind == TypeKind::Set) {
    out.rest.key = out.rest.value;
    return out;
  }
  const TypeRef key = type->kind == TypeKind::List  ? types.number()
                      : type->kind == TypeKind::Map ? types.string()
                                                    : types.dynamic();
  const SymbolId symbol = heap_.partOf(asUnknown(collection).symbol, "[*].key");
  out.rest.key = heap_.notNull(heap_.unknown(key, symbol, collection.origin));
  return out;
}

std::optional<Elements> ExpressionVisitor::elementsOf(const Value &collection, SourceRange range) {
  Elements out;
  switch (collection.kind()) {
  case ValueKind::Null:
    sink().report(kind::IterationOverNull, range);
    return std::nullopt;
  case ValueKind::Unknown:
    return unknownElements(collection, range);
  case ValueKind::Sequence: {
    const SequenceNode &node = asSequence(collection);
    const bool isSet = node.type->kind == TypeKind::Set;
    out.items.reserve(node.items.size());
    for (size_t i = 0; i < node.items.size(); ++i) {
      const Value item = heap_.extracted(node.items[i], collection, i);
      out.items.push_back({isSet ? item : heap_.number(static_cast<int64_t>(i)), item});
    }
    out.open = node.open;
    out.unordered = isUnordered(node);
    // Where the others stand is not known, so neither is the place of these.
    const Value place = isSet || !node.isLoose() ? Value() : heap_.notNull(heap_.unknown(heap_.types.number(), {}));
    if (place.valid())
      for (Elements::Item &item : out.items)
        item.key = place;
    if (node.open) {
      const TypeRef element = node.type->element ? node.type->element : heap_.types.dynamic();
      out.rest.value = node.rest.valid() ? heap_.extracted(node.rest, collection, "*")
                                         : heap_.unknown(element, {}, collection.origin);
      out.rest.key = isSet ? out.rest.value : place;
    }
    return out;
  }
  case ValueKind::Mapping: {
    const MappingNode &node = asMapping(collection);
    out.items.reserve(node.entries.size());
    for (const Entry &entry : node.entries)
      out.items.push_back({heap_.string(entry.key), heap_.extracted(entry.value, collection, entry.key)});
    out.open = node.open;
    if (node.open) {
      const TypeRef element = node.type->element ? node.type->element : heap_.types.dynamic();
      out.rest.value = node.rest.valid() ? heap_.extracted(node.rest, collection, "*")
                                         : heap_.unknown(element, {}, collection.origin);
      out.rest.key = heap_.notNull(heap_.unknown(heap_.types.string(), {}));
    }
    return out;
  }
  case ValueKind::Bool:
  case ValueKind::Number:
  case ValueKind::String:
  case ValueKind::Partial:
    return notIterable(collection.type(), range);
  case ValueKind::Choice:
    break;
  }
  POSTERN_UNREACHABLE();
}

Value ExpressionVisitor::inFrame(const hcl::ForExpr &expr, const Elements::Item &item,
                                 const std::function<Value()> &body) {
  const Frame frame{expr.keyVar, expr.valueVar, item.key, item.value, frame_};
  frame_ = &frame;
  const Value value = body();
  frame_ = frame.outer;
  return value;
}

/// Whether the item of the current frame is taken. A condition that fails decides nothing.
Truth ExpressionVisitor::included(const hcl::ForExpr &expr, MarkSet &marks) {
  if (!expr.condition)
    return Truth::Yes;
  const Value condition = visit(*expr.condition);
  marks |= allMarks(condition);
  const auto report = [&](std::string_view why) {
    sink().report(kind::ForCondition, expr.condition->range(), why);
    return Truth::Unknown;
  };
  if (condition.isNull())
    return report("it is null");
  const Conversion converted = convert(heap_, condition, heap_.types.boolean());
  if (!converted.ok())
    return report(converted.error);
  return converted.value.kind() == ValueKind::Bool ? truthOf(converted.value.boolean()) : Truth::Unknown;
}

Value ExpressionVisitor::visitFor(const hcl::ForExpr &expr) {
  const Value collection = visit(*expr.collection);
  const auto loop = [&](const Value &source) -> Value {
    const std::optional<Elements> elements = elementsOf(source, expr.collection->range());
    if (!elements)
      return evaluator_.failed(expr.range());
    if (elements->items.size() > evaluator_.limits().elements)
      return evaluator_.overLimit("elements in a collection", evaluator_.limits().elements, expr.range());
    return (expr.object ? forObject(expr, *elements) : forTuple(expr, *elements)).withMarks(source.marks);
  };
  if (!collection.isChoice())
    return loop(collection);
  return overChoices(evaluator_, {&collection, 1}, [&](std::span<const Value> one) { return loop(one[0]); });
}

Value ExpressionVisitor::forTuple(const hcl::ForExpr &expr, const Elements &elements) {
  std::vector<Value> items;
  std::vector<Value> possible;
  MarkSet marks = 0;
  items.reserve(elements.items.size());
  const auto add = [&](const Elements::Item &item, bool exists) {
    inFrame(expr, item, [&] {
      const Truth taken = included(expr, marks);
      if (may(taken))
        (exists && must(taken) ? items : possible).push_back(visit(*expr.value));
      return Value();
    });
  };
  for (const Elements::Item &item : elements.items)
    add(item, true);
  if (elements.open)
    add(elements.rest, false);
  const Value made = heap_.tuple(items, literal(expr)).withMarks(marks);
  const Value out = elements.unordered ? heap_.unordered(made) : made;
  return possible.empty() ? out : heap_.opened(out, heap_.choice(possible, {}, possible.front().origin));
}

Value ExpressionVisitor::forObject(const hcl::ForExpr &expr, const Elements &elements) {
  std::map<std::string_view, std::vector<Value>> groups;
  std::vector<Entry> entries;
  std::vector<Value> possible;
  MarkSet marks = 0;
  bool open = false;
  const auto reportKey = [&](std::string_view why) { sink().report(kind::ForKey, expr.key->range(), why); };
  /// The key, a string; nothing when it is not known or no key, then a diagnostic was given.
  const auto keyOf = [&]() -> std::optional<Value> {
    const Value key = visit(*expr.key);
    marks |= allMarks(key);
    if (key.isNull()) {
      reportKey("it is null");
      return std::nullopt;
    }
    const Conversion converted = convert(heap_, key, heap_.types.string());
    if (!converted.ok())
      reportKey(converted.error);
    if (!converted.ok() || converted.value.kind() != ValueKind::String)
      return std::nullopt;
    return converted.value;
  };
  const auto add = [&](const Elements::Item &item, bool exists) {
    inFrame(expr, item, [&] {
      const Truth taken = included(expr, marks);
      if (!may(taken))
        return Value();
      const std::optional<Value> key = keyOf();
      const Value value = visit(*expr.value);
      if (!key || !must(taken) || !exists) {
        open = true;
        possible.push_back(value);
      } else if (expr.group) {
        groups[key->text()].push_back(value);
      } else if (!groups.try_emplace(key->text()).second) {
        sink().report(kind::DuplicateForKey, expr.key->range(), key->text());
      } else {
        entries.push_back({key->text(), value, key->origin});
      }
      return Value();
    });
  };
  for (const Elements::Item &item : elements.items)
    add(item, true);
  if (elements.open)
    add(elements.rest, false);
  Value rest = possible.empty() ? Value() : heap_.choice(possible, {}, possible.front().origin);
  if (expr.group) {
    for (const auto &[key, values] : groups) {
      const Value group = heap_.tuple(values, literal(expr));
      // What has no known key may belong to any group.
      entries.push_back({key, open ? heap_.opened(group, rest) : group});
    }
    if (rest.valid())
      rest = heap_.opened(heap_.tuple({}, literal(expr)), rest);
  }
  const Value out = heap_.object(std::move(entries), literal(expr)).withMarks(marks);
  return open ? heap_.opened(out, rest) : out;
}

} // namespace postern::eval
