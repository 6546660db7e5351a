#include "Eval/ExpressionVisitor.h"

#include "Eval/Convert.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace postern::eval {
namespace {

/// `a.b`, `a["b"]`: what could be a reference or a name with a dot in it.
bool isStaticTraversal(const hcl::Expr &expr) {
  const hcl::Expr *at = &expr;
  for (;;) {
    if (const auto *attr = hcl::dynCast<hcl::GetAttrExpr>(at)) {
      at = attr->object;
      continue;
    }
    const auto *index = hcl::dynCast<hcl::IndexExpr>(at);
    if (!index)
      return at != &expr && at->kind == hcl::ExprKind::Variable;
    if (index->key->kind != hcl::ExprKind::Number && index->key->kind != hcl::ExprKind::String)
      return false;
    at = index->collection;
  }
}

} // namespace

Value ExpressionVisitor::visit(const hcl::Expr &expr) {
  if (evaluator_.isSpent())
    return evaluator_.overLimit("evaluation steps", evaluator_.limits_.steps, expr.range());
  if (evaluator_.depth_ >= evaluator_.limits_.depth)
    return evaluator_.overLimit("nested evaluations", evaluator_.limits_.depth, expr.range());
  // A few steps cannot take much: no value is beyond measure.
  if (evaluator_.steps_ % 8 == 0 && heap_.bytes() > evaluator_.limits_.heapBytes)
    return evaluator_.overLimit("bytes of values", evaluator_.limits_.heapBytes, expr.range());
  ++evaluator_.steps_;
  ++evaluator_.depth_;
  const Value value = dispatch(expr);
  --evaluator_.depth_;
  return value;
}

Value ExpressionVisitor::dispatch(const hcl::Expr &expr) {
  switch (expr.kind) {
  case hcl::ExprKind::Error:
    return evaluator_.failed(expr.range());
  case hcl::ExprKind::Number:
    return visitNumber(hcl::as<hcl::NumberExpr>(expr));
  case hcl::ExprKind::Bool:
    return heap_.boolean(hcl::as<hcl::BoolExpr>(expr).value, literal(expr));
  case hcl::ExprKind::Null:
    return heap_.null(heap_.types.dynamic(), literal(expr));
  case hcl::ExprKind::String:
    return heap_.string(hcl::as<hcl::StringExpr>(expr).value, literal(expr));
  case hcl::ExprKind::Template:
    return visitTemplate(hcl::as<hcl::TemplateExpr>(expr));
  case hcl::ExprKind::TemplateWrap:
    return visit(*hcl::as<hcl::TemplateWrapExpr>(expr).inner);
  case hcl::ExprKind::TemplateFor:
    return visitTemplateFor(hcl::as<hcl::TemplateForExpr>(expr));
  case hcl::ExprKind::Variable:
  case hcl::ExprKind::GetAttr:
  case hcl::ExprKind::Index:
    return visitTraversal(expr);
  case hcl::ExprKind::Splat:
    return visitSplat(hcl::as<hcl::SplatExpr>(expr));
  case hcl::ExprKind::SplatItem:
    return splatItem_.valid() ? splatItem_ : evaluator_.failed(expr.range());
  case hcl::ExprKind::Call:
    return evaluator_.weighed(visitCall(hcl::as<hcl::CallExpr>(expr)), expr.range());
  case hcl::ExprKind::Conditional:
    return visitConditional(hcl::as<hcl::ConditionalExpr>(expr));
  case hcl::ExprKind::Unary: {
    const auto &unary = hcl::as<hcl::UnaryExpr>(expr);
    return evaluator_.unary(unary.op, {visit(*unary.operand), expr.range()});
  }
  case hcl::ExprKind::Binary:
    return visitBinary(hcl::as<hcl::BinaryExpr>(expr));
  case hcl::ExprKind::Paren:
    return visit(*hcl::as<hcl::ParenExpr>(expr).inner);
  case hcl::ExprKind::Tuple:
    return evaluator_.weighed(visitTuple(hcl::as<hcl::TupleExpr>(expr)), expr.range());
  case hcl::ExprKind::Object:
    return evaluator_.weighed(visitObject(hcl::as<hcl::ObjectExpr>(expr)), expr.range());
  case hcl::ExprKind::For:
    return evaluator_.weighed(visitFor(hcl::as<hcl::ForExpr>(expr)), expr.range());
  }
  POSTERN_UNREACHABLE();
}

Value ExpressionVisitor::visitNumber(const hcl::NumberExpr &expr) {
  const std::optional<Number> number = parseNumber(expr.text, heap_.arena());
  return number ? heap_.number(*number, literal(expr))
                : evaluator_.overLimit("digits in a number", kMostDigits, expr.range());
}

Value ExpressionVisitor::visitTuple(const hcl::TupleExpr &expr) {
  std::vector<Value> items;
  items.reserve(expr.items.size());
  for (const hcl::Expr *item : expr.items)
    items.push_back(visit(*item));
  return heap_.tuple(items, literal(expr));
}

