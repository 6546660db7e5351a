// Reads what comments say to this program; so far the expectations of a verify test.
#pragma once

#include "Diag/Verify.h"
#include "Syntax/Parse.h"

#include <string_view>
#include <vector>

namespace postern {
class SourceManager;
} // namespace postern

namespace postern::hcl {

/// The comment without its markers and the blanks around what is left.
std::string_view commentText(const Comment &comment, const SourceManager &sources);

/// The expectations in the file's comments, in source order. Each stands in a comment of its own line:
///
///     # ^^^^ error[NET101]: words of the message     carets under the code above, columns counted in characters
///     #<^^^ error[NET101]: words                     the same, starting in the column of the #
///     # ^^^^@-3 warning[E210]: words                 carets for the line three above this one
///     # at other.json:3:7-19 error[E187]: words      a place in a file beside this one; columns in bytes, both
///     optional # nowhere error[E501]: words                   a diagnostic without a place # no-diagnostics
///
/// The line above is the nearest one that is no line of carets itself. The word is error, warning or note with a code
/// or name in brackets; a bare `error:` or `warning:` means the rule that the run is for, a bare `note:` a path note or
/// label, `help:` a help text. A comment that starts like one of these and goes on otherwise is Malformed.
std::vector<Expectation> readExpectations(const File &file, const SourceManager &sources);

} // namespace postern::hcl
