// The program behind the command line, without the process around it.
#pragma once

#include "Basic/FileSystem.h"
#include "Driver/ExitCode.h"

#include <string>
#include <vector>

namespace postern::driver {

/// What the process looks like to the program.
struct Terminal {
  bool color = false; ///< standard output is a terminal that takes colours
};

struct Outcome {
  std::string out; ///< for standard output
  std::string err; ///< for standard error
  ExitCode code = ExitCode::Clean;
};

Outcome run(const std::vector<std::string> &arguments, const char *const *environment, const FileSystem &fs,
            Terminal terminal);

} // namespace postern::driver
