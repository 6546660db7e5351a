// Terraform's numbers: 512-bit binary floats, with whole numbers of 64 bits kept apart for speed (language.md TY-2).
#pragma once

#include "Basic/Arena.h"

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace postern::eval {

/// Defined in Number.cpp only: the header of the big type is heavy.
struct BigFloat;

/// Plain data; what does not fit into 64 bits lives in the arena that made it. INVARIANT: `big` is null exactly when
/// the value is a whole number that fits into int64, so two equal numbers have one form. There are two exceptions: the
/// zero with a sign, which equals the other and is written "-0"; and what was computed as a double, which is written
/// with as many digits as tell it from other doubles.
struct Number {
  int64_t small = 0;
  const BigFloat *big = nullptr;

  static Number of(int64_t value) { return {value, nullptr}; }
  [[nodiscard]] bool isSmall() const { return big == nullptr; }
};

/// Reading digits takes time with the square of their number, so longer texts are no numbers.
inline constexpr size_t kMostDigits = 20'000;

/// Optional `-`, digits, fraction, exponent; nothing else. Nothing for any other text.
std::optional<Number> parseNumber(std::string_view text, Arena &arena);
/// What a string converts to (TY-3): a number as above that may also have a `+`, begin or end with its point, or be
/// "Inf". No blanks, no other base, no `_`.
std::optional<Number> numberFromText(std::string_view text, Arena &arena);
Number numberFromDouble(double value, Arena &arena);
Number positiveInfinity(Arena &arena);
Number negativeInfinity(Arena &arena);

/// Shortest decimal that reads back, without an exponent (TY-6): "1000", "1.5", "0.0000001".
std::string toText(Number number);
/// All decimal digits of the binary value; as toText() where there are too many.
std::string toExactText(Number number);
double toDouble(Number number);
/// The value if it is whole and fits.
std::optional<int64_t> toInt64(Number number);

bool isWhole(Number number);
bool isInfinite(Number number);
int signOf(Number number); ///< -1, 0, 1
std::strong_ordering compare(Number a, Number b);
/// The same value, or the same text where one of the two is a double.
bool equal(Number a, Number b);

Number add(Number a, Number b, Arena &arena);
Number subtract(Number a, Number b, Arena &arena);
Number multiply(Number a, Number b, Arena &arena);
/// x/0 is an infinity of x's sign; nothing for 0/0 and infinity by infinity.
std::optional<Number> divide(Number a, Number b, Arena &arena);
/// The sign of the dividend; nothing where the result is not defined.
std::optional<Number> modulo(Number a, Number b, Arena &arena);
Number negate(Number a, Arena &arena);
Number absolute(Number a, Arena &arena);
Number ceiling(Number a, Arena &arena);
Number floorOf(Number a, Arena &arena);

/// Whole numbers in another base, 2 to 62 (digits 0-9, a-z, A-Z), for parseint and the format verbs.
std::optional<Number> parseInBase(std::string_view text, int base, Arena &arena);
/// Of a whole number; nothing where it has so many digits that writing them, which takes time with the square of their
/// number, would be felt.
std::optional<std::string> wholeInBase(Number number, int base);

} // namespace postern::eval
