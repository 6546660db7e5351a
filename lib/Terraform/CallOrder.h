// In which order the module calls of a configuration can be evaluated, arguments and all, without meeting a circle.
#pragma once

#include "Terraform/Config.h"

#include <cstdint>
#include <vector>

namespace postern::tf {

/// Each call after those that it refers to, whatever the way there. Calls on a circle, and after one, are left out:
/// whether it is one depends on what is asked for. So are those whose providers refer to calls that are on one.
std::vector<uint32_t> callOrder(const ModuleConfig &config);

} // namespace postern::tf
