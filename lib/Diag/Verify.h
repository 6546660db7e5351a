// Compares the diagnostics of a run with what its input says they should be; both sides of a mismatch are named.
#pragma once

#include "Diag/Diagnostic.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace postern {

class SourceManager;

/// One line that says what a run must report. docs/testing.md shows how they are written, Syntax/Comments reads them.
struct Expectation {
  enum class Kind : uint8_t {
    Diagnostic, ///< of `level` and `code`
    Note,       ///< a path note or a label of any diagnostic
    Help,       ///< a help text of a diagnostic at that range
    Nothing,    ///< the run reports nothing
    Malformed,  ///< `text` says what is wrong with the line
  };

  Kind kind = Kind::Diagnostic;
  Level level = Level::Error;
  std::string code; ///< code or name; empty: the default rule's
  std::string text; ///< must be part of the message
  SourceRange at;   ///< where the expectation itself is written

  /// Where the diagnostic must stand. Three ways: a range; a place in a file that can hold no comments; nowhere.
  enum class Where : uint8_t { Range, Place, Nowhere } where = Where::Range;
  SourceRange range;
  uint32_t lineEnd = 0; ///< end of the range's line: a diagnostic that goes on below it must fill the line to there
  std::string path;     ///< Place: the file, cleaned
  uint32_t line = 0;
  uint32_t column = 0;    ///< Place: in bytes; 0: any on that line
  uint32_t endColumn = 0; ///< Place: 0: any
};

struct VerifyResult {
  size_t met = 0;                    ///< expectations that came true
  std::vector<std::string> failures; ///< "file:line:column: …", sorted by place; empty when all agrees

  [[nodiscard]] bool ok() const { return failures.empty(); }
};

/// Every diagnostic must be expected and every expectation be met, each by a diagnostic of its own; notes, labels and
/// help texts may be left unsaid. An input without any expectation fails: it says `no-diagnostics` if it means that.
/// `defaultRule` is what a bare `error:` means; empty: then that is malformed.
VerifyResult verify(std::span<const Expectation> expectations, std::span<const Diagnostic> diagnostics,
                    const SourceManager &sources, std::string_view defaultRule);

} // namespace postern
