#include "Eval/Number.h"

#include "Basic/Check.h"

#include <boost/multiprecision/cpp_bin_float.hpp>
#include <boost/multiprecision/cpp_int.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace postern::eval {

using Big = boost::multiprecision::number<
    boost::multiprecision::cpp_bin_float<512, boost::multiprecision::digit_base_2, void, int32_t>,
    boost::multiprecision::et_off>;
using Whole = boost::multiprecision::cpp_int;

struct BigFloat {
  Big value;
};

namespace {

constexpr int kPrecision = 512;
/// A longer text than this is written with an exponent: nobody reads it, and memory stays bounded.
constexpr int kLongestExponent = 100'000;
constexpr int64_t kLargestDecimalExponent = 100'000'000;

Big big(Number number) {
  return number.big ? number.big->value : Big(number.small);
}

Number make(const Big &value, Arena &arena) {
  using boost::multiprecision::isfinite;
  if (isfinite(value) && value >= std::numeric_limits<int64_t>::min() && value <= std::numeric_limits<int64_t>::max()) {
    const auto small = value.convert_to<int64_t>();
    if (value == small)
      return Number::of(small);
  }
  static_assert(std::is_trivially_destructible_v<Big>);
  return {0, arena.make<BigFloat>(value)};
}

/// |value| == mantissa * 2^exponent, the mantissa having 512 bits.
struct Binary {
  Whole mantissa;
  int exponent;
};

Binary binaryOf(const Big &value) {
  int exponent = 0;
  const Big fraction = boost::multiprecision::frexp(Big(boost::multiprecision::abs(value)), &exponent);
  return {Whole(boost::multiprecision::ldexp(fraction, kPrecision)), exponent - kPrecision};
}

/// `mantissa * 2^exponent` as digits of the whole number it becomes after moving the point `places` to the right.
std::string digitsOf(const Whole &mantissa, int exponent, int places) {
  Whole value = mantissa;
  if (exponent >= 0)
    value <<= exponent;
  else
    value *= boost::multiprecision::pow(Whole(5), static_cast<unsigned>(places));
  return value.str();
}

/// The shortest run of digits that lies nearer to the middle text than to any other number of this precision. The three
/// are equally long. `length` gets the number of digits kept; what follows them is zeros.
std::string shortest(const std::string &low, const std::string &exact, const std::string &high, bool inclusive,
                     size_t &length) {
  const size_t size = exact.size();
  const auto zeroFrom = [size](const std::string &text, size_t at) {
    return text.find_first_not_of('0', at) == std::string::npos || at >= size;
  };
  bool aboveLow = false;
  int room = 0; // by how much the prefix of `high` exceeds that of `exact`, at most 2
  bool started = false;
  for (size_t i = 0; i < size; ++i) {
    aboveLow |= exact[i] != low[i];
    room = std::min(2, room * 10 + (high[i] - exact[i]));
    started |= exact[i] != '0';
    if (!started && room == 0)
      continue;
    const bool down = started && (aboveLow || (inclusive && zeroFrom(low, i + 1)));
    const bool up = room >= 2 || (room == 1 && (inclusive || !zeroFrom(high, i + 1)));
    if (!down && !up)
      continue;
    std::string out = exact.substr(0, i + 1);
    length = i + 1;
    // With both in reach the nearer one is taken.
    bool roundUp = !down;
    if (down && up && i + 1 < size) {
      roundUp = exact[i + 1] > '5' || (exact[i + 1] == '5' && (!zeroFrom(exact, i + 2) || (exact[i] - '0') % 2 == 1));
    }
    if (roundUp) {
      size_t at = i + 1;
      while (at > 0 && out[at - 1] == '9')
        out[--at] = '0';
      if (at > 0)
        ++out[at - 1];
      else
        out.insert(out.begin(), '1');
    }
    out.resize(out.size() + size - length, '0');
    return out;
  }
  length = size;
  return exact;
}

std::string bigText(const Big &value) {
  if (boost::multiprecision::isinf(value))
    return value < 0 ? "-Inf" : "Inf";
  const Binary binary = binaryOf(value);
  if (binary.exponent > kLongestExponent || binary.exponent < -kLongestExponent)
    return value.str(154, std::ios_base::scientific);
  // The bounds lie half a unit of the last place away: twice the mantissa, minus and plus one. Below a power of two
  // the neighbours are nearer, which the reference does not look at either.
  const int exponent = binary.exponent - 1;
  const int places = exponent < 0 ? -exponent : 0;
  const Whole twice = binary.mantissa * 2;
  std::string low = digitsOf(twice - 1, exponent, places);
  std::string exact = digitsOf(twice, exponent, places);
  std::string high = digitsOf(twice + 1, exponent, places);
  const size_t size = std::max({low.size(), exact.size(), high.size(), static_cast<size_t>(places) + 1});
  for (std::string *text : {&low, &exact, &high})
    text->insert(0, size - text->size(), '0');
  size_t length = 0;
  const bool inclusive = (binary.mantissa & 1) == 0;
  const std::string digits = shortest(low, exact, high, inclusive, length);
  const size_t point = digits.size() - static_cast<size_t>(places);
  std::string whole = digits.substr(0, point);
  std::string fraction = digits.substr(point);
  whole.erase(0, std::min(whole.find_first_not_of('0'), whole.size() - 1));
  fraction.erase(fraction.find_last_not_of('0') + 1);
  std::string out = value < 0 ? "-" : "";
  out += whole;
  if (!fraction.empty())
    out += "." + fraction;
  return out;
}

bool isDigit(char c) {
  return c >= '0' && c <= '9';
}

int digitValue(char c) {
  if (isDigit(c))
    return c - '0';
  if (c >= 'a' && c <= 'z')
    return c - 'a' + 10;
  if (c >= 'A' && c <= 'Z')
    return c - 'A' + 36;
  return 99;
}

} // namespace

