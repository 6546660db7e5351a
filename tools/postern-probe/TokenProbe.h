// Compares the tokens of a text with a vector's.
#pragma once

#include "Syntax/JsonDocument.h"

#include <string>
#include <string_view>

namespace postern::probe {

/// `expected` is a list of [kind, text, begin, end, line, column, end line, end column]; a reason when they differ.
bool sameTokens(std::string_view text, bool isTemplate, const hcl::json::Node &expected, std::string &why);

} // namespace postern::probe
