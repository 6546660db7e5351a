#include "Basic/Glob.h"

#include <algorithm>
#include <bit>
#include <set>
#include <utility>

namespace postern {
namespace {

using Token = Glob::Token;
using TokenKind = Glob::TokenKind;

/// A letter that stands for all that occur in no pattern at hand.
constexpr uint32_t kOther = 0xffffffff;
constexpr size_t kMaxStates = 20000;

bool accepts(const Token &token, uint32_t letter) {
  if (token.kind == TokenKind::Letter)
    return token.letter == letter;
  return token.crossesColon || letter != ':';
}

uint32_t fold(char c, bool ignoreCase) {
  const unsigned char byte = static_cast<unsigned char>(c);
  return ignoreCase && byte >= 'A' && byte <= 'Z' ? byte + ('a' - 'A') : byte;
}

/// Which positions of several patterns, put one behind the other, are live.
using Positions = std::vector<uint64_t>;

class Automaton {
public:
  explicit Automaton(std::span<const Glob *const> globs) {
    for (const Glob *const glob : globs) {
      starts_.push_back(tokens_.size());
      tokens_.insert(tokens_.end(), glob->tokens().begin(), glob->tokens().end());
      // The end of each pattern is a position too; no letter leads on from it.
      ends_.push_back(tokens_.size());
      tokens_.push_back({TokenKind::Letter, false, kOther - 1});
    }
  }

  [[nodiscard]] Positions start() const {
    Positions out(words(), 0);
    for (const size_t position : starts_)
      enter(out, position);
    return out;
  }
  [[nodiscard]] Positions step(const Positions &from, uint32_t letter) const {
    Positions out(words(), 0);
    for (size_t word = 0; word < from.size(); ++word) {
      for (uint64_t live = from[word]; live != 0; live &= live - 1) {
        const size_t i = word * 64 + static_cast<size_t>(std::countr_zero(live));
        if (accepts(tokens_[i], letter))
          enter(out, tokens_[i].kind == TokenKind::Many ? i : i + 1);
      }
    }
    return out;
  }
  /// Whether one of the patterns has this text.
  [[nodiscard]] bool matches(std::span<const uint32_t> text) const {
    Positions at = start();
    for (const uint32_t letter : text)
      at = step(at, letter);
    return accepting(at);
  }
  [[nodiscard]] bool accepting(const Positions &at) const {
    return std::any_of(ends_.begin(), ends_.end(), [&](size_t end) { return has(at, end); });
  }

private:
  [[nodiscard]] size_t words() const { return (tokens_.size() + 63) / 64; }
  [[nodiscard]] static bool has(const Positions &at, size_t i) { return (at[i / 64] >> (i % 64) & 1) != 0; }
  /// A `*` may match nothing, so the position behind it is live as well.
  void enter(Positions &at, size_t i) const {
    at[i / 64] |= uint64_t{1} << (i % 64);
    while (tokens_[i].kind == TokenKind::Many) {
      ++i;
      at[i / 64] |= uint64_t{1} << (i % 64);
    }
  }

