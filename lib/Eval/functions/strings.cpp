// Plain string functions; what they can tell of a string with holes is in StringParts.h.
#include "Eval/functions/StringParts.h"

#include <fmt/format.h>
#include <unicode/uchar.h>

#include <algorithm>

namespace postern::eval::functions {

namespace {

std::string mapped(std::string_view text, UChar32 (*map)(UChar32)) {
  std::string out;
  out.reserve(text.size());
  for (size_t at = 0; at < text.size();)
    appendUtf8(out, char32_t(map(UChar32(nextCodePoint(text, at)))));
  return out;
}

/// Whether the case of what fills a hole of that class cannot change.
bool hasNoCase(HoleClass holeClass, bool toLower) {
  for (char c = toLower ? 'A' : 'a'; c <= (toLower ? 'Z' : 'z'); ++c)
    if (holeAllows(holeClass, c))
      return false;
  return true;
}

Value changeCase(CallSite &site, const Value &value, bool toLower) {
  UChar32 (*const map)(UChar32) = toLower ? u_tolower : u_toupper;
  if (value.kind() == ValueKind::String) {
    const std::string text = mapped(value.text(), map);
    return text == value.text() ? value : computed(site, text, value);
  }
  TextBuilder out(site.heap());
  eachPiece(
      site.heap(), value,
      [&](std::string_view literal, OriginId origin) {
        const std::string text = mapped(literal, map);
        out.literal(text, origin, text == literal);
      },
      [&](const Value &hole) {
        const HoleClass holeClass = classOf(hole);
        if (hasNoCase(holeClass, toLower))
          return out.hole(hole);
        // Of the classes with letters only names have both cases; the others are lower case and become anything.
        const HoleClass result =
            holeClass == HoleClass::Name || (toLower && holeClass == HoleClass::Arn) ? holeClass : HoleClass::Any;
        const std::vector<Value> name{hole};
        out.hole(derivedHole(site, name, result));
      });
  return out.finish(site.range, site.name);
}

/// Removes from both ends, one or none, what `drop` says; `left` and `right` give how many bytes of a literal go.
using Trimmer = std::function<size_t(std::string_view)>;

Value trimEnds(CallSite &site, const Value &value, Args args, const Trimmer &left, const Trimmer &right,
               const std::function<bool(HoleClass)> &untouched) {
  if (value.kind() == ValueKind::String) {
    const std::string_view text = value.text();
    const size_t from = left ? left(text) : 0;
    const size_t to = right && from < text.size() ? text.size() - right(text.substr(from)) : text.size();
    return eval::slice(site.heap(), value, from, to - from);
  }
  // Where a literal end is used up, the hole behind it loses its end as well.
  std::vector<Piece> pieces = piecesOf(value);
  std::vector<std::pair<size_t, size_t>> cuts(pieces.size(), {0, 0});
  const auto work = [&](bool fromLeft) {
    for (size_t n = 0; n < pieces.size(); ++n) {
      const size_t i = fromLeft ? n : pieces.size() - 1 - n;
      Piece &piece = pieces[i];
      if (piece.isHole()) {
        if (!untouched(classOf(piece.hole))) {
          std::vector<Value> name(args.begin(), args.end());
          name[0] = piece.hole;
          piece.hole = derivedHole(site, name, classOf(piece.hole));
          // A hole that may vanish lets the trimming go on behind it.
          if (n + 1 == pieces.size())
            return true;
          const Piece &next = pieces[fromLeft ? i + 1 : i - 1];
          return !next.isHole() && (fromLeft ? left : right)(next.literal) == 0;
        }
        return true;
      }
      const std::string_view rest = piece.literal.substr(cuts[i].first);
      const size_t cut = fromLeft ? left(rest) : right(rest);
      (fromLeft ? cuts[i].first : cuts[i].second) += cut;
      if (cut < rest.size())
        return true;
    }
    return true;
  };
  // Behind a hole that may be all blanks nothing certain is left at that end.
  const bool certain = (!left || work(true)) && (!right || work(false));
  if (!certain)
    return unknownResult(site, site.heap().types.string(), args);
  TextBuilder out(site.heap());
  size_t offset = 0;
  const size_t whole = literalBytes(value);
  for (size_t i = 0; i < pieces.size(); ++i) {
    if (pieces[i].isHole()) {
      out.hole(pieces[i].hole);
      continue;
    }
    const size_t size = pieces[i].literal.size();
    const size_t kept = size - std::min(size, cuts[i].first + cuts[i].second);
    out.literal(pieces[i].literal.substr(cuts[i].first, kept),
                sliceOrigin(site.heap(), value.origin, offset + cuts[i].first, kept, whole), true);
    offset += size;
  }
  return out.finish(site.range, site.name);
}

size_t leadingIf(std::string_view text, const std::function<bool(char32_t)> &drop) {
  size_t end = 0;
  for (size_t at = 0; at < text.size();) {
    if (!drop(nextCodePoint(text, at)))
      break;
    end = at;
  }
  return end;
}

size_t trailingIf(std::string_view text, const std::function<bool(char32_t)> &drop) {
  size_t keep = text.size();
  while (keep > 0) {
    size_t at = keep - 1;
    while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80)
      --at;
    size_t end = at;
    if (!drop(nextCodePoint(text, end)))
      break;
    keep = at;
  }
  return text.size() - keep;
}

} // namespace

