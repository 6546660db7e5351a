// `--support`: what is modelled, known to be unknown, irrelevant, and still to do.
#pragma once

#include <string>

namespace postern::driver {

/// Every table of support states, one line an entry: `function  jsonencode  modelled`.
std::string supportText();

} // namespace postern::driver
