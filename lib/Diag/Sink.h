// Collects the diagnostics of one piece of work; sorted only when they are printed.
#pragma once

#include "Diag/Diagnostic.h"
#include "Diag/Kinds.h"

#include <vector>

namespace postern {

class SourceManager;

/// Not shared between threads: each root has its own, and the results are merged in an order the user can see.
class Sink {
public:
  Diagnostic &report(Diagnostic diag) { return diags_.emplace_back(std::move(diag)); }

  /// `sink.report(kind::UnknownFunction, range, name)`; the result may be given labels and a help text. The reference
  /// is good until the next report.
  template <typename... Args>
  Diagnostic &report(const Kind<Args...> &kind, SourceRange range, const std::type_identity_t<Args> &...args) {
    return report(makeDiagnostic(kind, range, args...));
  }

  [[nodiscard]] const std::vector<Diagnostic> &all() const { return diags_; }
  [[nodiscard]] bool empty() const { return diags_.empty(); }
  [[nodiscard]] size_t count(Level level) const;
  [[nodiscard]] bool hasErrors() const { return count(Level::Error) > 0; }

  /// Moves everything out, in the order it was reported.
  std::vector<Diagnostic> take() { return std::exchange(diags_, {}); }

private:
  std::vector<Diagnostic> diags_;
};

/// By file path, offset, code and text; equal ones are left once. The order in which work was done plays no part.
void sortDiagnostics(std::vector<Diagnostic> &diags, const SourceManager &sources);

} // namespace postern
