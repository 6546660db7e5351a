#include "Eval/TextBuilder.h"

#include "Source/SourceManager.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace postern::eval {

namespace {

/// Places of one text that are told apart.
constexpr size_t kMaxSegments = 50'000;

/// The bytes of the source that spell a literal of `textSize` bytes one by one, or nothing. Raw text is never shorter
/// than what it means, so equal sizes mean that there are no escapes; a quoted string has its quotes besides.
SourceRange exactBytes(const Origin &literal, size_t textSize) {
  if (!literal.range.valid())
    return {};
  const size_t raw = literal.range.size();
  if (raw == textSize)
    return literal.range;
  if (raw == textSize + 2)
    return {literal.range.file, literal.range.begin + 1, literal.range.end - 1};
  return {};
}

/// How many bytes of the source stand at `at` for how many of the text: an escape, a doubled introducer, or one byte.
/// Nothing where an interpolation begins.
struct Unit {
  size_t raw = 1;
  size_t decoded = 1;
};
std::optional<Unit> unitAt(std::string_view raw, size_t at) {
  const std::string_view rest = raw.substr(at);
  if (rest.starts_with("$${") || rest.starts_with("%%{"))
    return Unit{3, 2};
  if (rest.starts_with("${") || rest.starts_with("%{"))
    return std::nullopt;
  if (rest[0] != '\\' || rest.size() < 2)
    return Unit{};
  const size_t digits = rest[1] == 'u' ? 4 : rest[1] == 'U' ? 8 : 0;
  if (digits == 0)
    return Unit{2, 1};
  uint32_t code = 0;
  const char *const end = rest.data() + std::min(rest.size(), 2 + digits);
  if (std::from_chars(rest.data() + 2, end, code, 16).ptr != rest.data() + 2 + digits)
    return std::nullopt;
  // JSON spells what is beyond four digits as two.
  if (code >= 0xd800 && code < 0xe000)
    return Unit{12, 4};
  return Unit{2 + digits, code < 0x80 ? size_t(1) : code < 0x800 ? size_t(2) : code < 0x10000 ? size_t(3) : size_t(4)};
}

/// Longer texts are not searched for the place of a part.
constexpr size_t kMostSearched = 64 << 10;

/// The bytes of the source that became bytes [offset, offset+size) of a literal with escapes, or nothing.
SourceRange escapedBytes(const Heap &heap, const Origin &literal, size_t offset, size_t size, size_t textSize) {
  if (!heap.sources || !literal.range.valid() || literal.range.size() > kMostSearched)
    return {};
  std::string_view raw = heap.sources->text(literal.range);
  uint32_t first = literal.range.begin;
  if (raw.size() >= 2 && raw.front() == '"' && raw.back() == '"') {
    raw = raw.substr(1, raw.size() - 2);
    ++first;
  }
  if (raw.size() < textSize)
    return {};
  size_t begin = raw.size(), end = raw.size();
  size_t decoded = 0;
  for (size_t at = 0; at < raw.size();) {
    const std::optional<Unit> unit = unitAt(raw, at);
    if (!unit)
      return {};
    if (decoded <= offset && offset < decoded + unit->decoded)
      begin = at;
    at += unit->raw;
    if (decoded < offset + size && offset + size <= decoded + unit->decoded)
      end = at;
    decoded += unit->decoded;
  }
  if (decoded != textSize || begin >= end || end > raw.size())
    return {};
  return {literal.range.file, uint32_t(first + begin), uint32_t(first + end)};
}

bool holds(const Segment &segment, size_t offset, size_t size) {
  return segment.offset <= offset && size_t(segment.offset) + segment.size >= offset + size;
}

OriginId sliceSegment(Heap &heap, const Segment &segment, size_t begin, size_t end) {
  return segment.exact ? sliceOrigin(heap, segment.origin, begin - segment.offset, end - begin, segment.size)
                       : segment.origin;
}

/// Segments are sorted by offset, outer ones before the inner ones that start with them.
OriginId sliceSegments(Heap &heap, const Origin &whole, size_t offset, size_t size) {
  const std::span<const Segment> segments = whole.segments;
  // Outer segments begin no later than the inner ones: the last one to begin that holds the slice is the innermost.
  const auto after = std::partition_point(segments.begin(), segments.end(),
                                          [&](const Segment &segment) { return segment.offset <= offset; });
  for (auto it = after; it != segments.begin();)
    if (--it; holds(*it, offset, size))
      return sliceSegment(heap, *it, offset, offset + size);
  std::vector<Segment> inside;
  for (const Segment &segment : segments) {
    const size_t begin = std::max<size_t>(segment.offset, offset);
    const size_t end = std::min(size_t(segment.offset) + segment.size, offset + size);
    if (begin < end)
      inside.push_back(
          {uint32_t(begin - offset), uint32_t(end - begin), sliceSegment(heap, segment, begin, end), segment.exact});
  }
  Origin part = whole;
  part.segments = inside;
  return heap.origin(part);
}

OriginId sliceWithin(Heap &heap, OriginId id, size_t offset, size_t size, size_t textSize, unsigned depth) {
  if (!id || (offset == 0 && size == textSize) || depth > 200)
    return id;
  const Origin &origin = heap[id];
  switch (origin.kind) {
  case OriginKind::Literal: {
    const SourceRange bytes = exactBytes(origin, textSize);
    if (!bytes.valid()) {
      const SourceRange part = escapedBytes(heap, origin, offset, size, textSize);
      return part.valid() ? heap.literal(part) : id;
    }
    if (offset + size > bytes.size())
      return id;
    const auto begin = uint32_t(bytes.begin + offset);
    return heap.literal({bytes.file, begin, uint32_t(begin + size)});
  }
  case OriginKind::Composite:
    return sliceSegments(heap, origin, offset, size);
  case OriginKind::Call:
    // The text was computed: places in it are not places in the argument.
    return id;
  case OriginKind::Hidden:
    if (!heap.hiddenWay(origin).canBeCut)
      return id;
    return heap.hidden({.isLiteral = heap.hiddenWay(origin).isLiteral,
                        .canBeCut = true,
                        .whole = id,
                        .offset = uint32_t(offset),
                        .size = uint32_t(size),
                        .textSize = uint32_t(textSize)});
  case OriginKind::Default:
  case OriginKind::Given:
  case OriginKind::Reference:
  case OriginKind::Local:
  case OriginKind::Argument:
  case OriginKind::Output:
  case OriginKind::Element: {
    const OriginId from = sliceWithin(heap, origin.from, offset, size, textSize, depth + 1);
    if (from == origin.from)
      return id;
    Origin step = origin;
    step.from = from;
    return heap.origin(step);
  }
  }
  POSTERN_UNREACHABLE();
}

} // namespace

