// Strings as runs of literals and holes: what a hole may hold, and comparison as far as the pieces decide it.
#pragma once

#include "Eval/Value.h"

#include <span>
#include <string_view>
#include <vector>

namespace postern::eval {

/// May the character stand somewhere in what fills a hole of that class? Bytes of multi-byte characters count as one.
bool holeAllows(HoleClass hole, char c);
bool holeMayBeEmpty(HoleClass hole);

/// A String, Partial or Unknown string as pieces; nothing for an empty string. The result views the value.
std::vector<Piece> piecesOf(const Value &value);

/// Whether `text` is an answer that filling the holes can give.
bool mayMatch(std::span<const Piece> pieces, std::string_view text);

/// Equality of two strings with holes: equal pieces are equal, a difference before the first or after the last hole
/// decides, classes of holes may decide.
Truth comparePieces(std::span<const Piece> a, std::span<const Piece> b);

/// Literal text at the start (end) that every filling of the holes has.
std::string_view knownPrefix(const Value &value);
std::string_view knownSuffix(const Value &value);

} // namespace postern::eval
