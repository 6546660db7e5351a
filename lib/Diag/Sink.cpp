#include "Diag/Sink.h"

#include "Source/SourceManager.h"

#include <algorithm>
#include <tuple>

namespace postern {

size_t Sink::count(Level level) const {
  return static_cast<size_t>(std::ranges::count(diags_, level, &Diagnostic::level));
}

void sortDiagnostics(std::vector<Diagnostic> &diags, const SourceManager &sources) {
  const auto key = [&sources](const Diagnostic &diag) {
    const std::string_view path = diag.range.valid() ? sources.path(diag.range.file) : std::string_view();
    return std::tuple(path, diag.range.begin, diag.range.end, diag.code, std::string_view(diag.message));
  };
  std::ranges::stable_sort(diags, {}, key);
  // Clang 14 cannot read the algorithms of std::ranges that return a subrange.
  const auto equal = [&key](const Diagnostic &a, const Diagnostic &b) { return key(a) == key(b); };
  diags.erase(std::unique(diags.begin(), diags.end(), equal), diags.end());
}

} // namespace postern
