// Every engine diagnostic as text, for who looks one up by its code or name.
#pragma once

#include "Diag/Diagnostic.h"

#include <span>
#include <string_view>

namespace postern::kind {

struct Info {
  std::string_view code;
  std::string_view name;
  Level level;
  std::string_view summary; ///< the words of the reference for the same fault; empty where it has none
  std::string_view text;    ///< as in Kinds.def, with {} where the values go
};

/// All of them, in the order of Kinds.def.
std::span<const Info> all();

/// The one that `word` means by code or name, letter case aside; null when there is none.
const Info *find(std::string_view word);

} // namespace postern::kind
