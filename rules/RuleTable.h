// Every rule that this build holds, in the order of their codes.
#pragma once

#include "Check/Rule.h"

#include <span>

namespace postern::rules {

std::span<const check::Rule> allRules();

} // namespace postern::rules
