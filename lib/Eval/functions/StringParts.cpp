#include "Eval/functions/StringParts.h"

#include <algorithm>

namespace postern::eval::functions {

namespace {

/// Text that a hole certainly begins with.
std::string_view holePrefix(const Value &hole) {
  const UnknownNode &unknown = asUnknown(hole);
  if (!unknown.refinement.prefix.empty())
    return unknown.refinement.prefix;
  return unknown.hole == HoleClass::Arn ? "arn:" : "";
}

} // namespace

void eachPiece(Heap &heap, const Value &value, const std::function<void(std::string_view, OriginId)> &literal,
               const std::function<void(const Value &)> &hole) {
  const size_t whole = literalBytes(value);
  size_t offset = 0;
  for (const Piece &piece : piecesOf(value)) {
    if (piece.isHole()) {
      hole(piece.hole);
      continue;
    }
    literal(piece.literal, sliceOrigin(heap, value.origin, offset, piece.literal.size(), whole));
    offset += piece.literal.size();
  }
}

Truth startsWith(const Value &value, std::string_view prefix) {
  for (const Piece &piece : piecesOf(value)) {
    if (prefix.empty())
      return Truth::Yes;
    const std::string_view known = piece.isHole() ? holePrefix(piece.hole) : piece.literal;
    const size_t common = std::min(known.size(), prefix.size());
    if (known.substr(0, common) != prefix.substr(0, common))
      return Truth::No;
    if (common == prefix.size())
      return Truth::Yes;
    if (piece.isHole()) {
      const HoleClass holeClass = classOf(piece.hole);
      const bool first = common == 0 && !holeMayBeEmpty(holeClass) && !holeAllows(holeClass, prefix[0]);
      return first ? Truth::No : Truth::Unknown;
    }
    prefix.remove_prefix(common);
  }
  return truthOf(prefix.empty());
}

Truth endsWith(const Value &value, std::string_view suffix) {
  const std::vector<Piece> pieces = piecesOf(value);
  for (size_t i = pieces.size(); i-- > 0;) {
    if (suffix.empty())
      return Truth::Yes;
    if (pieces[i].isHole()) {
      const HoleClass holeClass = classOf(pieces[i].hole);
      return !holeMayBeEmpty(holeClass) && !holeAllows(holeClass, suffix.back()) ? Truth::No : Truth::Unknown;
    }
    const std::string_view known = pieces[i].literal;
    const size_t common = std::min(known.size(), suffix.size());
    if (known.substr(known.size() - common) != suffix.substr(suffix.size() - common))
      return Truth::No;
    suffix.remove_suffix(common);
  }
  return truthOf(suffix.empty());
}

bool mayStraddle(std::span<const Piece> pieces, std::string_view text) {
  for (size_t i = 0; i < pieces.size(); ++i) {
    if (!pieces[i].isHole())
      continue;
    const HoleClass holeClass = classOf(pieces[i].hole);
    const std::string_view before = i > 0 ? pieces[i - 1].literal : std::string_view{};
    const std::string_view after = i + 1 < pieces.size() ? pieces[i + 1].literal : std::string_view{};
    for (size_t k = 1; k < text.size(); ++k) {
      const bool beginsBefore = before.ends_with(text.substr(0, k));
      const bool endsAfter = after.starts_with(text.substr(k));
      if ((beginsBefore && holeAllows(holeClass, text[k])) || (endsAfter && holeAllows(holeClass, text[k - 1])) ||
          (beginsBefore && endsAfter && holeMayBeEmpty(holeClass)))
        return true;
    }
  }
  return false;
}

bool untouchedBy(std::span<const Piece> pieces, std::string_view text) {
  const auto whole = [&](const Piece &piece) {
    return piece.isHole() && std::ranges::all_of(text, [&](char c) { return holeAllows(classOf(piece.hole), c); });
  };
  return std::ranges::none_of(pieces, whole) && !mayStraddle(pieces, text);
}

Truth containsText(const Value &value, std::string_view text) {
  const std::vector<Piece> pieces = piecesOf(value);
  const auto holds = [&](const Piece &piece) { return piece.literal.find(text) != std::string_view::npos; };
  if (text.empty() || std::ranges::any_of(pieces, holds))
    return Truth::Yes;
  return untouchedBy(pieces, text) ? Truth::No : Truth::Unknown;
}

Value withoutEnds(CallSite &site, const Value &partial, size_t front, size_t back) {
  TextBuilder out(site.heap());
  const std::span<const Piece> pieces = asPartial(partial).pieces;
  const size_t whole = literalBytes(partial);
  size_t offset = 0;
  for (size_t i = 0; i < pieces.size(); ++i) {
    if (pieces[i].isHole()) {
      out.hole(pieces[i].hole);
      continue;
    }
    const size_t from = i == 0 ? front : 0;
    const size_t size = pieces[i].literal.size() - from - (i + 1 == pieces.size() ? back : 0);
    out.literal(pieces[i].literal.substr(from, size),
                sliceOrigin(site.heap(), partial.origin, offset + from, size, whole), true);
    offset += pieces[i].literal.size();
  }
  return out.finish(site.range, site.name);
}

std::vector<Value> splitPartial(CallSite &site, const Value &partial, std::string_view separator) {
  Heap &heap = site.heap();
  std::vector<Value> parts;
  // A part that is one run of text or one hole keeps its own origin; others are joined here.
  std::vector<std::pair<Piece, OriginId>> part;
  const auto end = [&] {
    if (part.empty()) {
      parts.push_back(heap.string("", callOrigin(site, partial.origin)));
    } else if (part.size() == 1) {
      const auto &[piece, origin] = part.front();
      parts.push_back(piece.isHole() ? piece.hole : heap.string(piece.literal, origin));
    } else {
      TextBuilder out(heap);
      for (const auto &[piece, origin] : part) {
        if (piece.isHole())
          out.hole(piece.hole);
        else
          out.literal(piece.literal, origin, true);
      }
      parts.push_back(out.finish(site.range, site.name));
    }
    part.clear();
  };
  eachPiece(
      heap, partial,
      [&](std::string_view literal, OriginId origin) {
        for (size_t at = 0;;) {
          const size_t stop = std::min(literal.find(separator, at), literal.size());
          if (stop > at)
            part.push_back(
                {Piece{literal.substr(at, stop - at), {}}, sliceOrigin(heap, origin, at, stop - at, literal.size())});
          if (stop == literal.size())
            return;
          end();
          at = stop + separator.size();
        }
      },
      [&](const Value &hole) {
        part.push_back({Piece{{}, hole}, hole.origin});
      });
  end();
  return parts;
}

} // namespace postern::eval::functions
