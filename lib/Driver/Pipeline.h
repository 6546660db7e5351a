// The seven stages, from one root module to its findings.
#pragma once

#include "Driver/Options.h"
#include "Report/Result.h"
#include "Source/SourceManager.h"

#include <span>
#include <string>
#include <vector>

namespace postern::driver {

/// What all roots of a run share.
struct Run {
  const Options &options;
  SourceManager &sources;
  tf::FileCache &files;
  std::span<const check::Rule *const> rules;
};

/// What one root came to. Holds nothing of the root's own memory.
struct RootResult {
  check::Findings findings;
  std::vector<Diagnostic> diagnostics; ///< in the order of the work
  std::vector<tf::Unresolved> unresolved;
  std::vector<tf::OpaqueCall> opaque;
  std::vector<Diagnostic> flagFaults; ///< see tf::flagFaults
  tf::Statistics statistics;
  uint64_t resources = 0;
  uint64_t heapBytes = 0;
  std::string dump; ///< when a stage is to be dumped; then what comes after it did not run
};

/// Checks one root module. Everything between load and report happens here.
/// `memo` may be null.
RootResult audit(const tf::Root &root, const Run &run, tf::ModuleMemo *memo);

/// Whether the user can edit the file: it is no part of a module that some tool has fetched.
bool isOwned(std::string_view path);

} // namespace postern::driver
