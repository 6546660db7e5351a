#include "Eval/PatternTexts.h"

#include "Eval/Pieces.h"

#include <algorithm>
#include <bitset>
#include <cstdint>

namespace postern::eval {
namespace {

constexpr size_t kMostWords = 64;
constexpr size_t kMostCharacters = 16; ///< of a class that is spelled out as words
constexpr size_t kLongest = 256;       ///< what is known of texts, in bytes
constexpr unsigned kDeepest = 50;
constexpr uint32_t kUnbounded = UINT32_MAX;

/// ASCII characters; anything else counts as all of them.
using Characters = std::bitset<128>;

struct Language {
  std::optional<std::vector<std::string>> words = std::vector<std::string>{""};
  std::string prefix;
  Characters characters;
  uint32_t least = 0;
  uint32_t most = 0; ///< kUnbounded: there is no most
};

uint32_t sum(uint32_t a, uint32_t b) {
  return a == kUnbounded || b == kUnbounded ? kUnbounded : std::min<uint64_t>(uint64_t(a) + b, kUnbounded);
}
uint32_t product(uint32_t a, uint32_t b) {
  return a == 0 || b == 0                     ? 0
         : a == kUnbounded || b == kUnbounded ? kUnbounded
                                              : std::min<uint64_t>(uint64_t(a) * b, kUnbounded);
}

std::string commonPrefix(std::string_view a, std::string_view b) {
  return {a.begin(), std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first};
}

Language either(const Language &a, const Language &b) {
  Language out;
  out.words.reset();
  if (a.words && b.words && a.words->size() + b.words->size() <= kMostWords) {
    out.words = a.words;
    out.words->insert(out.words->end(), b.words->begin(), b.words->end());
  }
  out.prefix = commonPrefix(a.prefix, b.prefix);
  out.characters = a.characters | b.characters;
  out.least = std::min(a.least, b.least);
  out.most = std::max(a.most, b.most);
  return out;
}

Language joined(const Language &a, const Language &b) {
  Language out;
  out.words.reset();
  if (a.words && b.words && a.words->size() * b.words->size() <= kMostWords) {
    out.words.emplace();
    for (const std::string &first : *a.words)
      for (const std::string &second : *b.words)
        out.words->push_back(first + second);
    if (std::ranges::any_of(*out.words, [](const std::string &word) { return word.size() > kLongest; }))
      out.words.reset();
  }
  out.prefix = a.prefix;
  if (a.words && a.words->size() == 1 && out.prefix.size() < kLongest)
    out.prefix += b.prefix;
  out.characters = a.characters | b.characters;
  out.least = sum(a.least, b.least);
  out.most = sum(a.most, b.most);
  return out;
}

Language repeated(const Language &one, uint32_t least, uint32_t most) {
  Language out;
  if (most <= kMostCharacters) {
    Language exact;
    for (uint32_t i = 0; i < least; ++i)
      exact = joined(exact, one);
    out = exact;
    for (uint32_t i = least; i < most; ++i) {
      exact = joined(exact, one);
      out = either(out, exact);
    }
    return out;
  }
  out.words.reset();
  out.prefix = least > 0 ? one.prefix : "";
  out.characters = one.characters;
  out.least = product(one.least, least);
  out.most = product(one.most, most);
  return out;
}

Language oneOf(const Characters &characters) {
  Language out;
  out.words.reset();
  if (characters.count() <= kMostCharacters) {
    out.words.emplace();
    for (size_t c = 0; c < characters.size(); ++c)
      if (characters[c])
        out.words->emplace_back(1, static_cast<char>(c));
    if (out.words->size() == 1)
      out.prefix = out.words->front();
  }
  out.characters = characters;
  out.least = out.most = 1;
  return out;
}

class Reader {
public:
  explicit Reader(std::string_view text) : text_(text) {}

  /// The pattern between its anchors; nothing when something in it is not understood.
  std::optional<Language> read() {
    const bool fromStart = take("^") || take("\\A");
    if (!fromStart)
      return std::nullopt;
    Language out = alternatives(0);
    const bool toEnd = take("$") || take("\\z");
    if (!isGood_ || at_ != text_.size())
      return std::nullopt;
    if (!toEnd) {
      Characters any;
      any.set();
      out = joined(out, repeated(oneOf(any), 0, kUnbounded));
    }
    return out;
  }

private:
  bool take(std::string_view word) {
    if (!text_.substr(at_).starts_with(word))
      return false;
    at_ += word.size();
    return true;
  }
  [[nodiscard]] bool isAtEnd() const {
    const std::string_view rest = text_.substr(at_);
    return rest.empty() || rest == "$" || rest == "\\z";
  }

  Language alternatives(unsigned depth) {
    Language out = sequence(depth);
    bool several = false;
    while (isGood_ && take("|")) {
      several = true;
      out = either(out, sequence(depth));
    }
    // The anchors belong to one of them only.
    if (several && depth == 0)
      isGood_ = false;
    return out;
  }

  Language sequence(unsigned depth) {
    Language out;
    while (isGood_ && !isAtEnd() && text_[at_] != '|' && text_[at_] != ')')
      out = joined(out, counted(atom(depth)));
    return out;
  }

