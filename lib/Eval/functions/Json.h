// Values as JSON text and back, with holes and origins kept.
#pragma once

#include "Eval/functions/Support.h"

namespace postern::eval::functions {

/// Appends `value` the way jsonencode writes it: no blanks, keys by bytes, < > & escaped. Every value is a segment with
/// its own origin. What is not known becomes a hole, inside quotes where it is certainly a string.
void writeJson(CallSite &site, TextBuilder &out, const Value &value);

/// A literal between quotes.
std::string jsonQuoted(std::string_view text);

} // namespace postern::eval::functions
