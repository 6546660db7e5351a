// Which release this is; the number stands in the top CMakeLists.txt.
#pragma once

#include <string_view>

namespace postern::driver {

/// "0.1.0"
std::string_view version();

} // namespace postern::driver