OriginId sliceOrigin(Heap &heap, OriginId origin, size_t offset, size_t size, size_t textSize) {
  return sliceWithin(heap, origin, offset, size, textSize, 0);
}

bool canBeCut(const Heap &heap, OriginId id, size_t textSize) {
  for (unsigned depth = 0; id && depth <= 200; ++depth) {
    const Origin &origin = heap[id];
    switch (origin.kind) {
    case OriginKind::Literal:
      // Escapes make it longer, never shorter.
      return origin.range.valid() && origin.range.size() >= textSize;
    case OriginKind::Composite:
      return true;
    case OriginKind::Call:
      return false;
    case OriginKind::Hidden:
      return heap.hiddenWay(origin).canBeCut;
    case OriginKind::Default:
    case OriginKind::Given:
    case OriginKind::Reference:
    case OriginKind::Local:
    case OriginKind::Argument:
    case OriginKind::Output:
    case OriginKind::Element:
      id = origin.from;
      break;
    }
  }
  return false;
}

size_t literalBytes(const Value &value) {
  if (value.kind() == ValueKind::String)
    return value.text().size();
  size_t bytes = 0;
  if (value.kind() == ValueKind::Partial)
    for (const Piece &piece : asPartial(value).pieces)
      bytes += piece.literal.size();
  return bytes;
}

