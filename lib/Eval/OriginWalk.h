// Walks the way a value came: its stations in the order it travelled.
#pragma once

#include "Eval/Heap.h"

#include <string_view>
#include <vector>

namespace postern::eval {

/// One station, without the links between them.
struct OriginStep {
  OriginKind kind;
  SourceRange range;     ///< may be nowhere
  std::string_view name; ///< of the variable, local, output, function or key
  std::string_view scope;
};

/// The stations from the literal outwards. An element's own way comes first, then that of the collections it was taken
/// out of, without the place where these were written. Empty for no origin; never more than kMaxSteps.
inline constexpr size_t kMaxSteps = 1024;
std::vector<OriginStep> stepsOf(const Heap &heap, OriginId origin);

} // namespace postern::eval
