// postern: the process around Driver/Main.
#include "Driver/Main.h"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string_view>
#include <unistd.h>

int main(int argc, char **argv) {
  // A fault of ours has an exit code of its own, whichever way it shows.
  std::signal(SIGABRT, [](int) { std::_Exit(4); });

  const char *const term = std::getenv("TERM");
  const char *const noColor = std::getenv("NO_COLOR");
  const bool color =
      isatty(STDOUT_FILENO) && term && std::string_view(term) != "dumb" && !(noColor && noColor[0] != '\0');
  try {
    const postern::RealFileSystem fs;
    const postern::driver::Outcome outcome =
        postern::driver::run({argv + 1, argv + argc}, environ, fs, {.color = color});
    std::fwrite(outcome.err.data(), 1, outcome.err.size(), stderr);
    std::fwrite(outcome.out.data(), 1, outcome.out.size(), stdout);
    if (std::fflush(stdout) == 0)
      return static_cast<int>(outcome.code);
    std::fputs("postern: cannot write to standard output\n", stderr);
    return 2;
  } catch (const std::exception &error) {
    std::fprintf(stderr, "postern: internal error: %s\n", error.what());
    return 4;
  }
}
