#include "Iam/Text.h"

#include <fmt/format.h>

#include <algorithm>

namespace postern::iam {
namespace {

/// Letters of holes stand above those of bytes; holes without a symbol are told apart by their place.
constexpr uint32_t kSymbols = 256;
constexpr uint32_t kNameless = 0x40000000;

} // namespace

bool Text::mayHoldWildcard() const {
  return std::any_of(holes.begin(), holes.end(), [](const Hole &hole) { return hole.kind == eval::HoleClass::Any; });
}

std::string Text::shown() const {
  std::string out;
  size_t at = 0;
  for (const Hole &hole : holes) {
    out.append(literal, at, hole.offset - at);
    out += fmt::format("${{{}}}", hole.name.empty() ? "…" : hole.name);
    at = hole.offset;
  }
  out.append(literal, at);
  return out;
}

Text Text::part(size_t begin, size_t end) const {
  Text out(std::string_view(literal).substr(begin, end - begin));
  for (Hole hole : holes) {
    if (hole.offset < begin || hole.offset > end)
      continue;
    hole.offset -= static_cast<uint32_t>(begin);
    out.holes.push_back(std::move(hole));
  }
  return out;
}

bool Text::operator==(const Text &other) const {
  return literal == other.literal && std::equal(holes.begin(), holes.end(), other.holes.begin(), other.holes.end(),
                                                [](const Hole &a, const Hole &b) {
                                                  return a.offset == b.offset && a.symbol && a.symbol == b.symbol;
                                                });
}

std::string toText(const Text &text) {
  return text.shown();
}

Glob globOf(const Text &text, const Glob::Options &options, bool may, bool literal) {
  Glob glob;
  const auto append = [&](std::string_view bytes) {
    if (literal)
      glob.appendLiteral(bytes, options.ignoreCase);
    else
      glob.append(bytes, options);
  };
  size_t at = 0;
  for (const Hole &hole : text.holes) {
    append(std::string_view(text.literal).substr(at, hole.offset - at));
    at = hole.offset;
    if (may && hole.kind == eval::HoleClass::Any)
      glob.appendAny({});
    else
      glob.appendLetter(hole.symbol ? kSymbols + hole.symbol.index() : kNameless + hole.offset);
  }
  append(std::string_view(text.literal).substr(at));
  return glob;
}

} // namespace postern::iam