Value lower(CallSite &site, Args args) {
  return changeCase(site, args[0], true);
}

Value upper(CallSite &site, Args args) {
  return changeCase(site, args[0], false);
}

Value title(CallSite &site, Args args) {
  const std::string_view text = args[0].text();
  std::string out;
  bool wordEnded = true;
  for (size_t at = 0; at < text.size();) {
    const auto c = UChar32(nextCodePoint(text, at));
    const bool letter = u_isalpha(c);
    appendUtf8(out, char32_t(wordEnded ? u_totitle(c) : c));
    const bool inWord = letter || u_isdigit(c) || c == '_';
    wordEnded = c < 0x80 ? !inWord : !inWord && isUnicodeSpace(char32_t(c));
  }
  return computed(site, out, args[0]);
}

Value chomp(CallSite &site, Args args) {
  const Trimmer right = [](std::string_view text) {
    return trailingIf(text, [](char32_t c) { return c == '\n' || c == '\r'; });
  };
  return trimEnds(site, args[0], args, nullptr, right, [](HoleClass c) { return !holeAllows(c, '\n'); });
}

Value trimspace(CallSite &site, Args args) {
  const Trimmer left = [](std::string_view text) { return leadingIf(text, isUnicodeSpace); };
  const Trimmer right = [](std::string_view text) { return trailingIf(text, isUnicodeSpace); };
  return trimEnds(site, args[0], args, left, right,
                  [](HoleClass c) { return !holeAllows(c, ' ') && !holeMayBeEmpty(c); });
}

Value trim(CallSite &site, Args args) {
  std::u32string cutset;
  const std::string_view text = args[1].text();
  for (size_t at = 0; at < text.size();)
    cutset += nextCodePoint(text, at);
  const auto drop = [cutset](char32_t c) { return cutset.find(c) != std::u32string::npos; };
  const Trimmer left = [&](std::string_view part) { return leadingIf(part, drop); };
  const Trimmer right = [&](std::string_view part) { return trailingIf(part, drop); };
  const auto untouched = [&](HoleClass c) {
    return cutset.empty() ||
           (!holeMayBeEmpty(c) && std::ranges::none_of(text, [&](char b) { return holeAllows(c, b); }));
  };
  return trimEnds(site, args[0], args, left, right, untouched);
}

Value trimprefix(CallSite &site, Args args) {
  const std::string_view prefix = args[1].text();
  if (prefix.empty())
    return args[0];
  switch (startsWith(args[0], prefix)) {
  case Truth::No:
    return args[0];
  case Truth::Unknown:
    return unknownResult(site, site.heap().types.string(), args);
  case Truth::Yes:
    break;
  }
  if (args[0].kind() == ValueKind::String)
    return eval::slice(site.heap(), args[0], prefix.size(), args[0].text().size() - prefix.size());
  if (knownPrefix(args[0]).size() < prefix.size() || args[0].isUnknown() || asPartial(args[0]).pieces[0].isHole())
    return unknownResult(site, site.heap().types.string(), args);
  return withoutEnds(site, args[0], prefix.size(), 0);
}

