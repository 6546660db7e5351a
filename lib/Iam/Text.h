// A string out of a policy: its known text, and the holes in it.
#pragma once

#include "Basic/Glob.h"
#include "Eval/Value.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace postern::iam {

/// A part that is not known, before byte `offset` of the literal text.
struct Hole {
  uint32_t offset = 0;
  eval::SymbolId symbol; ///< may be none
  eval::HoleClass kind = eval::HoleClass::Any;
  std::string name; ///< as the user would write it: "var.bucket"
};

struct Text {
  std::string literal;
  std::vector<Hole> holes; ///< ascending by offset

  Text() = default;
  explicit Text(std::string_view text) : literal(text) {}

  [[nodiscard]] bool known() const { return holes.empty(); }
  /// One hole and nothing else.
  [[nodiscard]] bool isHole() const { return literal.empty() && holes.size() == 1; }
  /// Whether some hole may hold anything at all, wildcards too.
  [[nodiscard]] bool mayHoldWildcard() const;
  /// Holes written as ${name}.
  [[nodiscard]] std::string shown() const;
  /// Bytes [begin, end) of the literal with the holes in them and at both edges, for texts that are cut at separators.
  [[nodiscard]] Text part(size_t begin, size_t end) const;

  bool operator==(const Text &other) const;
};
std::string toText(const Text &text);

/// `text` as a set of texts. `may`: holes that may hold wildcards count as `*`; otherwise each hole is one text that is
/// not known but fixed. `literal`: wildcards stand for themselves.
Glob globOf(const Text &text, const Glob::Options &options, bool may, bool literal = false);

} // namespace postern::iam
