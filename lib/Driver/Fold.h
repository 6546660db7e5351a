// What one old configuration says at every turn, said once for each of its folders.
#pragma once

#include "Diag/Diagnostic.h"

#include <vector>

namespace postern {
class SourceManager;
} // namespace postern

namespace postern::driver {

/// Of spellings of Terraform before 0.12 that are read as they were meant, leaves the first of each kind in a folder
/// and puts how many more there are into its message. `diags` must be sorted.
void foldOldSpellings(std::vector<Diagnostic> &diags, const SourceManager &sources);

} // namespace postern::driver
