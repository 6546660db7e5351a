// Joins text from many places into one string value and remembers which bytes came from where.
#pragma once

#include "Eval/Heap.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace postern::eval {

/// Templates, join, format, jsonencode and the rendered policy documents are written through this. Offsets of segments
/// count the bytes of the literal pieces; a hole has none and carries its own origin. Choices inside fork the text, up
/// to Heap::kMaxAlternatives; beyond that the whole choice becomes one hole. Of a text from very many places the last
/// ones are not told apart: they came from the text as a whole.
class TextBuilder {
public:
  explicit TextBuilder(Heap &heap) : heap_(heap), states_(1) {}

  /// `exact`: these are all the bytes of the value that came by `origin`, one by one, so that a part of them is a part
  /// of it.
  void literal(std::string_view text, OriginId origin = {}, bool exact = false);

  /// A String, Partial, or an Unknown or Choice of type string, not null. Its origin, segments and marks are kept.
  void append(const Value &value);

  /// What `other` has gathered.
  void append(const TextBuilder &other);

  /// A hole for an unknown of any type; a value that is no string loses its class but keeps its symbol.
  void hole(const Value &unknown);

  /// One of `alternatives`, which one depends on `condition` (may be none); `otherwise` is the hole that stands for all
  /// of them when there would be too many texts.
  void oneOf(std::span<const TextBuilder> alternatives, SymbolId condition, const Value &otherwise);

  /// What is gathered between the two came from `origin` as a whole; segments inside are more precise and win. May be
  /// nested.
  void beginSpan();
  void endSpan(OriginId origin);

  void mark(MarkSet marks) { marks_ |= marks; }

  /// Bytes so far, of the longest text where there are several; a hole counts for what it takes in memory.
  [[nodiscard]] size_t size() const;

  /// The value, with a Composite origin at `range` (`name` is the function that made it, or empty).
  Value finish(SourceRange range, std::string_view name = {});

private:
  struct Hole {
    size_t offset;
    Value value;
  };
  struct State {
    std::string text;
    std::vector<Hole> holes;
    std::vector<Segment> segments;
    std::vector<size_t> spans;                        ///< where the open ones began
    std::vector<std::pair<SymbolId, uint32_t>> taken; ///< which alternative of which condition this text took
  };

  static void join(State &into, const State &from);
  static void take(State &state, SymbolId condition, uint32_t alternative);
  static void appendTo(State &state, std::string_view text, OriginId origin, bool exact);
  Value finish(const State &state, SourceRange range, std::string_view name);

  Heap &heap_;
  std::vector<State> states_;
  MarkSet marks_ = 0;
};

/// The origin of bytes [offset, offset+size) of a string whose literal bytes are `textSize` in all and that came by
/// `origin`: every step of the way is kept, the literal at its end is narrowed to the place. Where the place cannot be
/// told (escapes, computed text) the nearest enclosing origin is given.
OriginId sliceOrigin(Heap &heap, OriginId origin, size_t offset, size_t size, size_t textSize);

/// Whether a part of a text with `textSize` literal bytes that came by `origin` may have a place of its own.
bool canBeCut(const Heap &heap, OriginId origin, size_t textSize);

/// Bytes of all literal pieces of a String or Partial: what offsets in segments count.
size_t literalBytes(const Value &value);

/// Bytes [offset, offset+size) of a String, with the origin of that place and the marks of the whole.
Value slice(Heap &heap, const Value &value, size_t offset, size_t size);

} // namespace postern::eval
