// Diagnostics the way compilers print them: one line that editors can jump to, the source, a caret, notes, help.
#pragma once

#include "Report/Result.h"
#include "Report/Snippet.h"

#include <string>

namespace postern::report {

/// One engine diagnostic.
void printDiagnostic(std::string &out, const Diagnostic &diag, const SourceManager &sources, Style style);

/// One finding with everything that belongs to it.
void printFinding(std::string &out, const check::Finding &finding, const SourceManager &sources, Style style);

/// Everything: findings and engine diagnostics in the order of their places, then the line of counts.
std::string toText(const Result &result, const SourceManager &sources, Style style);

/// "3 findings (2 errors, 1 warning); 4 expressions unresolved; 1 module not on disk".
std::string summaryLine(const Result &result);

} // namespace postern::report
