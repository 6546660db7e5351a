// Numbers as printf-like verbs write them: %e, %f, %g of any precision.
#pragma once

#include "Eval/Number.h"

#include <string>

namespace postern::eval::functions {

/// `verb` is one of e E f g G; `precision` is -1 for "as many digits as the number has" (%f and %e then take 6).
/// Without sign for positive numbers.
std::string formatDecimal(Number number, char verb, int precision);

} // namespace postern::eval::functions