/// The key as a string, known or not; nothing when it is no key, then a diagnostic was given.
std::optional<Value> ExpressionVisitor::objectKey(const hcl::ObjectItem &item, bool json) {
  if (item.bareKey)
    return heap_.string(hcl::as<hcl::VariableExpr>(*item.key).name, literal(*item.key));
  if (!json && isStaticTraversal(*item.key)) {
    sink().report(kind::AmbiguousKey, item.key->range());
    return std::nullopt;
  }
  const Value key = visit(*item.key);
  if (key.isNull()) {
    sink().report(kind::NullKey, item.key->range());
    return std::nullopt;
  }
  const Conversion converted = convert(heap_, key, heap_.types.string());
  if (converted.ok())
    return converted.value;
  sink().report(kind::KeyType, item.key->range(), converted.error);
  return std::nullopt;
}

Value ExpressionVisitor::visitObject(const hcl::ObjectExpr &expr) {
  std::vector<Entry> entries;
  std::vector<Value> possible;
  MarkSet marks = 0;
  entries.reserve(expr.items.size());
  for (const hcl::ObjectItem &item : expr.items) {
    const std::optional<Value> key = objectKey(item, expr.json);
    const Value value = visit(*item.value);
    if (key)
      marks |= key->marks;
    if (!key || key->kind() != ValueKind::String) {
      possible.push_back(value);
      continue;
    }
    const auto same = [&key](const Entry &entry) { return entry.key == key->text(); };
    if (expr.json && std::ranges::any_of(entries, same))
      sink().report(kind::DuplicateJsonKey, item.key->range(), key->text());
    entries.push_back({key->text(), value, key->origin});
  }
  const Value out = heap_.object(std::move(entries), literal(expr)).withMarks(marks);
  if (possible.empty())
    return out;
  return heap_.opened(out, heap_.choice(possible, {}, possible.front().origin));
}

Value ExpressionVisitor::visitConditional(const hcl::ConditionalExpr &expr) {
  const Value condition = visit(*expr.condition);
  const auto quiet = [&](const hcl::Expr &arm, std::optional<Trial> &trial) {
    Sink *const outer = evaluator_.sink_;
    trial.emplace(evaluator_);
    const Value value = visit(arm);
    evaluator_.sink_ = outer;
    return value;
  };
  // Both are held back until it is known which one is taken.
  std::optional<Trial> trueTrial;
  std::optional<Trial> falseTrial;
  const Value whenTrue = quiet(*expr.whenTrue, trueTrial);
  const Value whenFalse = quiet(*expr.whenFalse, falseTrial);
  // Arms are brought to one type, or held side by side.
  evaluator_.spendOn(whenTrue);
  evaluator_.spendOn(whenFalse);
  Value value;
  if (condition.isChoice())
    value = overChoices(evaluator_, {&condition, 1}, [&](std::span<const Value> one) {
      return choose(expr, one[0], whenTrue, whenFalse, *trueTrial, *falseTrial);
    });
  else
    value = choose(expr, condition, whenTrue, whenFalse, *trueTrial, *falseTrial);
  // What the arm of a directive holds back is no secret less for not being shown.
  return expr.directive ? value.withMarks(allMarks(whenTrue) | allMarks(whenFalse)) : value;
}

Value ExpressionVisitor::choose(const hcl::ConditionalExpr &expr, const Value &condition, const Value &whenTrue,
                                const Value &whenFalse, Trial &trueTrial, Trial &falseTrial) {
  const std::array types{whenTrue.type(), whenFalse.type()};
  const std::array arms{whenTrue, whenFalse};
  TypeRef type = isBareNull(whenTrue) ? types[1] : isBareNull(whenFalse) ? types[0] : unifyValues(heap_, arms);
  if (!type) {
    sink().report(kind::ConditionalTypes, expr.range(), constraintText(types[0]), constraintText(types[1]));
    type = heap_.types.dynamic();
  }
  const auto arm = [&](const Value &value, Trial &trial) {
    trial.keep();
    const Conversion converted = convert(heap_, value, type);
    return converted.ok() ? converted.value : value;
  };
  const auto both = [&](const Value &by) {
    // An arm that fails would end the run, so the other one is what happens.
    if (trueTrial.failed() != falseTrial.failed())
      return (trueTrial.failed() ? whenFalse : whenTrue).withMarks(condition.marks);
    const std::array values{arm(whenTrue, trueTrial), arm(whenFalse, falseTrial)};
    const SymbolId symbol = by.isUnknown() ? asUnknown(by).symbol : SymbolId();
    return heap_.choice(values, symbol, literal(expr)).withMarks(condition.marks);
  };
  if (condition.isNull()) {
    sink().report(kind::NullCondition, expr.condition->range());
    return both(condition);
  }
  const Conversion converted = convert(heap_, condition, heap_.types.boolean());
  if (!converted.ok()) {
    sink().report(kind::ConditionType, expr.condition->range(), converted.error);
    return both(condition);
  }
  if (converted.value.kind() != ValueKind::Bool)
    return both(converted.value);
  const bool yes = converted.value.boolean();
  return arm(yes ? whenTrue : whenFalse, yes ? trueTrial : falseTrial).withMarks(condition.marks);
}

} // namespace postern::eval
