// Policy text → statements, with every string traced back to the user's files; says what AWS would refuse.
#pragma once

#include "Diag/Sink.h"
#include "Iam/Policy.h"
#include "Iam/PolicyText.h"

#include <string>
#include <vector>

namespace postern::iam {

/// What one policy argument's value comes to.
struct PolicyContents {
  std::vector<Statement> statements; ///< without policy and resources; those of only some alternatives exist Unknown
  std::string version;
  bool present = false; ///< there is a policy at all: not null, not empty
  bool open = false;
  bool opaque = false;
  std::string why; ///< of an opaque one: what is not known
};

/// Reads `value` (a String, Partial, Choice, Unknown or null). `use` is where the argument is written; `kind` decides
/// which elements have to be there. Of a policy that may not exist, and of alternatives, faults are not said: nobody
/// knows whether AWS will ever see them.
PolicyContents readPolicy(eval::Heap &heap, const eval::Value &value, SourceRange use, PolicyKind kind, Truth exists,
                          Sink &sink);

} // namespace postern::iam