std::optional<Number> parseNumber(std::string_view text, Arena &arena) {
  size_t at = 0;
  const auto digits = [&] {
    const size_t start = at;
    while (at < text.size() && isDigit(text[at]))
      ++at;
    return at > start;
  };
  if (at < text.size() && text[at] == '-')
    ++at;
  const size_t whole = at;
  if (!digits())
    return std::nullopt;
  if (at == text.size() && at - whole <= 18) {
    int64_t value = 0;
    for (const char c : text.substr(whole))
      value = value * 10 + (c - '0');
    return Number::of(whole > 0 ? -value : value);
  }
  if (at < text.size() && text[at] == '.') {
    ++at;
    if (!digits())
      return std::nullopt;
  }
  int64_t exponent = 0;
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    const bool negative = at < text.size() && text[at] == '-';
    if (at < text.size() && (text[at] == '-' || text[at] == '+'))
      ++at;
    const size_t start = at;
    if (!digits())
      return std::nullopt;
    for (const char c : text.substr(start, at - start))
      exponent = std::min<int64_t>(exponent * 10 + (c - '0'), 10 * kLargestDecimalExponent);
    if (negative)
      exponent = -exponent;
  }
  if (at != text.size())
    return std::nullopt;
  if (text.size() > kMostDigits)
    return std::nullopt;
  // What lies far outside any use is answered without computing it.
  const bool zero = text.substr(0, text.find_first_of("eE")).find_first_of("123456789") == std::string_view::npos;
  if (zero || exponent < -kLargestDecimalExponent)
    return Number::of(0);
  if (exponent > kLargestDecimalExponent)
    return whole > 0 ? negativeInfinity(arena) : positiveInfinity(arena);
  return make(Big(std::string(text)), arena);
}

Number numberFromDouble(double value, Arena &arena) {
  if (std::isinf(value) || std::isnan(value))
    return value < 0 ? negativeInfinity(arena) : positiveInfinity(arena);
  // The reference prints such a number with a double's digits, so it is taken for the decimal that those digits mean.
  const std::optional<Number> number = parseNumber(fmt::format("{}", value), arena);
  POSTERN_CHECK(number.has_value());
  return *number;
}

Number positiveInfinity(Arena &arena) {
  return make(std::numeric_limits<Big>::infinity(), arena);
}
Number negativeInfinity(Arena &arena) {
  return make(-std::numeric_limits<Big>::infinity(), arena);
}

std::string toText(Number number) {
  return number.isSmall() ? fmt::format_int(number.small).str() : bigText(number.big->value);
}

double toDouble(Number number) {
  return number.isSmall() ? static_cast<double>(number.small) : number.big->value.convert_to<double>();
}

std::optional<int64_t> toInt64(Number number) {
  return number.isSmall() ? std::optional(number.small) : std::nullopt;
}

bool isWhole(Number number) {
  if (number.isSmall())
    return true;
  return !isInfinite(number) && boost::multiprecision::trunc(number.big->value) == number.big->value;
}

bool isInfinite(Number number) {
  return !number.isSmall() && boost::multiprecision::isinf(number.big->value);
}

