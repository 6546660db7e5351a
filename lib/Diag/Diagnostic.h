// One thing said to the user, with everything a reader of any output format needs; and the shape of a message.
#pragma once

#include "Source/SourceRange.h"

#include <fmt/format.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace postern {

enum class Level : uint8_t { Note, Warning, Error };

/// "note", "warning", "error".
std::string_view levelName(Level level);

/// Possible: an unknown took part, so the fact may or may not hold.
enum class Certainty : uint8_t { Definite, Possible };

/// A further range that belongs to the message. The words may be empty.
struct Label {
  SourceRange range;
  std::string text;
};

/// One station on the way from the literal to the resource, in the order the value travels.
struct PathStep {
  std::string_view role; ///< "variable", "argument", "local", "element", "use", …; static text
  std::string message;
  SourceRange range;
};

struct Diagnostic {
  std::string_view code;    ///< "E210", "NET101"; static text
  std::string_view name;    ///< what stands in [brackets]: rule or kind; static text
  std::string_view summary; ///< the reference's words for the same fault, empty where it has none; static text
  Level level = Level::Error;
  Certainty certainty = Certainty::Definite;
  bool rejects = false; ///< Terraform refuses the configuration for this, whatever our level is
  std::string message;  ///< one sentence, true when read alone, lower case, no full stop
  SourceRange range;    ///< the smallest expression to edit; may be nowhere
  std::vector<Label> labels;
  std::vector<PathStep> path;
  std::string help; ///< what to do; may be empty
};

/// An engine diagnostic as declared in Kinds.def: the text is checked against the argument types when compiled.
template <typename... Args> struct Kind {
  std::string_view code;
  std::string_view name;
  Level level;
  std::string_view summary;
  bool rejects;
  fmt::format_string<const Args &...> text;
};

template <typename... Args>
Diagnostic makeDiagnostic(const Kind<Args...> &kind, SourceRange range, const std::type_identity_t<Args> &...args) {
  Diagnostic diag;
  diag.code = kind.code;
  diag.name = kind.name;
  diag.summary = kind.summary;
  diag.level = kind.level;
  diag.rejects = kind.rejects;
  diag.message = fmt::format(kind.text, args...);
  diag.range = range;
  return diag;
}

} // namespace postern