Value trimsuffix(CallSite &site, Args args) {
  const std::string_view suffix = args[1].text();
  if (suffix.empty())
    return args[0];
  switch (endsWith(args[0], suffix)) {
  case Truth::No:
    return args[0];
  case Truth::Unknown:
    return unknownResult(site, site.heap().types.string(), args);
  case Truth::Yes:
    break;
  }
  if (args[0].kind() == ValueKind::String)
    return eval::slice(site.heap(), args[0], 0, args[0].text().size() - suffix.size());
  if (knownSuffix(args[0]).size() < suffix.size())
    return unknownResult(site, site.heap().types.string(), args);
  return withoutEnds(site, args[0], 0, suffix.size());
}

Value startswith(CallSite &site, Args args) {
  Truth answer = Truth::Unknown;
  if (args[1].kind() == ValueKind::String)
    answer = startsWith(args[0], args[1].text());
  else if (startsWith(args[0], knownPrefix(args[1])) == Truth::No)
    answer = Truth::No;
  if (answer == Truth::Unknown)
    return unknownResult(site, site.heap().types.boolean(), args);
  return site.heap().boolean(answer == Truth::Yes);
}

Value endswith(CallSite &site, Args args) {
  Truth answer = Truth::Unknown;
  if (args[1].kind() == ValueKind::String)
    answer = endsWith(args[0], args[1].text());
  else if (endsWith(args[0], knownSuffix(args[1])) == Truth::No)
    answer = Truth::No;
  if (answer == Truth::Unknown)
    return unknownResult(site, site.heap().types.boolean(), args);
  return site.heap().boolean(answer == Truth::Yes);
}

Value strcontains(CallSite &site, Args args) {
  Truth answer = Truth::Unknown;
  if (args[1].kind() == ValueKind::String)
    answer = containsText(args[0], args[1].text());
  if (answer == Truth::Unknown)
    return unknownResult(site, site.heap().types.boolean(), args);
  return site.heap().boolean(answer == Truth::Yes);
}

Value strrev(CallSite &site, Args args) {
  const std::string_view text = args[0].text();
  spendOnGraphemes(site, text);
  const std::vector<size_t> ends = graphemeEnds(text);
  std::string out;
  for (size_t i = ends.size(); i-- > 0;) {
    const size_t begin = i == 0 ? 0 : ends[i - 1];
    out += text.substr(begin, ends[i] - begin);
  }
  return computed(site, out, args[0]);
}

Value substr(CallSite &site, Args args) {
  const std::optional<int64_t> givenOffset = wholeNumber(args[1]);
  const std::optional<int64_t> givenLength = wholeNumber(args[2]);
  if (!givenOffset || !givenLength)
    return site.fail("value must be a whole number", givenOffset ? 2 : 1);
  int64_t offset = *givenOffset;
  const int64_t length = *givenLength;
  // From the end on, no length is taken for all that is left.
  const bool rest = length < 0 || (length == 0 && offset < 0);
  if (args[0].kind() != ValueKind::String) {
    // From the front, while it stays within the first literal; its last cluster may still grow.
    const std::string_view start = args[0].isUnknown() ? std::string_view{} : knownPrefix(args[0]);
    const std::vector<size_t> ends = graphemeEnds(start);
    const auto known = int64_t(ends.size()) - 1;
    if (offset >= 0 && !rest && length <= known && offset <= known - length) {
      const size_t from = offset == 0 ? 0 : ends[size_t(offset) - 1];
      const size_t to = offset + length == 0 ? 0 : ends[size_t(offset + length) - 1];
      const OriginId origin = sliceOrigin(site.heap(), args[0].origin, from, to - from, literalBytes(args[0]));
      return site.heap().string(start.substr(from, to - from), origin);
    }
    if (offset >= 0 && rest && offset <= known)
      return withoutEnds(site, args[0], offset == 0 ? 0 : ends[size_t(offset) - 1], 0);
    return unknownResult(site, site.heap().types.string(), args);
  }
  const std::string_view text = args[0].text();
  spendOnGraphemes(site, text);
  const std::vector<size_t> ends = graphemeEnds(text);
  const auto count = int64_t(ends.size());
  if (offset < 0)
    offset = std::max<int64_t>(0, offset + count);
  if (offset >= count || (length == 0 && !rest))
    return computed(site, "", args[0]);
  const int64_t last = rest || length > count - offset ? count : offset + length;
  const size_t from = offset == 0 ? 0 : ends[size_t(offset) - 1];
  return eval::slice(site.heap(), args[0], from, ends[size_t(last) - 1] - from);
}

