#include "Basic/Check.h"

#include <cstdio>
#include <cstdlib>

namespace postern {

void checkFailed(const char *condition, const char *file, int line) {
  std::fprintf(stderr, "%s:%d: internal error: %s\n", file, line, condition);
  std::abort();
}

} // namespace postern
