// What a regular expression says of the texts that it matches as a whole, as far as that is simple.
#pragma once

#include "Eval/Value.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace postern::eval {

struct PatternTexts {
  std::optional<std::vector<std::string>> all; ///< every text that matches, where they are few
  std::string prefix;                          ///< what each of them begins with
  HoleClass hole = HoleClass::Any;             ///< what characters they have
};

/// Of a pattern in RE2's syntax that is searched for in a text. A pattern that is not bound to the text's beginning
/// says nothing, nor does one with flags, assertions or other things that are not read here.
PatternTexts textsOf(std::string_view pattern);

} // namespace postern::eval