  Language counted(const Language &one) {
    if (take("?"))
      return greedy(repeated(one, 0, 1));
    if (take("*"))
      return greedy(repeated(one, 0, kUnbounded));
    if (take("+"))
      return greedy(repeated(one, 1, kUnbounded));
    if (!take("{"))
      return one;
    const uint32_t least = number();
    uint32_t most = least;
    if (take(","))
      most = text_.substr(at_).starts_with("}") ? kUnbounded : number();
    if (!take("}") || most < least)
      isGood_ = false;
    return greedy(isGood_ ? repeated(one, least, most) : one);
  }

  /// How much is taken first plays no part in whether a text matches.
  Language greedy(Language language) {
    take("?");
    return language;
  }

  uint32_t number() {
    uint32_t value = 0;
    const size_t begin = at_;
    for (; at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9' && value < 10'000; ++at_)
      value = value * 10 + static_cast<uint32_t>(text_[at_] - '0');
    if (at_ == begin)
      isGood_ = false;
    return value;
  }

  Language atom(unsigned depth) {
    if (take("("))
      return group(depth + 1);
    if (take("["))
      return oneOf(characterClass());
    Characters characters;
    if (take("."))
      characters.set();
    else if (take("\\"))
      characters = escape();
    else
      add(characters, text_[at_++]);
    return oneOf(characters);
  }

  Language group(unsigned depth) {
    if (depth > kDeepest) {
      isGood_ = false;
      return {};
    }
    if (take("?") && !take(":")) {
      take("P");
      const size_t close = text_.find('>', at_);
      if (!take("<") || close == std::string_view::npos) {
        isGood_ = false;
        return {};
      }
      at_ = close + 1;
    }
    Language out = alternatives(depth);
    if (!take(")"))
      isGood_ = false;
    return out;
  }

  /// A character that stands for itself.
  void add(Characters &characters, char c) {
    const auto byte = static_cast<unsigned char>(c);
    const bool special = std::string_view("^$*+?{}()").find(c) != std::string_view::npos;
    if (byte >= characters.size() || special)
      isGood_ = false;
    else
      characters.set(byte);
  }
  /// Both ends are ASCII.
  static void addRange(Characters &characters, char from, char to) {
    for (size_t c = static_cast<unsigned char>(from); c <= static_cast<unsigned char>(to); ++c)
      characters.set(c);
  }

  /// What stands behind a backslash.
  Characters escape() {
    Characters out;
    if (at_ == text_.size()) {
      isGood_ = false;
      return out;
    }
    const char c = text_[at_++];
    const bool isWord = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (c == 'd' || c == 'w')
      addRange(out, '0', '9');
    if (c == 'w') {
      addRange(out, 'a', 'z');
      addRange(out, 'A', 'Z');
      out.set('_');
    } else if (c != 'd') {
      if (isWord || static_cast<unsigned char>(c) >= out.size())
        isGood_ = false;
      else
        out.set(static_cast<size_t>(c));
    }
    return out;
  }

  Characters characterClass() {
    Characters out;
    const bool negated = take("^");
    bool first = true;
    while (isGood_ && at_ < text_.size() && (first || text_[at_] != ']')) {
      first = false;
      if (text_.substr(at_).starts_with("[:")) {
        isGood_ = false;
        break;
      }
      if (take("\\")) {
        out |= escape();
        continue;
      }
      const char from = text_[at_++];
      const std::string_view rest = text_.substr(at_);
      const bool isRange = rest.size() > 1 && rest[0] == '-' && rest[1] != ']';
      if (static_cast<unsigned char>(from) >= out.size() || (isRange && (rest[1] == '\\' || rest[1] < from)))
        isGood_ = false;
      else if (isRange)
        addRange(out, from, rest[1]);
      else
        out.set(static_cast<size_t>(from));
      at_ += isRange ? 2 : 0;
    }
    if (!take("]"))
      isGood_ = false;
    // What is not named may be anything beyond ASCII, too.
    if (negated)
      out.set();
    return out;
  }

  std::string_view text_;
  size_t at_ = 0;
  bool isGood_ = true;
};

HoleClass classOf(const Language &language) {
  if (language.characters.all())
    return HoleClass::Any;
  const auto fits = [&language](HoleClass hole) {
    if (language.least == 0 && !holeMayBeEmpty(hole))
      return false;
    for (size_t c = 0; c < language.characters.size(); ++c)
      if (language.characters[c] && !holeAllows(hole, static_cast<char>(c)))
        return false;
    return true;
  };
  constexpr uint32_t kAccountDigits = 12;
  if (language.least == kAccountDigits && language.most == kAccountDigits && fits(HoleClass::AccountId))
    return HoleClass::AccountId;
  for (const HoleClass hole : {HoleClass::Digits, HoleClass::Id, HoleClass::BucketName, HoleClass::Name})
    if (fits(hole))
      return hole;
  return HoleClass::Any;
}

} // namespace

PatternTexts textsOf(std::string_view pattern) {
  const std::optional<Language> language = Reader(pattern).read();
  if (!language)
    return {};
  return {language->words, language->prefix, classOf(*language)};
}

} // namespace postern::eval
