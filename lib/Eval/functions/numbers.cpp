// Arithmetic beyond the operators.
#include "Eval/functions/Support.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace postern::eval::functions {

namespace {

constexpr size_t kMaxRange = 1024;

/// Where the reference computes in doubles, so do we.
Value fromDouble(CallSite &site, double value) {
  if (std::isnan(value))
    return site.fail("the result is not a number");
  return site.heap().number(numberFromDouble(value, site.heap().arena()));
}

/// x to the power of y by repeated squaring of the mantissa, which is how the reference comes to its last digits.
double power(double x, double y) {
  if (y == 0 || x == 1 || y == 1 || x == 0 || std::isinf(x) || std::isinf(y) || std::isnan(x) || std::isnan(y))
    return std::pow(x, y);
  if (y == 0.5)
    return std::sqrt(x);
  if (y == -0.5)
    return 1 / std::sqrt(x);
  double whole = 0;
  double fraction = std::modf(std::abs(y), &whole);
  if ((fraction != 0 && x < 0) || whole >= 9.223372036854775808e18)
    return std::pow(x, y);
  double result = 1;
  if (fraction != 0) {
    if (fraction > 0.5) {
      fraction -= 1;
      whole += 1;
    }
    result = std::exp(fraction * std::log(x));
  }
  int exponent = 0;
  int squareExponent = 0;
  double square = std::frexp(x, &squareExponent);
  for (auto left = static_cast<int64_t>(whole); left != 0; left >>= 1) {
    constexpr int kTooFar = 1 << 12;
    if (squareExponent < -kTooFar || squareExponent > kTooFar) {
      exponent += squareExponent;
      break;
    }
    if ((left & 1) == 1) {
      result *= square;
      exponent += squareExponent;
    }
    square *= square;
    squareExponent *= 2;
    if (square < 0.5) {
      square += square;
      --squareExponent;
    }
  }
  if (y < 0) {
    result = 1 / result;
    exponent = -exponent;
  }
  return std::ldexp(result, exponent);
}

Value extreme(CallSite &site, Args args, std::strong_ordering wanted) {
  if (args.empty())
    return site.fail("must pass at least one number");
  const Value *best = args.data();
  for (const Value &arg : args)
    if (compare(arg.number(), best->number()) == wanted)
      best = &arg;
  return *best;
}

} // namespace

Value absolute(CallSite &site, Args args) {
  return site.heap().number(eval::absolute(args[0].number(), site.heap().arena()));
}

Value ceil(CallSite &site, Args args) {
  return site.heap().number(ceiling(args[0].number(), site.heap().arena()));
}

Value floor(CallSite &site, Args args) {
  return site.heap().number(floorOf(args[0].number(), site.heap().arena()));
}

Value log(CallSite &site, Args args) {
  return fromDouble(site, std::log(toDouble(args[0].number())) / std::log(toDouble(args[1].number())));
}

Value max(CallSite &site, Args args) {
  return extreme(site, args, std::strong_ordering::greater);
}

Value min(CallSite &site, Args args) {
  return extreme(site, args, std::strong_ordering::less);
}

Value parseint(CallSite &site, Args args) {
  if (args[0].type()->kind != TypeKind::String)
    return site.fail(fmt::format("first argument must be a string, not {}", friendlyName(args[0].type())), 0);
  const std::optional<int64_t> base = wholeNumber(args[1]);
  if (!base || *base < 2 || *base > 62)
    return site.fail("base must be a whole number between 2 and 62 inclusive", 1);
  const std::optional<Number> number = parseInBase(args[0].text(), int(*base), site.heap().arena());
  if (!number)
    return site.fail(fmt::format("cannot parse {} as a base {} integer", quoted(args[0]), *base), 0);
  return site.heap().number(*number);
}

Value pow(CallSite &site, Args args) {
  return fromDouble(site, power(toDouble(args[0].number()), toDouble(args[1].number())));
}

Value signum(CallSite &site, Args args) {
  if (!toInt64(args[0].number()))
    return site.fail("value must be a whole number, between -9223372036854775808 and 9223372036854775807 inclusive", 0);
  return site.heap().number(int64_t{signOf(args[0].number())});
}

Value sum(CallSite &site, Args args) {
  const TypeRef type = args[0].type();
  if (type->isMapping())
    return site.fail(fmt::format("argument must be list, set, or tuple; received {}", friendlyName(type)), 0);
  if (!type->isSequence())
    return site.fail("cannot sum noniterable", 0);
  const std::span<const Value> items = itemsOf(args[0]);
  if (items.empty())
    return site.fail("cannot sum an empty list", 0);
  Heap &heap = site.heap();
  Number total = Number::of(0);
  for (const Value &item : items) {
    const Conversion number = convert(heap, item, heap.types.number());
    if (!number.ok() || number.value.isNull())
      return site.fail("argument must be list, set, or tuple of number values", 0);
    const Number next = number.value.number();
    if (isInfinite(total) && isInfinite(next) && signOf(total) != signOf(next))
      return site.fail("cannot compute the sum of opposing infinities", 0);
    total = add(total, next, heap.arena());
  }
  return heap.number(total);
}

Value range(CallSite &site, Args args) {
  if (args.empty() || args.size() > 3)
    return site.fail("must have one, two, or three arguments");
  Heap &heap = site.heap();
  const Number start = args.size() == 1 ? Number::of(0) : args[0].number();
  const Number end = args.size() == 1 ? args[0].number() : args[1].number();
  const bool down = args.size() == 3 ? signOf(args[2].number()) < 0 : compare(start, end) > 0;
  const Number step = args.size() == 3 ? args[2].number() : Number::of(down ? -1 : 1);
  if (signOf(step) == 0 && !equal(start, end))
    return site.fail("step must not be zero", 2);
  if (args.size() == 3 && down && compare(end, start) > 0)
    return site.fail("end must be less than start when step is negative", 1);
  if (args.size() == 3 && !down && compare(end, start) < 0)
    return site.fail("end must be greater than start when step is positive", 1);
  std::vector<Value> items;
  for (Number at = start; down ? compare(at, end) > 0 : compare(at, end) < 0; at = add(at, step, heap.arena())) {
    if (items.size() >= kMaxRange)
      return site.fail("more than 1024 values were generated; either decrease the difference between start and end or "
                       "use a smaller step");
    items.push_back(heap.number(at, callOrigin(site)));
  }
  return heap.list(heap.types.number(), items);
}

} // namespace postern::eval::functions
