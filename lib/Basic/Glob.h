// Text patterns with `*` and `?` as sets of texts: matching, containment and intersection, exactly.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace postern {

/// A set of texts. Letters are bytes; a letter from 256 on stands for a text that is not known but fixed, equal to
/// itself and to nothing else.
class Glob {
public:
  enum class TokenKind : uint8_t {
    Letter,
    One,  ///< `?`
    Many, ///< `*`
  };
  struct Token {
    TokenKind kind;
    bool crossesColon = true; ///< One and Many: whether a `:` matches
    uint32_t letter = 0;
  };
  struct Options {
    bool ignoreCase = false;
    /// Wildcards within the first `fields` fields between colons do not match a colon.
    uint32_t fields = 0;
  };

  Glob() = default;
  explicit Glob(std::string_view text) { append(text, {}); }
  Glob(std::string_view text, const Options &options) { append(text, options); }

  /// More of the same text: the colons that count for `fields` are those so far as well.
  void append(std::string_view text, const Options &options);
  /// `text` without wildcards.
  void appendLiteral(std::string_view text, bool ignoreCase = false);
  void appendLetter(uint32_t letter);
  /// Any text, like `*`.
  void appendAny(const Options &options);

  [[nodiscard]] bool matches(std::string_view text, bool ignoreCase = false) const;
  [[nodiscard]] bool hasWildcard() const;
  [[nodiscard]] std::span<const Token> tokens() const { return tokens_; }

  bool operator==(const Glob &other) const;

private:
  std::vector<Token> tokens_;
  uint32_t colons_ = 0;
};

/// Whether every text of `inner` is one of some of `outers`. Exact, except that patterns which would need more than
/// some ten thousand states count as not covered.
bool covers(std::span<const Glob> outers, const Glob &inner);
inline bool covers(const Glob &outer, const Glob &inner) {
  return covers(std::span<const Glob>(&outer, 1), inner);
}

/// Whether some text is in both. Exact.
bool intersects(const Glob &a, const Glob &b);

} // namespace postern
