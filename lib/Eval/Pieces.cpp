#include "Eval/Pieces.h"

#include <algorithm>
#include <optional>

namespace postern::eval {
namespace {

bool isDigit(char c) {
  return c >= '0' && c <= '9';
}
bool isLower(char c) {
  return c >= 'a' && c <= 'z';
}
bool isLetter(char c) {
  return isLower(c) || (c >= 'A' && c <= 'Z');
}

const UnknownNode &holeOf(const Piece &piece) {
  return asUnknown(piece.hole);
}

bool sameHole(const Piece &a, const Piece &b) {
  const SymbolId symbol = holeOf(a).symbol;
  return symbol.valid() && symbol == holeOf(b).symbol;
}

/// What may follow: marks in `reach` every place where the hole can end, given where it can begin.
std::vector<bool> fillHole(const UnknownNode &hole, std::string_view text, const std::vector<bool> &starts) {
  std::vector<bool> ends(starts.size(), false);
  std::string_view prefix = hole.refinement.prefix;
  if (prefix.empty() && hole.hole == HoleClass::Arn)
    prefix = "arn:";
  if (hole.hole == HoleClass::AccountId) {
    constexpr size_t kLength = 12;
    for (size_t at = 0; at + kLength <= text.size(); ++at)
      if (starts[at] && std::ranges::all_of(text.substr(at, kLength), isDigit))
        ends[at + kLength] = true;
    return ends;
  }
  const size_t least = std::max<size_t>(prefix.size(), holeMayBeEmpty(hole.hole) ? 0 : 1);
  // Runs of allowed characters: from a start, every place up to the end of its run can be reached.
  size_t runEnd = 0;
  size_t reachedTo = 0;
  for (size_t at = 0; at <= text.size(); ++at) {
    if (!starts[at])
      continue;
    if (!prefix.empty() && !text.substr(at).starts_with(prefix))
      continue;
    if (runEnd < at)
      runEnd = at;
    while (runEnd < text.size() && holeAllows(hole.hole, text[runEnd]))
      ++runEnd;
    for (size_t end = std::max(at + least, reachedTo); end <= runEnd; ++end)
      ends[end] = true;
    reachedTo = std::max(reachedTo, runEnd + 1);
  }
  return ends;
}

/// A walk over pieces from one side; a literal may be eaten in part.
class Walk {
public:
  explicit Walk(std::span<const Piece> pieces) : pieces_(pieces) {}

  [[nodiscard]] bool done() const { return first_ == last(); }
  [[nodiscard]] const Piece &front() const { return pieces_[first_]; }
  [[nodiscard]] const Piece &back() const { return pieces_[last() - 1]; }
  [[nodiscard]] std::string_view literal() const { return front().isHole() ? std::string_view() : literalAt(first_); }
  [[nodiscard]] std::string_view lastLiteral() const {
    return back().isHole() ? std::string_view() : literalAt(last() - 1);
  }

  void eatFront(size_t size) {
    cutFront_ += size;
    if (front().isHole() || literalAt(first_).empty())
      nextFront();
  }
  void eatBack(size_t size) {
    cutBack_ += size;
    if (back().isHole() || literalAt(last() - 1).empty())
      nextBack();
  }
  /// A literal is left, or a hole that cannot be empty.
  [[nodiscard]] bool cannotBeEmpty() const {
    for (size_t i = first_; i < last(); ++i)
      if (!pieces_[i].isHole() || !holeMayBeEmpty(holeOf(pieces_[i]).hole) ||
          !holeOf(pieces_[i]).refinement.prefix.empty())
        return true;
    return false;
  }

private:
  [[nodiscard]] size_t last() const { return pieces_.size() - dropped_; }
  void nextFront() {
    if (first_ == last() - 1)
      cutBack_ = 0;
    ++first_;
    cutFront_ = 0;
  }
  void nextBack() {
    if (first_ == last() - 1)
      cutFront_ = 0;
    ++dropped_;
    cutBack_ = 0;
  }
  [[nodiscard]] std::string_view literalAt(size_t index) const {
    std::string_view text = pieces_[index].literal;
    if (index == first_)
      text.remove_prefix(cutFront_);
    if (index == last() - 1)
      text.remove_suffix(cutBack_);
    return text;
  }

