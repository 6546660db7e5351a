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
  bool isDouble = false; ///< computed as one, and written as one
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
  const bool negativeZero = value.is_zero() && boost::multiprecision::signbit(value);
  if (!negativeZero && isfinite(value) && value >= std::numeric_limits<int64_t>::min() &&
      value <= std::numeric_limits<int64_t>::max()) {
    const auto small = value.convert_to<int64_t>();
    if (value == small)
      return Number::of(small);
  }
  static_assert(std::is_trivially_destructible_v<Big>);
  return {0, arena.make<BigFloat>(value, false)};
}

/// A sum or difference: a zero has no sign, unless it is that of two such zeros.
Number makeSum(const Big &value, bool negativeZeros, Arena &arena) {
  return value.is_zero() && !negativeZeros ? Number::of(0) : make(value, arena);
}

/// A zero, with its sign where it is negative.
Number zero(bool negative, Arena &arena) {
  return negative ? make(-Big(0), arena) : Number::of(0);
}

/// Whether there is a minus in front, before a zero too.
bool isNegative(Number number) {
  return number.isSmall() ? number.small < 0 : boost::multiprecision::signbit(number.big->value) != 0;
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

/// `digits` as a decimal whose last `places` digits stand behind the point, without needless zeros.
std::string withPoint(const std::string &digits, int places, bool negative) {
  const size_t point = digits.size() - static_cast<size_t>(places);
  std::string whole = digits.substr(0, point);
  std::string fraction = digits.substr(point);
  whole.erase(0, std::min(whole.find_first_not_of('0'), whole.size() - 1));
  fraction.erase(fraction.find_last_not_of('0') + 1);
  std::string out = negative ? "-" : "";
  out += whole;
  if (!fraction.empty())
    out += "." + fraction;
  return out;
}

std::string bigText(const Big &value) {
  if (boost::multiprecision::isinf(value))
    return value < 0 ? "-Inf" : "+Inf";
  if (value.is_zero())
    return "-0";
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
  return withPoint(digits, places, value < 0);
}

/// Binary exponents beyond which digits are not written out one by one.
constexpr int kLongest = 10'000;

std::string exactText(const Big &value) {
  if (!boost::multiprecision::isfinite(value) || value.is_zero())
    return bigText(value);
  const Binary binary = binaryOf(value);
  if (binary.exponent > kLongest || binary.exponent < -kLongest)
    return bigText(value);
  const int places = binary.exponent < 0 ? -binary.exponent : 0;
  std::string digits = digitsOf(binary.mantissa, binary.exponent, places);
  const size_t least = static_cast<size_t>(places) + 1;
  if (digits.size() < least)
    digits.insert(0, least - digits.size(), '0');
  return withPoint(digits, places, value < 0);
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
    return value == 0 ? zero(whole > 0, arena) : Number::of(whole > 0 ? -value : value);
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
  const bool isZero = text.substr(0, text.find_first_of("eE")).find_first_of("123456789") == std::string_view::npos;
  if (isZero || exponent < -kLargestDecimalExponent)
    return zero(whole > 0, arena);
  if (exponent > kLargestDecimalExponent)
    return whole > 0 ? negativeInfinity(arena) : positiveInfinity(arena);
  return make(Big(std::string(text)), arena);
}

std::optional<Number> numberFromText(std::string_view text, Arena &arena) {
  std::string plain;
  std::string_view rest = text;
  const bool negative = rest.starts_with('-');
  if (negative || rest.starts_with('+'))
    rest.remove_prefix(1);
  if (rest == "Inf" || rest == "inf")
    return negative ? negativeInfinity(arena) : positiveInfinity(arena);
  if (rest.size() > kMostDigits || rest.find_first_of("+-") == 0)
    return std::nullopt;
  const size_t mantissa = std::min(rest.find_first_of("eE"), rest.size());
  std::string_view digits = rest.substr(0, mantissa);
  if (negative)
    plain += '-';
  if (digits.starts_with('.') && digits.size() > 1)
    plain += '0';
  else if (digits.ends_with('.') && digits.size() > 1)
    digits.remove_suffix(1);
  plain += digits;
  plain += rest.substr(mantissa);
  return parseNumber(plain, arena);
}

Number numberFromDouble(double value, Arena &arena) {
  if (std::isinf(value) || std::isnan(value))
    return value < 0 ? negativeInfinity(arena) : positiveInfinity(arena);
  constexpr double kExact = 9007199254740992; // 2^53
  if (std::abs(value) < kExact && std::trunc(value) == value)
    return make(Big(value), arena);
  return {0, arena.make<BigFloat>(Big(value), true)};
}

Number positiveInfinity(Arena &arena) {
  return make(std::numeric_limits<Big>::infinity(), arena);
}
Number negativeInfinity(Arena &arena) {
  return make(-std::numeric_limits<Big>::infinity(), arena);
}

std::string toText(Number number) {
  if (number.isSmall())
    return fmt::format_int(number.small).str();
  // The shortest digits of the double, as a decimal without exponent.
  return bigText(number.big->isDouble ? Big(fmt::format("{}", toDouble(number))) : number.big->value);
}

std::string toExactText(Number number) {
  return number.isSmall() ? fmt::format_int(number.small).str() : exactText(number.big->value);
}

double toDouble(Number number) {
  return number.isSmall() ? static_cast<double>(number.small) : number.big->value.convert_to<double>();
}

std::optional<int64_t> toInt64(Number number) {
  if (number.isSmall())
    return number.small;
  const Big &value = number.big->value;
  const bool fits = value >= std::numeric_limits<int64_t>::min() && value <= std::numeric_limits<int64_t>::max();
  return fits && isWhole(number) ? std::optional(value.convert_to<int64_t>()) : std::nullopt;
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
  return number.big->value.is_zero() ? 0 : number.big->value.sign();
}

std::strong_ordering compare(Number a, Number b) {
  if (a.isSmall() && b.isSmall())
    return a.small <=> b.small;
  const int order = big(a).compare(big(b));
  return order <=> 0;
}

bool equal(Number a, Number b) {
  if (compare(a, b) == 0)
    return true;
  const auto isDouble = [](Number number) { return !number.isSmall() && number.big->isDouble; };
  return (isDouble(a) || isDouble(b)) && toText(a) == toText(b);
}

Number add(Number a, Number b, Arena &arena) {
  int64_t sum = 0;
  if (a.isSmall() && b.isSmall() && !__builtin_add_overflow(a.small, b.small, &sum))
    return Number::of(sum);
  // Not a number: callers that can say so ask before.
  if (isInfinite(a) && isInfinite(b) && signOf(a) != signOf(b))
    return Number::of(0);
  return makeSum(big(a) + big(b), isNegative(a) && isNegative(b), arena);
}

Number subtract(Number a, Number b, Arena &arena) {
  int64_t difference = 0;
  if (a.isSmall() && b.isSmall() && !__builtin_sub_overflow(a.small, b.small, &difference))
    return Number::of(difference);
  if (isInfinite(a) && isInfinite(b) && signOf(a) == signOf(b))
    return Number::of(0);
  return makeSum(big(a) - big(b), isNegative(a) && !isNegative(b), arena);
}

Number multiply(Number a, Number b, Arena &arena) {
  int64_t product = 0;
  if (a.isSmall() && b.isSmall() && !__builtin_mul_overflow(a.small, b.small, &product))
    return product == 0 ? zero(a.small < 0 || b.small < 0, arena) : Number::of(product);
  if (signOf(a) == 0 || signOf(b) == 0)
    return zero(isNegative(a) != isNegative(b), arena);
  return make(big(a) * big(b), arena);
}

std::optional<Number> divide(Number a, Number b, Arena &arena) {
  if (signOf(b) == 0) {
    if (signOf(a) == 0)
      return std::nullopt;
    return (signOf(a) < 0) != isNegative(b) ? negativeInfinity(arena) : positiveInfinity(arena);
  }
  if (signOf(a) == 0)
    return zero(isNegative(a) != isNegative(b), arena);
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
  return makeSum(left - boost::multiprecision::trunc(Big(left / right)) * right, false, arena);
}

Number negate(Number a, Arena &arena) {
  if (signOf(a) == 0)
    return zero(!isNegative(a), arena);
  return subtract(Number::of(0), a, arena);
}

Number absolute(Number a, Arena &arena) {
  return isNegative(a) ? negate(a, arena) : a;
}

Number ceiling(Number a, Arena &arena) {
  return a.isSmall() || isInfinite(a) ? a : makeSum(boost::multiprecision::ceil(a.big->value), false, arena);
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

std::optional<std::string> wholeInBase(Number number, int base) {
  POSTERN_CHECK(base >= 2 && base <= 62 && isWhole(number));
  if (!number.isSmall() && !number.big->value.is_zero() && binaryOf(number.big->value).exponent > kLongest)
    return std::nullopt;
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
