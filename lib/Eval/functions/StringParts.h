// Strings with holes, piece by piece: what is certain about their ends and parts, and how they are cut.
#pragma once

#include "Eval/functions/Support.h"

#include <functional>

namespace postern::eval::functions {

/// Calls `literal` for every literal piece with its origin, `hole` for every hole, in order.
void eachPiece(Heap &heap, const Value &value, const std::function<void(std::string_view, OriginId)> &literal,
               const std::function<void(const Value &)> &hole);

Truth startsWith(const Value &value, std::string_view prefix);
Truth endsWith(const Value &value, std::string_view suffix);
Truth containsText(const Value &value, std::string_view text);

/// Whether no hole can hold, begin, end or, by being empty, close up an occurrence of `text`.
bool untouchedBy(std::span<const Piece> pieces, std::string_view text);

/// Whether an occurrence of `text` may lie partly in a hole and partly in a literal beside it.
bool mayStraddle(std::span<const Piece> pieces, std::string_view text);

/// A Partial without `front` bytes of its first literal and `back` bytes of its last.
Value withoutEnds(CallSite &site, const Value &partial, size_t front, size_t back);

/// The parts of a Partial between the separators in its literals.
std::vector<Value> splitPartial(CallSite &site, const Value &partial, std::string_view separator);

} // namespace postern::eval::functions