  std::span<const Piece> pieces_;
  size_t first_ = 0;
  size_t dropped_ = 0;
  size_t cutFront_ = 0;
  size_t cutBack_ = 0;
};

/// Whether a hole standing where the other side has `c` next rules equality out.
bool contradicts(const Piece &hole, char c, bool atFront) {
  const UnknownNode &node = holeOf(hole);
  if (holeMayBeEmpty(node.hole))
    return atFront && !node.refinement.prefix.empty() && node.refinement.prefix.front() != c;
  if (atFront && node.hole == HoleClass::Arn)
    return c != 'a';
  return !holeAllows(node.hole, c);
}

} // namespace

bool holeAllows(HoleClass hole, char c) {
  switch (hole) {
  case HoleClass::Any:
  case HoleClass::Arn:
    return true;
  case HoleClass::AccountId:
  case HoleClass::Digits:
    return isDigit(c);
  case HoleClass::Region:
  case HoleClass::Partition:
  case HoleClass::Id:
    return isLower(c) || isDigit(c) || c == '-';
  case HoleClass::BucketName:
    return isLower(c) || isDigit(c) || c == '.' || c == '-';
  case HoleClass::Name:
    return isLetter(c) || isDigit(c) || std::string_view("+=,.@_-/").find(c) != std::string_view::npos;
  }
  return true;
}

bool holeMayBeEmpty(HoleClass hole) {
  return hole == HoleClass::Any;
}

std::vector<Piece> piecesOf(const Value &value) {
  switch (value.kind()) {
  case ValueKind::String:
    if (value.text().empty())
      return {};
    return {Piece{value.text(), {}}};
  case ValueKind::Partial: {
    const std::span<const Piece> pieces = asPartial(value).pieces;
    return {pieces.begin(), pieces.end()};
  }
  case ValueKind::Unknown:
    return {Piece{{}, value}};
  case ValueKind::Null:
  case ValueKind::Bool:
  case ValueKind::Number:
  case ValueKind::Sequence:
  case ValueKind::Mapping:
  case ValueKind::Choice:
    break;
  }
  POSTERN_UNREACHABLE();
}

bool mayMatch(std::span<const Piece> pieces, std::string_view text) {
  std::vector<bool> places(text.size() + 1, false);
  places[0] = true;
  for (const Piece &piece : pieces) {
    if (piece.isHole()) {
      places = fillHole(holeOf(piece), text, places);
      continue;
    }
    std::vector<bool> next(text.size() + 1, false);
    for (size_t at = 0; at + piece.literal.size() <= text.size(); ++at)
      if (places[at] && text.substr(at, piece.literal.size()) == piece.literal)
        next[at + piece.literal.size()] = true;
    places = std::move(next);
  }
  return places[text.size()];
}

Truth comparePieces(std::span<const Piece> a, std::span<const Piece> b) {
  if (a.size() == 1 && b.size() == 1 && !a[0].isHole() && !b[0].isHole())
    return truthOf(a[0].literal == b[0].literal);
  Walk left(a);
  Walk right(b);
  const auto settled = [&]() -> std::optional<Truth> {
    if (left.done() && right.done())
      return Truth::Yes;
    if (left.done() || right.done())
      return (left.done() ? right : left).cannotBeEmpty() ? Truth::No : Truth::Unknown;
    return std::nullopt;
  };
  for (;;) {
    if (const std::optional<Truth> answer = settled())
      return *answer;
    const std::string_view l = left.literal();
    const std::string_view r = right.literal();
    if (!l.empty() && !r.empty()) {
      const size_t size = std::min(l.size(), r.size());
      if (l.substr(0, size) != r.substr(0, size))
        return Truth::No;
      left.eatFront(size);
      right.eatFront(size);
    } else if (l.empty() && r.empty()) {
      if (!sameHole(left.front(), right.front()))
        break;
      left.eatFront(0);
      right.eatFront(0);
    } else {
      if (l.empty() ? contradicts(left.front(), r.front(), true) : contradicts(right.front(), l.front(), true))
        return Truth::No;
      break;
    }
  }
  for (;;) {
    if (const std::optional<Truth> answer = settled())
      return *answer;
    const std::string_view l = left.lastLiteral();
    const std::string_view r = right.lastLiteral();
    if (!l.empty() && !r.empty()) {
      const size_t size = std::min(l.size(), r.size());
      if (l.substr(l.size() - size) != r.substr(r.size() - size))
        return Truth::No;
      left.eatBack(size);
      right.eatBack(size);
    } else if (l.empty() && r.empty()) {
      if (!sameHole(left.back(), right.back()))
        break;
      left.eatBack(0);
      right.eatBack(0);
    } else {
      if (l.empty() ? contradicts(left.back(), r.back(), false) : contradicts(right.back(), l.back(), false))
        return Truth::No;
      break;
    }
  }
  if (a.size() == 1 && !a[0].isHole())
    return mayMatch(b, a[0].literal) ? Truth::Unknown : Truth::No;
  if (b.size() == 1 && !b[0].isHole())
    return mayMatch(a, b[0].literal) ? Truth::Unknown : Truth::No;
  return Truth::Unknown;
}

std::string_view knownPrefix(const Value &value) {
  if (value.kind() == ValueKind::String)
    return value.text();
  if (value.isUnknown())
    return asUnknown(value).refinement.prefix;
  if (value.kind() != ValueKind::Partial)
    return {};
  const Piece &first = asPartial(value).pieces.front();
  return first.isHole() ? holeOf(first).refinement.prefix : first.literal;
}

std::string_view knownSuffix(const Value &value) {
  if (value.kind() == ValueKind::String)
    return value.text();
  if (value.kind() != ValueKind::Partial)
    return {};
  return asPartial(value).pieces.back().literal;
}

} // namespace postern::eval
