#include "Diag/Diagnostic.h"

#include "Basic/Check.h"

namespace postern {

std::string_view levelName(Level level) {
  switch (level) {
  case Level::Note:
    return "note";
  case Level::Warning:
    return "warning";
  case Level::Error:
    return "error";
  }
  POSTERN_UNREACHABLE();
}

} // namespace postern