  std::vector<Token> tokens_;
  std::vector<size_t> starts_, ends_;
};

std::vector<uint32_t> alphabetOf(std::span<const Glob *const> globs, const Glob &more) {
  // A colon is told apart by wildcards that do not cross it, so it always counts.
  std::set<uint32_t> letters{':', kOther};
  const auto gather = [&](const Glob &glob) {
    for (const Token &token : glob.tokens())
      if (token.kind == TokenKind::Letter)
        letters.insert(token.letter);
  };
  for (const Glob *const glob : globs)
    gather(*glob);
  gather(more);
  return {letters.begin(), letters.end()};
}

/// Whether the texts of the two begin alike as far as both are fixed. Patterns that do not share no text.
bool mayMeet(const Glob &a, const Glob &b) {
  const std::span<const Token> left = a.tokens(), right = b.tokens();
  for (size_t i = 0; i < left.size() && i < right.size(); ++i) {
    if (left[i].kind == TokenKind::Many || right[i].kind == TokenKind::Many)
      return true;
    if (left[i].kind == TokenKind::Letter && !accepts(right[i], left[i].letter))
      return false;
    if (right[i].kind == TokenKind::Letter && !accepts(left[i], right[i].letter))
      return false;
  }
  // Behind the shorter one there may only be what matches nothing.
  const std::span<const Token> rest =
      left.size() > right.size() ? left.subspan(right.size()) : right.subspan(left.size());
  return std::all_of(rest.begin(), rest.end(), [](const Token &token) { return token.kind == TokenKind::Many; });
}

/// A text of `glob` that is unlike other patterns: nothing for each `*`, for each `?` a letter that occurs in none.
std::vector<uint32_t> plainestOf(const Glob &glob) {
  std::vector<uint32_t> text;
  for (const Token &token : glob.tokens())
    if (token.kind != TokenKind::Many)
      text.push_back(token.kind == TokenKind::Letter ? token.letter : kOther);
  return text;
}

bool coversAnything(const Glob &glob) {
  return glob.tokens().size() == 1 && glob.tokens()[0].kind == TokenKind::Many && glob.tokens()[0].crossesColon;
}

} // namespace

void Glob::append(std::string_view text, const Options &options) {
  for (const char c : text) {
    const bool crosses = colons_ >= options.fields;
    if (c == '*') {
      // Neighbouring stars are one.
      if (tokens_.empty() || tokens_.back().kind != TokenKind::Many || tokens_.back().crossesColon != crosses)
        tokens_.push_back({TokenKind::Many, crosses, 0});
    } else if (c == '?') {
      tokens_.push_back({TokenKind::One, crosses, 0});
    } else {
      tokens_.push_back({TokenKind::Letter, false, fold(c, options.ignoreCase)});
      colons_ += c == ':' ? 1 : 0;
    }
  }
}

void Glob::appendLiteral(std::string_view text, bool ignoreCase) {
  for (const char c : text) {
    tokens_.push_back({TokenKind::Letter, false, fold(c, ignoreCase)});
    colons_ += c == ':' ? 1 : 0;
  }
}

void Glob::appendLetter(uint32_t letter) {
  tokens_.push_back({TokenKind::Letter, false, letter});
}

void Glob::appendAny(const Options &options) {
  append("*", options);
}

bool Glob::matches(std::string_view text, bool ignoreCase) const {
  std::vector<uint32_t> letters;
  letters.reserve(text.size());
  for (const char c : text)
    letters.push_back(fold(c, ignoreCase));
  const Glob *const self = this;
  return Automaton({&self, 1}).matches(letters);
}

bool Glob::hasWildcard() const {
  return std::any_of(tokens_.begin(), tokens_.end(),
                     [](const Token &token) { return token.kind != TokenKind::Letter; });
}

bool Glob::operator==(const Glob &other) const {
  return std::equal(tokens_.begin(), tokens_.end(), other.tokens_.begin(), other.tokens_.end(),
                    [](const Token &a, const Token &b) {
                      return a.kind == b.kind && a.crossesColon == b.crossesColon && a.letter == b.letter;
                    });
}

// Walks all texts of `inner` at once: a state is one position in `inner` and all positions that `outers` can be in
// after the same text. A text of `inner` that ends where no `outer` ends is a counterexample.
bool covers(std::span<const Glob> outers, const Glob &inner) {
  std::vector<const Glob *> near; // those that have a part in it
  for (const Glob &outer : outers) {
    if (outer == inner || coversAnything(outer))
      return true;
    if (mayMeet(outer, inner))
      near.push_back(&outer);
  }
  if (near.empty())
    return false;
  // Most answers are no, and most of those are plain.
  const Automaton automaton(near);
  if (!automaton.matches(plainestOf(inner)))
    return false;

  const std::vector<uint32_t> alphabet = alphabetOf(near, inner);
  const std::span<const Token> tokens = inner.tokens();
  using State = std::pair<size_t, Positions>;
  std::set<State> seen;
  std::vector<State> todo;
  const auto visit = [&](size_t position, const Positions &at) {
    for (;; ++position) {
      if (seen.emplace(position, at).second)
        todo.emplace_back(position, at);
      if (position >= tokens.size() || tokens[position].kind != TokenKind::Many)
        return;
    }
  };
  visit(0, automaton.start());
  while (!todo.empty()) {
    if (seen.size() > kMaxStates)
      return false;
    const State state = std::move(todo.back());
    todo.pop_back();
    if (state.first == tokens.size()) {
      if (!automaton.accepting(state.second))
        return false;
      continue;
    }
    const Token &token = tokens[state.first];
    const size_t next = token.kind == TokenKind::Many ? state.first : state.first + 1;
    if (token.kind == TokenKind::Letter) {
      visit(next, automaton.step(state.second, token.letter));
      continue;
    }
    for (const uint32_t letter : alphabet)
      if (accepts(token, letter))
        visit(next, automaton.step(state.second, letter));
  }
  return true;
}

// Walks pairs of positions that one text can reach.
bool intersects(const Glob &a, const Glob &b) {
  const std::span<const Token> left = a.tokens(), right = b.tokens();
  std::vector<bool> seen((left.size() + 1) * (right.size() + 1), false);
  std::vector<std::pair<size_t, size_t>> todo{{0, 0}};
  const auto common = [](const Token &x, const Token &y) {
    if (x.kind == TokenKind::Letter)
      return accepts(y, x.letter);
    // Two wildcards share a letter that is no colon.
    return y.kind != TokenKind::Letter || accepts(x, y.letter);
  };
  while (!todo.empty()) {
    const auto [i, j] = todo.back();
    todo.pop_back();
    const size_t slot = i * (right.size() + 1) + j;
    if (seen[slot])
      continue;
    seen[slot] = true;
    if (i == left.size() && j == right.size())
      return true;
    const bool manyLeft = i < left.size() && left[i].kind == TokenKind::Many;
    const bool manyRight = j < right.size() && right[j].kind == TokenKind::Many;
    if (manyLeft)
      todo.emplace_back(i + 1, j);
    if (manyRight)
      todo.emplace_back(i, j + 1);
    if (i < left.size() && j < right.size() && common(left[i], right[j]))
      todo.emplace_back(manyLeft ? i : i + 1, manyRight ? j : j + 1);
  }
  return false;
}

} // namespace postern