Value indent(CallSite &site, Args args) {
  const std::optional<int64_t> spaces = wholeNumber(args[0]);
  if (!spaces || *spaces < 0)
    return site.fail("the number of spaces must be a whole number that is not negative", 0);
  if (*spaces > 100'000)
    return site.fail("the number of spaces is too large", 0);
  const std::string blanks(size_t(*spaces), ' ');
  TextBuilder out(site.heap());
  eachPiece(
      site.heap(), args[1],
      [&](std::string_view literal, OriginId origin) {
        for (size_t at = 0; at < literal.size();) {
          const size_t newline = literal.find('\n', at);
          const size_t end = newline == std::string_view::npos ? literal.size() : newline + 1;
          out.literal(literal.substr(at, end - at), sliceOrigin(site.heap(), origin, at, end - at, literal.size()),
                      true);
          if (newline != std::string_view::npos)
            out.literal(blanks);
          at = end;
        }
      },
      [&](const Value &hole) {
        const std::vector<Value> name{hole, args[0]};
        out.hole(holeAllows(classOf(hole), '\n') ? derivedHole(site, name, HoleClass::Any) : hole);
      });
  if (out.size() > kMaxBytes)
    return site.fail("the result is too long");
  return out.finish(site.range, site.name);
}

Value join(CallSite &site, Args args) {
  if (args.size() < 2)
    return site.fail("at least one list is required");
  TextBuilder out(site.heap());
  bool first = true;
  for (size_t n = 1; n < args.size(); ++n) {
    for (size_t i = 0; i < itemsOf(args[n]).size(); ++i) {
      const Value item = take(site, args[n], i);
      if (item.isNull())
        return site.fail(fmt::format("element {} is null; cannot concatenate null values", i), int(n));
      if (!first && args[0].kind() == ValueKind::String)
        out.literal(args[0].text());
      else if (!first)
        out.append(args[0]);
      out.append(item);
      first = false;
      if (out.size() > kMaxBytes)
        return site.fail("the result is too long");
    }
    if (!args[n].isUnknown() && !isOpen(args[n]))
      continue;
    // The hole stands for further items with their separators, or for none.
    const std::vector<Value> name{args[0], args[n]};
    out.hole(derivedHole(site, name, HoleClass::Any).withOrigin(args[n].origin));
    first = true;
  }
  return out.finish(site.range, site.name);
}

Value split(CallSite &site, Args args) {
  Heap &heap = site.heap();
  const TypeRef type = heap.types.list(heap.types.string());
  const std::string_view separator = args[0].text();
  std::vector<Value> items;
  bool open = false;
  if (args[1].kind() == ValueKind::String) {
    const std::string_view text = args[1].text();
    if (separator.empty()) {
      for (size_t at = 0; at < text.size();) {
        const size_t begin = at;
        nextCodePoint(text, at);
        items.push_back(eval::slice(heap, args[1], begin, at - begin));
      }
    } else {
      for (size_t at = 0; at <= text.size();) {
        const size_t end = std::min(text.find(separator, at), text.size());
        items.push_back(eval::slice(heap, args[1], at, end - at));
        at = end + separator.size();
        if (end == text.size())
          break;
      }
    }
    if (items.size() > kMaxElements)
      return site.fail("the result has too many elements");
  } else if (separator.empty() || args[1].isUnknown()) {
    const bool whole = !separator.empty() && untouchedBy(piecesOf(args[1]), separator);
    if (!whole)
      return unknownResult(site, type, args);
    items.push_back(heap.notNull(args[1]));
  } else {
    items = splitPartial(site, args[1], separator);
    open = !untouchedBy(piecesOf(args[1]), separator);
  }
  return heap.list(heap.types.string(), items, callOrigin(site), open);
}

} // namespace postern::eval::functions
