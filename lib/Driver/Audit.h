// One run over everything the user named: finds the roots, checks each, and merges what they say.
#pragma once

#include "Driver/Pipeline.h"

#include <string>

namespace postern::driver {

struct Audit {
  report::Result result;
  tf::Statistics statistics;
  uint64_t largestHeap = 0;
  std::string dump;
};

/// The paths must exist. Roots are checked one after the other, each with memory of its own that is given back before
/// the next; findings of all are merged by rule and defining expression, so the order of work plays no part.
Audit auditAll(const Run &run);

/// What of a run's engine diagnostics means that something was not analysed.
void tally(report::Counts &counts, const std::vector<Diagnostic> &diagnostics);

/// Native syntax: a file that is parsed and may hold comments.
bool isNative(std::string_view path);

} // namespace postern::driver