int signOf(Number number) {
  if (number.isSmall())
    return number.small < 0 ? -1 : number.small > 0 ? 1 : 0;
  return number.big->value.sign();
}

std::strong_ordering compare(Number a, Number b) {
  if (a.isSmall() && b.isSmall())
    return a.small <=> b.small;
  const int order = big(a).compare(big(b));
  return order <=> 0;
}

Number add(Number a, Number b, Arena &arena) {
  int64_t sum = 0;
  if (a.isSmall() && b.isSmall() && !__builtin_add_overflow(a.small, b.small, &sum))
    return Number::of(sum);
  // Not a number: callers that can say so ask before.
  if (isInfinite(a) && isInfinite(b) && signOf(a) != signOf(b))
    return Number::of(0);
  return make(big(a) + big(b), arena);
}

Number subtract(Number a, Number b, Arena &arena) {
  int64_t difference = 0;
  if (a.isSmall() && b.isSmall() && !__builtin_sub_overflow(a.small, b.small, &difference))
    return Number::of(difference);
  if (isInfinite(a) && isInfinite(b) && signOf(a) == signOf(b))
    return Number::of(0);
  return make(big(a) - big(b), arena);
}

Number multiply(Number a, Number b, Arena &arena) {
  int64_t product = 0;
  if (a.isSmall() && b.isSmall() && !__builtin_mul_overflow(a.small, b.small, &product))
    return Number::of(product);
  if (signOf(a) == 0 || signOf(b) == 0)
    return Number::of(0);
  return make(big(a) * big(b), arena);
}

std::optional<Number> divide(Number a, Number b, Arena &arena) {
  if (signOf(b) == 0) {
    if (signOf(a) == 0)
      return std::nullopt;
    return signOf(a) < 0 ? negativeInfinity(arena) : positiveInfinity(arena);
  }
  if (a.isSmall() && b.isSmall() && b.small != -1 && a.small % b.small == 0)
    return Number::of(a.small / b.small);
  if (isInfinite(a) && isInfinite(b))
    return std::nullopt;
  return make(big(a) / big(b), arena);
}

std::optional<Number> modulo(Number a, Number b, Arena &arena) {
  if (isInfinite(a) || isInfinite(b)) {
    if (signOf(a) == 0 || signOf(b) == 0)
      return std::nullopt;
    return signOf(a) * signOf(b) < 0 ? negativeInfinity(arena) : positiveInfinity(arena);
  }
  if (signOf(b) == 0)
    return a;
  if (a.isSmall() && b.isSmall())
    return Number::of(b.small == -1 ? 0 : a.small % b.small);
  const Big left = big(a);
  const Big right = big(b);
  return make(left - boost::multiprecision::trunc(Big(left / right)) * right, arena);
}

Number negate(Number a, Arena &arena) {
  return subtract(Number::of(0), a, arena);
}

Number absolute(Number a, Arena &arena) {
  return signOf(a) < 0 ? negate(a, arena) : a;
}

Number ceiling(Number a, Arena &arena) {
  return a.isSmall() || isInfinite(a) ? a : make(boost::multiprecision::ceil(a.big->value), arena);
}

Number floorOf(Number a, Arena &arena) {
  return a.isSmall() || isInfinite(a) ? a : make(boost::multiprecision::floor(a.big->value), arena);
}

std::optional<Number> parseInBase(std::string_view text, int base, Arena &arena) {
  POSTERN_CHECK(base >= 2 && base <= 62);
  const bool negative = !text.empty() && text[0] == '-';
  if (!text.empty() && (text[0] == '-' || text[0] == '+'))
    text.remove_prefix(1);
  if (text.empty() || text.size() > kMostDigits)
    return std::nullopt;
  Whole value = 0;
  for (const char c : text) {
    int digit = digitValue(c);
    // Up to 36 the case of a letter does not matter.
    if (base <= 36 && digit >= 36 && digit < 62)
      digit -= 26;
    if (digit >= base)
      return std::nullopt;
    value = value * base + digit;
  }
  return make(Big(negative ? Whole(-value) : value), arena);
}

std::string wholeInBase(Number number, int base) {
  POSTERN_CHECK(base >= 2 && base <= 62 && isWhole(number));
  constexpr std::string_view kDigits = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  Whole value(big(number));
  const bool negative = value < 0;
  if (negative)
    value = -value;
  std::string out;
  do {
    out += kDigits[static_cast<size_t>(Whole(value % base))];
    value /= base;
  } while (value != 0);
  if (negative)
    out += '-';
  std::ranges::reverse(out);
  return out;
}

} // namespace postern::eval
