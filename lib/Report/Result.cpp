#include "Report/Result.h"

#include <algorithm>

namespace postern::report {

size_t Result::count(Level level) const {
  const auto found = std::ranges::count(findings, level, [](const check::Finding &f) { return f.diag.level; });
  return static_cast<size_t>(found + std::ranges::count(errors, level, &Diagnostic::level));
}

} // namespace postern::report
