// Yes, no, or unknown: the answer to every question about values that may hold unknowns.
#pragma once

#include <cstdint>

namespace postern {

/// Ordered: No < Unknown < Yes, so `and` is the smaller and `or` the larger of two.
enum class Truth : uint8_t { No, Unknown, Yes };

constexpr Truth truthOf(bool value) {
  return value ? Truth::Yes : Truth::No;
}
constexpr Truth operator!(Truth a) {
  return a == Truth::Unknown ? Truth::Unknown : truthOf(a == Truth::No);
}
constexpr Truth operator&&(Truth a, Truth b) {
  return a < b ? a : b;
}
constexpr Truth operator||(Truth a, Truth b) {
  return a < b ? b : a;
}

/// May it hold? Must it?
constexpr bool may(Truth a) {
  return a != Truth::No;
}
constexpr bool must(Truth a) {
  return a == Truth::Yes;
}

} // namespace postern
