// Assertions about our own mistakes: they stay on wherever POSTERN_ASSERTS is defined, and end the process.
#pragma once

namespace postern {

/// Prints the failed condition with its place to standard error and aborts. Never returns.
[[noreturn]] void checkFailed(const char *condition, const char *file, int line);

} // namespace postern

#ifdef POSTERN_ASSERTS
#define POSTERN_CHECK(condition)                                                                                       \
  ((condition) ? static_cast<void>(0) : ::postern::checkFailed(#condition, __FILE__, __LINE__))
#else
#define POSTERN_CHECK(condition) static_cast<void>(sizeof(!(condition)))
#endif

/// For the end of a switch that covers every enumerator.
#define POSTERN_UNREACHABLE() ::postern::checkFailed("unreachable", __FILE__, __LINE__)
