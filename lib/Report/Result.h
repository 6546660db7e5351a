// What one run has to say, complete: every format is drawn from it.
#pragma once

#include "Check/Finding.h"
#include "Diag/Diagnostic.h"
#include "Terraform/Expand.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace postern {
class SourceManager;
} // namespace postern

namespace postern::report {

struct Counts {
  uint64_t roots = 0;
  uint64_t files = 0; ///< read, variable files too
  uint64_t resources = 0;
  uint64_t unreadable = 0; ///< files that could not be read
  uint64_t syntaxErrors = 0;
  uint64_t missingModules = 0; ///< calls of modules that are not on disk
  uint64_t limits = 0;         ///< limits that were reached
  double seconds = 0;

  /// Something was not analysed.
  [[nodiscard]] bool incomplete() const { return unreadable + syntaxErrors + limits > 0; }
};

/// Sorted and merged. Ranges point into `sources`, which outlives it.
struct Result {
  check::Findings findings;
  std::vector<Diagnostic> errors; ///< what the engine said
  std::vector<tf::Unresolved> unresolved;
  Counts counts;

  /// Findings and engine diagnostics of that level.
  [[nodiscard]] size_t count(Level level) const;
};

} // namespace postern::report