Value slice(Heap &heap, const Value &value, size_t offset, size_t size) {
  const std::string_view text = value.text();
  const OriginId origin = sliceOrigin(heap, value.origin, offset, size, text.size());
  return heap.string(text.substr(offset, size), origin).withMarks(value.marks);
}

void TextBuilder::appendTo(State &state, std::string_view text, OriginId origin, bool exact) {
  if (origin && !text.empty() && state.segments.size() < kMaxSegments)
    state.segments.push_back({uint32_t(state.text.size()), uint32_t(text.size()), origin, exact});
  state.text += text;
}

void TextBuilder::literal(std::string_view text, OriginId origin, bool exact) {
  for (State &state : states_)
    appendTo(state, text, origin, exact);
}

void TextBuilder::append(const Value &value) {
  marks_ |= value.marks;
  switch (value.kind()) {
  case ValueKind::String:
    literal(value.text(), value.origin, true);
    return;
  case ValueKind::Partial: {
    const size_t whole = literalBytes(value);
    size_t offset = 0;
    for (const Piece &piece : asPartial(value).pieces) {
      if (piece.isHole()) {
        hole(piece.hole);
        continue;
      }
      literal(piece.literal, sliceOrigin(heap_, value.origin, offset, piece.literal.size(), whole), true);
      offset += piece.literal.size();
    }
    return;
  }
  case ValueKind::Choice: {
    const ChoiceNode &choice = asChoice(value);
    std::vector<TextBuilder> alternatives;
    for (const Value &alternative : choice.alternatives) {
      alternatives.emplace_back(heap_);
      if (!alternative.isNull())
        alternatives.back().append(alternative);
    }
    oneOf(alternatives, choice.condition, value);
    return;
  }
  case ValueKind::Unknown:
    hole(value);
    return;
  case ValueKind::Null:
  case ValueKind::Bool:
  case ValueKind::Number:
  case ValueKind::Sequence:
  case ValueKind::Mapping:
    break;
  }
  POSTERN_UNREACHABLE();
}

void TextBuilder::hole(const Value &unknown) {
  marks_ |= unknown.marks;
  Value value = unknown;
  if (!unknown.isUnknown())
    value = heap_.unknown(heap_.types.string(), {}, unknown.origin);
  else if (unknown.type()->kind != TypeKind::String)
    value = heap_.unknown(heap_.types.string(), asUnknown(unknown).symbol, unknown.origin);
  for (State &state : states_)
    state.holes.push_back({state.text.size(), value.unmarked()});
}

void TextBuilder::join(State &into, const State &from) {
  const size_t offset = into.text.size();
  into.text += from.text;
  for (const Hole &hole : from.holes)
    into.holes.push_back({hole.offset + offset, hole.value});
  for (Segment segment : from.segments) {
    if (into.segments.size() == kMaxSegments)
      break;
    segment.offset += uint32_t(offset);
    into.segments.push_back(segment);
  }
  for (const auto &[condition, alternative] : from.taken)
    take(into, condition, alternative);
}

void TextBuilder::append(const TextBuilder &other) {
  if (other.states_.size() == 1) {
    marks_ |= other.marks_;
    for (State &state : states_)
      join(state, other.states_.front());
    return;
  }
  oneOf({&other, 1}, {}, heap_.unknown(heap_.types.string(), {}));
}

void TextBuilder::take(State &state, SymbolId condition, uint32_t alternative) {
  const std::pair taken{condition, alternative};
  if (std::ranges::find(state.taken, taken) == state.taken.end())
    state.taken.push_back(taken);
}

