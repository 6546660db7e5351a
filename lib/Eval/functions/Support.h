// What the families of functions share: declarations from the table, unknown results, holes, limits.
#pragma once

#include "Eval/Functions.h"
#include "Eval/Pieces.h"
#include "Eval/TextBuilder.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace postern::eval::functions {

using Args = std::span<const Value>;

/// Results beyond these are refused with an error (UN-14).
inline constexpr size_t kMaxElements = 1'000'000;
inline constexpr size_t kMaxBytes = size_t(16) << 20;

#define FUNCTION(NAME, IDENT, SUPPORT, RESULT, PARAMETERS, REST) Value IDENT(CallSite &site, Args args);
#include "Eval/Functions.def"
#undef FUNCTION

/// What regex gives for that pattern; fails for a bad one, dynamic for one that is not known.
TypeRef regexType(CallSite &site, const Value &pattern);

/// The call as a step: the result was made there, of what came by `from`.
OriginId callOrigin(CallSite &site, OriginId from = {});

/// The name of "what this call gives": equal for equal calls with equally named unknowns; none where an argument holds
/// an unknown without a name.
SymbolId callSymbol(CallSite &site, Args args);

/// Not known, of `type`, named after the call.
Value unknownResult(CallSite &site, TypeRef type, Args args, const Refinement &refinement);
Value unknownResult(CallSite &site, TypeRef type, Args args, bool notNull = true);

/// The hole that this call makes of the hole that is the first of `args`; `args` name it.
Value derivedHole(CallSite &site, Args args, HoleClass holeClass);

/// `value` without any mark; what was found is added to `marks`.
Value unmarkDeep(Heap &heap, const Value &value, MarkSet &marks);

/// A known string that a function computed: its origin is the call, then the argument it came from.
Value computed(CallSite &site, std::string_view text, const Value &from);

/// As messages quote a value: known strings in quotes, "(sensitive value)" for marked ones.
std::string quoted(const Value &value);

/// Whether some hole of `pieces` can contain `byte`.
bool holesMayContain(std::span<const Piece> pieces, char byte);
HoleClass classOf(const Value &hole);

/// A string value from pieces; the origin is `value`'s for the parts that were kept.
Value fromPieces(CallSite &site, std::span<const Piece> pieces, const Value &from);

/// Whether a string is certainly not null and not empty, certainly one of the two, or unknown.
Truth nonEmpty(const Value &value);

/// A part of an unknown: named after it ("aws_x.y.ids[0]") where it has a name.
Value memberOf(CallSite &site, const Value &unknown, const std::string &step, TypeRef type);

/// A value of `container`, with its own origin and then the way the container came.
Value take(CallSite &site, const Value &container, size_t index);

/// Items of a Sequence; empty for a null or unknown.
std::span<const Value> itemsOf(const Value &value);
bool isOpen(const Value &value);
/// Whether which item an index names is not known.
bool isLoose(const Value &value);
/// `made` of the items of `from` in turn.
Value inOrderOf(Heap &heap, const Value &from, const Value &made);

/// The element type of a collection, Dynamic for others.
TypeRef elementType(CallSite &site, const Value &value);

/// A Number argument as a whole number that fits into 64 bits.
std::optional<int64_t> wholeNumber(const Value &value);

// Text.
bool isAscii(std::string_view text);
bool isUtf8(std::string_view text);
/// Byte offsets at which grapheme clusters end; the last one is text.size().
std::vector<size_t> graphemeEnds(std::string_view text);
size_t graphemeCount(std::string_view text);
/// Finding them takes longer than looking at bytes.
inline void spendOnGraphemes(CallSite &site, std::string_view text) {
  site.evaluator.spend(text.size() / 4);
}
void appendUtf8(std::string &out, char32_t codePoint);
/// The code point at `offset`, which moves past it; U+FFFD where the bytes are no UTF-8.
char32_t nextCodePoint(std::string_view text, size_t &offset);
bool isUnicodeSpace(char32_t codePoint);

std::string toHex(std::string_view bytes);
std::string toBase64(std::string_view bytes);
/// Standard alphabet with padding; nothing when it is not that.
std::optional<std::string> fromBase64(std::string_view text);

} // namespace postern::eval::functions
