#include "Eval/functions/Decimal.h"

#include <fmt/format.h>

#include <algorithm>

namespace postern::eval::functions {

namespace {

/// 0.d1d2d3… times ten to the `point`; no digits for zero.
struct Decimal {
  bool negative = false;
  std::string digits;
  int point = 0;
};

Decimal read(const std::string &text) {
  Decimal out;
  for (const char c : text) {
    if (c == '-')
      out.negative = true;
    else if (c == '.')
      out.point = int(out.digits.size());
    else
      out.digits += c;
  }
  if (text.find('.') == std::string::npos)
    out.point = int(out.digits.size());
  const size_t leading = std::min(out.digits.find_first_not_of('0'), out.digits.size());
  out.digits.erase(0, leading);
  out.point -= int(leading);
  while (!out.digits.empty() && out.digits.back() == '0')
    out.digits.pop_back();
  if (out.digits.empty())
    out.point = 0;
  return out;
}

/// Keeps `count` digits, rounding half to even.
void roundTo(Decimal &decimal, int count) {
  if (count < 0) {
    decimal.digits.clear();
    decimal.point = 0;
    return;
  }
  const auto kept = size_t(count);
  if (kept >= decimal.digits.size())
    return;
  const char next = decimal.digits[kept];
  const bool tie = next == '5' && decimal.digits.size() == kept + 1;
  const bool odd = kept > 0 && (decimal.digits[kept - 1] - '0') % 2 == 1;
  const bool up = next > '5' || (next == '5' && (!tie || odd));
  decimal.digits.resize(kept);
  if (!up)
    return;
  size_t i = kept;
  while (i > 0 && decimal.digits[i - 1] == '9')
    decimal.digits[--i] = '0';
  if (i > 0) {
    ++decimal.digits[i - 1];
  } else {
    decimal.digits.insert(decimal.digits.begin(), '1');
    ++decimal.point;
  }
}

char digitAt(const Decimal &decimal, int index) {
  return index >= 0 && size_t(index) < decimal.digits.size() ? decimal.digits[size_t(index)] : '0';
}

std::string plain(const Decimal &decimal, int places) {
  std::string out;
  for (int i = 0; i < decimal.point; ++i)
    out += digitAt(decimal, i);
  if (out.empty())
    out = "0";
  if (places > 0)
    out += '.';
  for (int i = 0; i < places; ++i)
    out += digitAt(decimal, decimal.point + i);
  return out;
}

std::string scientific(const Decimal &decimal, int places, char letter) {
  std::string out(1, digitAt(decimal, 0));
  if (places > 0)
    out += '.';
  for (int i = 1; i <= places; ++i)
    out += digitAt(decimal, i);
  const int exponent = decimal.digits.empty() ? 0 : decimal.point - 1;
  return out + fmt::format("{}{}{:02}", letter, exponent < 0 ? '-' : '+', exponent < 0 ? -exponent : exponent);
}

} // namespace

std::string formatDecimal(Number number, char verb, int precision) {
  if (isInfinite(number))
    return signOf(number) < 0 ? "-Inf" : "+Inf";
  constexpr int kMostPlaces = 1000;
  precision = std::min(precision, kMostPlaces);
  // What is cut is rounded by the value itself, not by its shortest text.
  Decimal decimal =
      read(verb != 'e' && verb != 'E' && verb != 'f' && precision < 0 ? toText(number) : toExactText(number));
  const std::string sign = decimal.negative ? "-" : "";
  switch (verb) {
  case 'e':
  case 'E': {
    const int places = precision < 0 ? 6 : precision;
    roundTo(decimal, places + 1);
    return sign + scientific(decimal, places, verb);
  }
  case 'f': {
    const int places = precision < 0 ? 6 : precision;
    roundTo(decimal, decimal.point + places);
    return sign + plain(decimal, places);
  }
  default: {
    // As in C, but with as many digits as it takes where no precision is given.
    if (precision >= 0)
      roundTo(decimal, std::max(precision, 1));
    decimal.digits.erase(decimal.digits.find_last_not_of('0') + 1);
    const int digits = int(decimal.digits.size());
    int limit = precision < 0 ? 6 : std::max(precision, 1);
    if (precision >= 0 && limit > digits && digits >= decimal.point)
      limit = digits;
    const int exponent = decimal.digits.empty() ? 0 : decimal.point - 1;
    if (exponent < -4 || exponent >= limit)
      return sign + scientific(decimal, std::max(digits - 1, 0), verb == 'G' ? 'E' : 'e');
    return sign + plain(decimal, std::max(digits - decimal.point, 0));
  }
  }
}

} // namespace postern::eval::functions