void TextBuilder::oneOf(std::span<const TextBuilder> alternatives, SymbolId condition, const Value &otherwise) {
  const auto contradicts = [](const State &state, SymbolId symbol, uint32_t index) {
    return symbol && std::ranges::any_of(state.taken, [&](const auto &taken) {
             return taken.first == symbol && taken.second != index;
           });
  };
  for (const TextBuilder &alternative : alternatives)
    marks_ |= alternative.marks_;
  struct Way {
    size_t state;
    uint32_t alternative;
    const State *text;
  };
  std::vector<Way> ways;
  for (size_t at = 0; at < states_.size() && ways.size() <= Heap::kMaxAlternatives; ++at)
    for (uint32_t i = 0; i < alternatives.size(); ++i) {
      if (contradicts(states_[at], condition, i))
        continue;
      for (const State &inner : alternatives[i].states_) {
        const bool clash = std::ranges::any_of(
            inner.taken, [&](const auto &taken) { return contradicts(states_[at], taken.first, taken.second); });
        if (!clash)
          ways.push_back({at, i, &inner});
      }
    }
  if (ways.empty() || ways.size() > Heap::kMaxAlternatives) {
    hole(otherwise);
    return;
  }
  const auto go = [&](State &state, const Way &way) {
    if (condition && alternatives.size() > 1)
      take(state, condition, way.alternative);
    join(state, *way.text);
  };
  // Where every text can go on in just one way none is copied: texts grow long.
  const auto next = [&ways](const Way &way) { return way.state == static_cast<size_t>(&way - ways.data()); };
  if (ways.size() == states_.size() && std::ranges::all_of(ways, next)) {
    for (const Way &way : ways)
      go(states_[way.state], way);
    return;
  }
  std::vector<State> made;
  for (const Way &way : ways) {
    made.push_back(states_[way.state]);
    go(made.back(), way);
  }
  states_ = std::move(made);
}

void TextBuilder::beginSpan() {
  for (State &state : states_)
    state.spans.push_back(state.text.size());
}

void TextBuilder::endSpan(OriginId origin) {
  for (State &state : states_) {
    const size_t begin = state.spans.back();
    state.spans.pop_back();
    if (origin && begin < state.text.size() && state.segments.size() < kMaxSegments)
      state.segments.push_back({uint32_t(begin), uint32_t(state.text.size() - begin), origin, false});
  }
}

size_t TextBuilder::size() const {
  size_t bytes = 0;
  for (const State &state : states_)
    bytes = std::max(bytes, state.text.size() + state.holes.size() * sizeof(Piece));
  return bytes;
}

Value TextBuilder::finish(const State &state, SourceRange range, std::string_view name) {
  std::vector<Segment> segments = state.segments;
  std::ranges::sort(segments, [](const Segment &a, const Segment &b) {
    return a.offset != b.offset ? a.offset < b.offset : a.size > b.size;
  });
  // Normal form moves bytes about: then only the text as a whole can be told.
  if (!isNormalized(state.text))
    segments.clear();
  const OriginId origin = heap_.origin(Origin{OriginKind::Composite, range, {}, {}, name, {}, segments});
  if (state.holes.empty())
    return heap_.string(state.text, origin);
  std::vector<Piece> pieces;
  size_t at = 0;
  const std::string_view text = state.text;
  for (const Hole &hole : state.holes) {
    if (hole.offset > at)
      pieces.push_back({text.substr(at, hole.offset - at), {}});
    pieces.push_back({{}, hole.value});
    at = hole.offset;
  }
  if (at < text.size())
    pieces.push_back({text.substr(at), {}});
  return heap_.partial(pieces, origin);
}

Value TextBuilder::finish(SourceRange range, std::string_view name) {
  if (states_.size() == 1)
    return finish(states_.front(), range, name).withMarks(marks_);
  std::vector<Value> values;
  SymbolId condition;
  bool one = true;
  for (const State &state : states_) {
    values.push_back(finish(state, range, name));
    if (state.taken.size() == 1 && (!condition || condition == state.taken.front().first))
      condition = state.taken.front().first;
    else
      one = false;
  }
  return heap_.choice(values, one ? condition : SymbolId{}, values.front().origin).withMarks(marks_);
}

} // namespace postern::eval
