#include "Eval/Convert.h"
#include "Eval/ExpressionVisitor.h"

#include <fmt/format.h>

#include <algorithm>

namespace postern::eval {
namespace {

/// More static steps than any reference needs are applied one by one.
constexpr size_t kMostSteps = 12;

void reportAttribute(Sink &sink, SourceRange range, const std::string &why) {
  sink.report(kind::UnsupportedAttribute, range, why);
}

void reportIndex(Sink &sink, SourceRange range, const std::string &why) {
  sink.report(kind::InvalidIndex, range, why);
}

std::string withArticle(TypeRef type) {
  const std::string name = friendlyName(type);
  return (name[0] == 'o' ? "an " : "a ") + name;
}

/// `key` as a static step, if it is one: a number or a string without interpolation.
bool staticKey(Heap &heap, const hcl::Expr &key, Step &step) {
  if (const auto *string = hcl::dynCast<hcl::StringExpr>(&key)) {
    step.name = string->value;
    return true;
  }
  const auto *number = hcl::dynCast<hcl::NumberExpr>(&key);
  if (!number)
    return false;
  const std::optional<Number> value = parseNumber(number->text, heap.arena());
  if (!value)
    return false;
  step.isNumber = isWhole(*value);
  const std::string text = toText(*value);
  step.name = text == number->text ? number->text : heap.intern(text);
  return true;
}

std::string referenceName(std::string_view root, std::span<const Step> steps) {
  std::string name(root);
  for (const Step &step : steps) {
    name += !step.isIndex ? "." : step.isNumber ? "[" : "[\"";
    name += step.name;
    name += !step.isIndex ? "" : step.isNumber ? "]" : "\"]";
  }
  return name;
}

/// What stands at an unknown place of a collection that is known: one of its elements.
Value anyOf(Heap &heap, std::vector<Value> items, bool open, const Value &rest, TypeRef element, OriginId origin) {
  if (open)
    items.push_back(rest.valid() ? rest : heap.unknown(element, {}, origin));
  if (items.empty())
    return heap.unknown(element, {}, origin);
  return heap.choice(items, {}, items.front().origin);
}

Value attrOfUnknown(Evaluator &evaluator, const Value &value, std::string_view name, SourceRange range) {
  Heap &heap = evaluator.heap();
  const TypeRef type = value.type();
  const std::string step = "." + std::string(name);
  if (type->kind == TypeKind::Dynamic)
    return unknownElement(heap, value, type, step);
  if (type->kind == TypeKind::Map)
    return unknownElement(heap, value, type->element, step);
  if (type->kind == TypeKind::Object)
    if (const AttrType *const attr = type->attr(name))
      return unknownElement(heap, value, attr->type, step);
  reportAttribute(evaluator.sink(), range, fmt::format("{} has no attribute '{}'", withArticle(type), name));
  return evaluator.failed(range);
}

Value attrOfMapping(Evaluator &evaluator, const Value &value, std::string_view name, SourceRange range) {
  Heap &heap = evaluator.heap();
  const MappingNode &node = asMapping(value);
  if (const Value *const found = find(node, name))
    return heap.extracted(*found, value, name);
  if (node.open)
    return node.rest.valid()
               ? heap.extracted(node.rest, value, name)
               : heap.unknown(node.type->element ? node.type->element : heap.types.dynamic(), {}, value.origin);
  reportAttribute(evaluator.sink(), range,
                  node.type->kind == TypeKind::Object ? fmt::format("this object has no attribute named '{}'", name)
                                                      : fmt::format("this map has no element with the key '{}'", name));
  return evaluator.failed(range);
}

/// The place a key means in a sequence; nothing when it cannot mean one, then a diagnostic was given.
std::optional<uint64_t> placeOf(Evaluator &evaluator, const Value &key, SourceRange range) {
  const std::optional<int64_t> place = toInt64(key.number());
  if (place && *place >= 0)
    return static_cast<uint64_t>(*place);
  reportIndex(evaluator.sink(), range,
              signOf(key.number()) < 0
                  ? "a negative number does not count from the end: the first element has the index 0"
                  : "the index must be a whole number");
  return std::nullopt;
}

Value indexSequence(Evaluator &evaluator, const Value &value, const Value &key, SourceRange range) {
  Heap &heap = evaluator.heap();
  const SequenceNode &node = asSequence(value);
  const TypeRef element = node.type->element ? node.type->element : heap.types.dynamic();
  if (!key.isUnknown()) {
    const std::optional<uint64_t> place = placeOf(evaluator, key, range);
    if (!place)
      return evaluator.failed(range);
    if (!node.isLoose() && *place < node.items.size())
      return heap.extracted(node.items[*place], value, static_cast<size_t>(*place));
    if (!node.open && *place >= node.items.size()) {
      reportIndex(evaluator.sink(), range,
                  fmt::format("the index {} is out of range: there are {} elements", *place, node.items.size()));
      return evaluator.failed(range);
    }
  }
  std::vector<Value> items;
  for (size_t i = 0; i < node.items.size() && i <= Heap::kMaxAlternatives; ++i)
    items.push_back(heap.extracted(node.items[i], value, i));
  return anyOf(heap, std::move(items), node.open, node.rest, element, value.origin);
}

Value indexMapping(Evaluator &evaluator, const Value &value, const Value &key, SourceRange range) {
  Heap &heap = evaluator.heap();
  const MappingNode &node = asMapping(value);
  if (key.kind() == ValueKind::String) {
    if (find(node, key.text()) || node.open)
      return attrOfMapping(evaluator, value, key.text(), range);
    reportIndex(evaluator.sink(), range, fmt::format("there is no element with the key \"{}\"", key.text()));
    return evaluator.failed(range);
  }
  std::vector<Value> items;
  for (const Entry &entry : node.entries) {
    // A partial key says which ones it may be.
    if (items.size() > Heap::kMaxAlternatives)
      break;
    if (may(equals(key, heap.string(entry.key))))
      items.push_back(heap.extracted(entry.value, value, entry.key));
  }
  const TypeRef element = node.type->element ? node.type->element : heap.types.dynamic();
  return anyOf(heap, std::move(items), node.open, node.rest, element, value.origin);
}

Value indexUnknown(Evaluator &evaluator, const Value &value, const Value &key, SourceRange range) {
  Heap &heap = evaluator.heap();
  const TypeRef type = value.type();
  const std::string name = nameOf(heap, key);
  const std::string step = key.kind() == ValueKind::String && type->kind == TypeKind::Object
                               ? "." + std::string(key.text())
                               : "[" + name + "]";
  const auto element = [&](TypeRef elementType) {
    if (name.empty())
      return heap.unknown(elementType, {}, value.origin, asUnknown(value).hole);
    return unknownElement(heap, value, elementType, step);
  };
  if (type->isCollection())
    return element(type->element);
  if (type->kind == TypeKind::Object) {
    if (key.kind() != ValueKind::String)
      return element(heap.types.dynamic());
    if (const AttrType *const attr = type->attr(key.text()))
      return element(attr->type);
    reportIndex(evaluator.sink(), range, fmt::format("there is no element with the key \"{}\"", key.text()));
    return evaluator.failed(range);
  }
  if (type->kind == TypeKind::Tuple && key.kind() == ValueKind::Number) {
    const std::optional<uint64_t> place = placeOf(evaluator, key, range);
    if (place && *place < type->elements.size())
      return element(type->elements[*place]);
    if (place)
      reportIndex(evaluator.sink(), range,
                  fmt::format("the index {} is out of range: there are {} elements", *place, type->elements.size()));
    return evaluator.failed(range);
  }
  return element(heap.types.dynamic());
}

} // namespace

Value Evaluator::getAttr(const Value &value, std::string_view name, SourceRange range) {
  if (value.isChoice())
    return overChoices(*this, {&value, 1}, [&](std::span<const Value> one) { return getAttr(one[0], name, range); });
  switch (value.kind()) {
  case ValueKind::Null:
    sink_->report(kind::AttributeOfNull, range, name);
    return failed(range);
  case ValueKind::Mapping:
    return attrOfMapping(*this, value, name, range).withMarks(value.marks);
  case ValueKind::Unknown:
    return attrOfUnknown(*this, value, name, range).withMarks(value.marks);
  case ValueKind::Bool:
  case ValueKind::Number:
  case ValueKind::String:
  case ValueKind::Partial:
  case ValueKind::Sequence:
  case ValueKind::Choice:
    break;
  }
  reportAttribute(*sink_, range, fmt::format("{} has no attribute '{}'", withArticle(value.type()), name));
  return failed(range);
}

Value Evaluator::index(const Value &value, const Value &key, SourceRange range) {
  if (value.isChoice() || key.isChoice()) {
    const std::array operands{value, key};
    return overChoices(*this, operands, [&](std::span<const Value> one) { return index(one[0], one[1], range); });
  }
  const MarkSet marks = value.marks | key.marks;
  if (value.isNull()) {
    sink_->report(kind::IndexOfNull, range);
    return failed(range);
  }
  const TypeRef type = value.type();
  if (type->isPrimitive() || type->kind == TypeKind::Set) {
    reportIndex(*sink_, range, fmt::format("{} has no elements that an index could name", withArticle(type)));
    return failed(range);
  }
  if (key.isNull()) {
    reportIndex(*sink_, range, "a null cannot be an index");
    return failed(range);
  }
  if (type->kind == TypeKind::Dynamic)
    return indexUnknown(*this, value, key, range).withMarks(marks);
  const Conversion converted = convert(heap_, key, type->isMapping() ? heap_.types.string() : heap_.types.number());
  if (!converted.ok()) {
    reportIndex(*sink_, range, converted.error);
    return failed(range);
  }
  if (value.isUnknown())
    return indexUnknown(*this, value, converted.value, range).withMarks(marks);
  return (type->isMapping() ? indexMapping(*this, value, converted.value, range)
                            : indexSequence(*this, value, converted.value, range))
      .withMarks(marks);
}

const Value *ExpressionVisitor::loopVariable(std::string_view name) const {
  for (const Frame *frame = frame_; frame; frame = frame->outer) {
    if (frame->valueName == name)
      return &frame->value;
    if (frame->keyName == name)
      return &frame->key;
  }
  return nullptr;
}

Value ExpressionVisitor::resolve(const hcl::VariableExpr &root, std::span<const hcl::Expr *const> chain,
                                 size_t &consumed) {
  std::array<Step, kMostSteps> steps;
  size_t count = 0;
  uint32_t end = root.end;
  for (const hcl::Expr *expr : chain) {
    Step &step = steps[count];
    step = {};
    if (const auto *attr = hcl::dynCast<hcl::GetAttrExpr>(expr)) {
      step.name = attr->name;
    } else {
      step.isIndex = true;
      if (!staticKey(heap_, *hcl::as<hcl::IndexExpr>(*expr).key, step))
        break;
    }
    step.range = {expr->range().file, end, expr->end};
    end = expr->end;
    if (++count == kMostSteps)
      break;
  }
  const SourceRange whole{root.range().file, root.begin, end};
  const Reference reference{root.name, root.range(), {steps.data(), count}, whole};
  const Resolved resolved = scope_.resolve(reference, evaluator_);
  consumed = std::min(resolved.consumed, count);
  if (!resolved.value.valid()) {
    consumed = chain.size();
    return evaluator_.failed(whole);
  }
  SourceRange range = root.range();
  if (consumed > 0)
    range.end = steps[consumed - 1].range.end;
  const std::string name = referenceName(root.name, reference.steps.subspan(0, consumed));
  return resolved.value.withOrigin(
      heap_.origin(Origin{OriginKind::Reference, range, resolved.value.origin, {}, name, {}, {}}));
}

Value ExpressionVisitor::step(const Value &value, const hcl::Expr &expr) {
  if (const auto *attr = hcl::dynCast<hcl::GetAttrExpr>(&expr))
    return evaluator_.getAttr(value, attr->name, expr.range());
  const auto &index = hcl::as<hcl::IndexExpr>(expr);
  const Value key = visit(*index.key);
  return evaluator_.index(value, key, expr.range());
}

Value ExpressionVisitor::visitTraversal(const hcl::Expr &expr) {
  // Long chains are rare; the short ones need no heap.
  std::array<const hcl::Expr *, 16> few;
  std::vector<const hcl::Expr *> many;
  size_t count = 0;
  const hcl::Expr *root = &expr;
  for (;;) {
    const hcl::Expr *inner = nullptr;
    if (const auto *attr = hcl::dynCast<hcl::GetAttrExpr>(root))
      inner = attr->object;
    else if (const auto *index = hcl::dynCast<hcl::IndexExpr>(root))
      inner = index->collection;
    if (!inner)
      break;
    if (count < few.size())
      few[count] = root;
    else
      many.push_back(root);
    ++count;
    root = inner;
  }
  std::span<const hcl::Expr *> chain(few.data(), std::min(count, few.size()));
  if (!many.empty()) {
    many.insert(many.begin(), few.begin(), few.end());
    chain = many;
  }
  std::ranges::reverse(chain);
  size_t at = 0;
  Value value;
  if (const auto *variable = hcl::dynCast<hcl::VariableExpr>(root)) {
    const Value *const local = loopVariable(variable->name);
    value = local ? *local : resolve(*variable, chain, at);
  } else {
    value = visit(*root);
  }
  for (; at < chain.size(); ++at)
    value = step(value, *chain[at]);
  return value;
}

Value ExpressionVisitor::splatItem(const hcl::SplatExpr &expr, const Value &item) {
  const Value outer = std::exchange(splatItem_, item);
  const Value value = visit(*expr.each);
  splatItem_ = outer;
  return value;
}

Value ExpressionVisitor::visitSplat(const hcl::SplatExpr &expr) {
  const Value source = visit(*expr.source);
  if (!source.isChoice())
    return splat(expr, source);
  return overChoices(evaluator_, {&source, 1}, [&](std::span<const Value> one) { return splat(expr, one[0]); });
}

Value ExpressionVisitor::splat(const hcl::SplatExpr &expr, const Value &source) {
  const OriginId origin = source.origin.valid() ? source.origin : literal(expr);
  if (source.isNull()) {
    if (!source.type()->isSequence())
      return heap_.tuple({}, origin).withMarks(source.marks);
    sink().report(kind::SplatOfNull, expr.source->range());
    return evaluator_.failed(expr.range());
  }
  if (source.isUnknown())
    return splatUnknown(expr, source);
  if (!source.type()->isSequence()) {
    const Value item = splatItem(expr, source);
    return heap_.tuple({&item, 1}, origin).withMarks(source.marks);
  }
  const SequenceNode &node = asSequence(source);
  std::vector<Value> items;
  items.reserve(node.items.size());
  for (size_t i = 0; i < node.items.size(); ++i)
    items.push_back(splatItem(expr, heap_.extracted(node.items[i], source, i)));
  Value result;
  if (node.type->kind == TypeKind::Tuple) {
    result = heap_.tuple(items, origin, node.open);
  } else {
    TypeRef element = nullptr;
    if (!items.empty()) {
      const auto same = [&items](const Value &item) { return item.type() == items[0].type(); };
      element = std::ranges::all_of(items, same) ? items[0].type() : nullptr;
    } else {
      // The type of what would come out, though nothing does.
      Trial trial(evaluator_);
      element = splatItem(expr, heap_.unknown(node.type->element, {})).type();
    }
    if (!element && std::ranges::none_of(items, [](const Value &item) { return item.type()->hasDynamic; })) {
      const auto other = [&items](const Value &item) { return item.type() != items[0].type(); };
      sink().report(kind::MixedSplat, expr.range(), constraintText(items[0].type()),
                    constraintText(std::ranges::find_if(items, other)->type()));
      return evaluator_.failed(expr.range());
    }
    result = element ? heap_.list(element, items, origin, node.open) : heap_.tuple(items, origin, node.open);
  }
  if (isUnordered(node))
    result = heap_.unordered(result);
  if (node.rest.valid())
    result = heap_.opened(result, splatItem(expr, heap_.extracted(node.rest, source, "*")));
  return result.withMarks(source.marks);
}

Value ExpressionVisitor::splatUnknown(const hcl::SplatExpr &expr, const Value &source) {
  const UnknownNode &node = asUnknown(source);
  const TypeRef type = node.type;
  if (type->kind == TypeKind::Tuple) {
    std::vector<TypeRef> elements;
    for (size_t i = 0; i < type->elements.size(); ++i) {
      const Value item = unknownElement(heap_, source, type->elements[i], fmt::format("[{}]", i));
      elements.push_back(splatItem(expr, item).type());
    }
    return heap_.notNull(heap_.unknown(heap_.types.tuple(elements), {}, source.origin)).withMarks(source.marks);
  }
  const bool isCollection = type->kind == TypeKind::List || type->kind == TypeKind::Set;
  if (!isCollection && type->kind != TypeKind::Dynamic && node.refinement.notNull) {
    const Value item = splatItem(expr, source);
    return heap_.tuple({&item, 1}, source.origin).withMarks(source.marks);
  }
  const Value item =
      isCollection || type->kind == TypeKind::Dynamic
          ? unknownElement(heap_, source, isCollection ? type->element : type, "[*]").withMarks(source.marks)
          : source;
  const Value each = splatItem(expr, item);
  if (!each.isUnknown()) {
    const Value none =
        isCollection ? heap_.list(each.type(), {}, source.origin, true) : heap_.tuple({}, source.origin, true);
    return heap_.opened(none, each).withMarks(source.marks);
  }
  // Nothing is known of each but its type, so the whole is named after the elements.
  Refinement refinement;
  refinement.notNull = true;
  refinement.lengthMin = node.refinement.lengthMin;
  refinement.lengthMax = node.refinement.lengthMax;
  const SymbolId symbol = expr.each->kind == hcl::ExprKind::SplatItem ? node.symbol : asUnknown(each).symbol;
  if (!isCollection)
    return heap_.unknown(heap_.types.dynamic(), symbol, source.origin, asUnknown(each).hole).withMarks(source.marks);
  return heap_.refined(heap_.types.list(each.type()), symbol, refinement, source.origin, asUnknown(each).hole)
      .withMarks(source.marks);
}

} // namespace postern::eval
