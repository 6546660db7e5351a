#include "Eval/Convert.h"
#include "Eval/ExpressionVisitor.h"

#include <fmt/format.h>

namespace postern::eval {
namespace {

using hcl::BinaryOp;
using hcl::UnaryOp;

bool isArithmetic(BinaryOp op) {
  return op >= BinaryOp::Add;
}
bool isEquality(BinaryOp op) {
  return op == BinaryOp::Equal || op == BinaryOp::NotEqual;
}
bool isLogical(BinaryOp op) {
  return op == BinaryOp::And || op == BinaryOp::Or;
}

TypeRef operandType(TypeTable &types, BinaryOp op) {
  return isEquality(op) ? types.dynamic() : isLogical(op) ? types.boolean() : types.number();
}

void reportOperand(Sink &sink, SourceRange range, std::string_view side, std::string_view op, std::string_view why) {
  sink.report(kind::InvalidOperand, range, side, op, why);
}

/// The operand as `type`; not valid when it does not suit, then a diagnostic was given.
Value suited(Evaluator &evaluator, const Operand &operand, TypeRef type, std::string_view side, std::string_view op) {
  if (type->kind == TypeKind::Dynamic)
    return operand.value;
  if (operand.value.isNull()) {
    reportOperand(evaluator.sink(), operand.range, side, op, "it is null");
    return {};
  }
  Conversion converted = convert(evaluator.heap(), operand.value, type);
  if (!converted.ok())
    reportOperand(evaluator.sink(), operand.range, side, op, converted.error);
  return converted.value;
}

Value notNullUnknown(Heap &heap, TypeRef type, SymbolId symbol, OriginId origin) {
  Refinement refinement;
  refinement.notNull = true;
  return heap.refined(type, symbol, refinement, origin);
}

/// What is known of a number, known or not.
Refinement boundsOf(const Value &value) {
  if (value.isUnknown())
    return asUnknown(value).refinement;
  Refinement bounds;
  bounds.hasMin = bounds.hasMax = true;
  bounds.min = bounds.max = value.number();
  return bounds;
}

Truth less(const Refinement &a, const Refinement &b) {
  if (a.hasMax && b.hasMin) {
    const std::strong_ordering order = compare(a.max, b.min);
    if (order < 0 || (order == 0 && !(a.maxInclusive && b.minInclusive)))
      return Truth::Yes;
  }
  if (a.hasMin && b.hasMax && compare(a.min, b.max) >= 0)
    return Truth::No;
  return Truth::Unknown;
}

Truth compared(BinaryOp op, const Value &left, const Value &right) {
  const Refinement a = boundsOf(left);
  const Refinement b = boundsOf(right);
  if (op == BinaryOp::Less)
    return less(a, b);
  if (op == BinaryOp::Greater)
    return less(b, a);
  return op == BinaryOp::LessEqual ? !less(b, a) : !less(a, b);
}

Truth truthOfBool(const Value &value) {
  return value.kind() == ValueKind::Bool ? truthOf(value.boolean()) : Truth::Unknown;
}

/// Why the result is not defined, or empty.
std::string_view undefined(BinaryOp op, Number a, Number b) {
  const bool infinite = isInfinite(a) && isInfinite(b);
  if (op == BinaryOp::Add && infinite && signOf(a) != signOf(b))
    return "infinities of both signs cannot be added";
  if (op == BinaryOp::Subtract && infinite && signOf(a) == signOf(b))
    return "an infinity cannot be subtracted from itself";
  if (op == BinaryOp::Multiply && ((isInfinite(a) && signOf(b) == 0) || (isInfinite(b) && signOf(a) == 0)))
    return "zero times infinity is not defined";
  return {};
}

std::optional<Number> calculate(BinaryOp op, Number a, Number b, Arena &arena) {
  switch (op) {
  case BinaryOp::Add:
    return add(a, b, arena);
  case BinaryOp::Subtract:
    return subtract(a, b, arena);
  case BinaryOp::Multiply:
    return multiply(a, b, arena);
  case BinaryOp::Divide:
    return divide(a, b, arena);
  case BinaryOp::Modulo:
    return modulo(a, b, arena);
  case BinaryOp::Or:
  case BinaryOp::And:
  case BinaryOp::Equal:
  case BinaryOp::NotEqual:
  case BinaryOp::Less:
  case BinaryOp::LessEqual:
  case BinaryOp::Greater:
  case BinaryOp::GreaterEqual:
    break;
  }
  POSTERN_UNREACHABLE();
}

Value apply(Evaluator &evaluator, BinaryOp op, const Value &left, const Value &right, SourceRange range) {
  Heap &heap = evaluator.heap();
  const OriginId origin = heap.literal(range);
  const auto symbol = [&] {
    return operationSymbol(heap, {"(", nameOf(heap, left), " ", hcl::spelling(op), " ", nameOf(heap, right), ")"});
  };
  if (isArithmetic(op)) {
    if (left.isUnknown() || right.isUnknown())
      return notNullUnknown(heap, heap.types.number(), symbol(), origin);
    const std::string_view why = undefined(op, left.number(), right.number());
    const std::optional<Number> result =
        why.empty() ? calculate(op, left.number(), right.number(), heap.arena()) : std::nullopt;
    if (result)
      return heap.number(*result, origin);
    evaluator.sink().report(kind::OperationFailed, range,
                            !why.empty() ? why : "zero by zero and infinity by infinity are not defined");
    return notNullUnknown(heap, heap.types.number(), {}, origin);
  }
  Truth answer = Truth::Unknown;
  if (isEquality(op))
    answer = op == BinaryOp::Equal ? equals(left, right) : !equals(left, right);
  else if (op == BinaryOp::And)
    answer = truthOfBool(left) && truthOfBool(right);
  else if (op == BinaryOp::Or)
    answer = truthOfBool(left) || truthOfBool(right);
  else
    answer = compared(op, left, right);
  if (answer != Truth::Unknown)
    return heap.boolean(must(answer), origin);
  // With one side decided the other is the answer, and keeps its name.
  if (isLogical(op) && truthOfBool(left) != Truth::Unknown)
    return heap.notNull(right);
  if (isLogical(op) && truthOfBool(right) != Truth::Unknown)
    return heap.notNull(left);
  return notNullUnknown(heap, heap.types.boolean(), symbol(), origin);
}

} // namespace

Value Evaluator::unary(UnaryOp op, const Operand &operand) {
  if (operand.value.isChoice())
    return overChoices(*this, {&operand.value, 1}, [&](std::span<const Value> one) {
      return unary(op, {one[0], operand.range});
    });
  const TypeRef type = op == UnaryOp::Not ? heap_.types.boolean() : heap_.types.number();
  const Value value = suited(*this, operand, type, "", hcl::spelling(op));
  if (!value.valid())
    return notNullUnknown(heap_, type, {}, operand.value.origin);
  const OriginId origin = heap_.literal(operand.range);
  if (value.isUnknown()) {
    const SymbolId symbol = operationSymbol(heap_, {hcl::spelling(op), nameOf(heap_, value)});
    return notNullUnknown(heap_, type, symbol, origin).withMarks(value.marks);
  }
  const Value result = op == UnaryOp::Not ? heap_.boolean(!value.boolean(), origin)
                                          : heap_.number(negate(value.number(), heap_.arena()), origin);
  return result.withMarks(value.marks);
}

Value Evaluator::binary(BinaryOp op, const Operand &left, const Operand &right, SourceRange range) {
  // Equality looks into choices itself, and into those deeper inside too.
  if (!isEquality(op) && (left.value.isChoice() || right.value.isChoice())) {
    const std::array operands{left.value, right.value};
    return overChoices(*this, operands, [&](std::span<const Value> one) {
      return binary(op, {one[0], left.range}, {one[1], right.range}, range);
    });
  }
  const TypeRef type = operandType(heap_.types, op);
  const Value a = suited(*this, left, type, "left ", hcl::spelling(op));
  const Value b = suited(*this, right, type, "right ", hcl::spelling(op));
  const MarkSet marks =
      isEquality(op) ? allMarks(left.value) | allMarks(right.value) : left.value.marks | right.value.marks;
  if (!a.valid() || !b.valid())
    return notNullUnknown(heap_, isArithmetic(op) ? heap_.types.number() : heap_.types.boolean(), {},
                          heap_.literal(range))
        .withMarks(marks);
  return apply(*this, op, a, b, range).withMarks(marks);
}

Value ExpressionVisitor::visitBinary(const hcl::BinaryExpr &expr) {
  if (isLogical(expr.op))
    return visitLogical(expr);
  const Value left = visit(*expr.left);
  const Value right = visit(*expr.right);
  if (isEquality(expr.op)) {
    evaluator_.spendOn(left);
    evaluator_.spendOn(right);
  }
  return evaluator_.binary(expr.op, {left, expr.left->range()}, {right, expr.right->range()}, expr.range());
}

/// Both sides are looked at. The side that decides wins, and so does one that is not known and might: then the value
/// errors of the other are dropped, a null too, but not that it is no bool (EV-2).
Value ExpressionVisitor::visitLogical(const hcl::BinaryExpr &expr) {
  const auto decides = [&](const Value &value) {
    const Conversion converted = convert(heap_, value, heap_.types.boolean());
    return converted.ok() && converted.value.kind() == ValueKind::Bool &&
           converted.value.boolean() == (expr.op == BinaryOp::Or);
  };
  Value left;
  Value right;
  bool leftFailed = false;
  bool rightFailed = false;
  {
    Trial leftTrial(evaluator_);
    left = visit(*expr.left);
    leftFailed = leftTrial.failed();
    {
      Trial rightTrial(evaluator_);
      right = visit(*expr.right);
      rightFailed = rightTrial.failed();
      if (!rightFailed || (!decides(left) && (leftFailed || left.isKnown())))
        rightTrial.keep();
    }
    if (!leftFailed || !decides(right))
      leftTrial.keep();
  }
  const Operand a{left, expr.left->range()};
  const Operand b{right, expr.right->range()};
  const auto dropped = [](const Value &value, bool failed) { return failed || value.isNull(); };
  const bool decided = (dropped(left, leftFailed) && decides(right)) || (dropped(right, rightFailed) && decides(left));
  if (decided)
    return heap_.boolean(expr.op == BinaryOp::Or, literal(expr)).withMarks(left.marks | right.marks);
  return evaluator_.binary(expr.op, a, b, expr.range());
}

} // namespace postern::eval
