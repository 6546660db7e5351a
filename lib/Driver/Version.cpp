#include "Driver/Version.h"

namespace postern::driver {

std::string_view version() {
  return POSTERN_VERSION;
}

} // namespace postern::driver
