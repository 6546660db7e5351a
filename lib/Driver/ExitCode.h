// What each exit code of the program promises.
#pragma once

#include <cstdint>

namespace postern::driver {

enum class ExitCode : uint8_t {
  Clean = 0,      ///< nothing at or above the threshold of --fail-on
  Findings = 1,   ///< findings, or engine diagnostics, at or above it
  Usage = 2,      ///< wrong usage or configuration: nothing was analysed
  Incomplete = 3, ///< --strict was given and something could not be analysed, whatever else was found
  Fault = 4,      ///< a fault of ours
};

} // namespace postern::driver
