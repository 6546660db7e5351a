#include "Iam/PolicyText.h"

#include "Eval/OriginWalk.h"
#include "Eval/TextBuilder.h"

#include <fmt/format.h>

#include <algorithm>

namespace postern::iam {
namespace {

using eval::Origin;
using eval::OriginId;
using eval::OriginKind;
using hcl::json::Kind;
using hcl::json::Node;

bool within(const SourceRange &outer, const SourceRange &inner) {
  return outer.valid() && inner.valid() && outer.file == inner.file && outer.begin <= inner.begin &&
         inner.end <= outer.end;
}

SourceRange firstPlace(const eval::Heap &heap, OriginId origin) {
  for (const eval::OriginStep &step : eval::stepsOf(heap, origin))
    if (step.range.valid())
      return step.range;
  return {};
}

// A JSON string that a template joined from text and interpolations stands in one place all the same: from its first
// literal piece to its last.
OriginId narrowed(eval::Heap &heap, OriginId id, size_t size, int depth = 0) {
  if (!id || depth > 200)
    return id;
  const Origin &origin = heap[id];
  if (origin.kind == OriginKind::Composite) {
    if (origin.segments.empty() || !origin.range.valid())
      return id;
    const eval::Segment &last = origin.segments.back();
    const SourceRange from = firstPlace(heap, origin.segments.front().origin);
    const SourceRange to = firstPlace(heap, last.origin);
    const bool whole = origin.segments.front().offset == 0 && last.offset + last.size == size;
    if (!whole || !within(origin.range, from) || !within(origin.range, to) || from.begin > to.begin)
      return id;
    return heap.literal(spanning(from, to));
  }
  const OriginId inner = narrowed(heap, origin.from, size, depth + 1);
  if (inner == origin.from)
    return id;
  Origin step = origin;
  step.from = inner;
  return heap.origin(step);
}

} // namespace

Text textOf(const eval::Heap &heap, const eval::Value &value) {
  Text out;
  const auto add = [&](const eval::Value &hole) {
    Hole &made = out.holes.emplace_back();
    made.offset = static_cast<uint32_t>(out.literal.size());
    if (!hole.isUnknown())
      return;
    const eval::UnknownNode &node = eval::asUnknown(hole);
    made.kind = node.hole;
    made.symbol = node.symbol;
    if (node.symbol)
      made.name = heap[node.symbol].text;
  };
  switch (value.kind()) {
  case eval::ValueKind::String:
    out.literal = value.text();
    break;
  case eval::ValueKind::Partial:
    for (const eval::Piece &piece : eval::asPartial(value).pieces) {
      if (piece.isHole())
        add(piece.hole);
      else
        out.literal += piece.literal;
    }
    break;
  case eval::ValueKind::Number:
    out.literal = eval::toText(value.number());
    break;
  case eval::ValueKind::Bool:
    out.literal = value.boolean() ? "true" : "false";
    break;
  case eval::ValueKind::Null:
  case eval::ValueKind::Sequence:
  case eval::ValueKind::Mapping:
  case eval::ValueKind::Unknown:
  case eval::ValueKind::Choice:
    add(value);
    break;
  }
  return out;
}

PolicyText::PolicyText(eval::Heap &heap, Arena &arena, const eval::Value &value, SourceRange use)
    : heap_(heap), origin_(value.origin), use_(use) {
  if (value.kind() == eval::ValueKind::String) {
    literal_ = value.text();
  } else {
    std::string joined;
    for (const eval::Piece &piece : eval::asPartial(value).pieces) {
      if (piece.isHole()) {
        holes_.push_back(piece.hole);
        offsets_.push_back(static_cast<uint32_t>(joined.size()));
      } else {
        joined += piece.literal;
      }
    }
    literal_ = arena.copy(joined);
  }
  document_ = hcl::json::parse(literal_, offsets_, arena);
}

std::string PolicyText::holeNames() const {
  std::vector<std::string> names;
  for (uint32_t i = 0; i < holes_.size(); ++i) {
    std::string name = hole(i, 0).name;
    if (!name.empty() && std::find(names.begin(), names.end(), name) == names.end())
      names.push_back(std::move(name));
  }
  return fmt::format("{}", fmt::join(names, ", "));
}

Hole PolicyText::hole(uint32_t number, uint32_t offset) const {
  Text text = textOf(heap_, holes_[number]);
  Hole out;
  if (!text.holes.empty())
    out = text.holes.front();
  out.offset = offset;
  return out;
}

Trace PolicyText::trace(uint32_t begin, uint32_t end) const {
  const OriginId slice = eval::sliceOrigin(heap_, origin_, begin, end - begin, literal_.size());
  return {narrowed(heap_, slice, end - begin), use_};
}

Trace PolicyText::trace(const Node &node) const {
  if (node.kind == Kind::Hole && holes_[node.hole].origin)
    return {holes_[node.hole].origin, use_};
  const Trace whole = trace(node.begin, node.end);
  // All that stands between the quotes may have been put in, from elsewhere.
  if (node.kind == Kind::String && node.end - node.begin > 2 && !node.hasHoles()) {
    const Trace inner = trace(node.begin + 1, node.end - 1);
    const SourceRange from = firstPlace(heap_, inner.origin);
    if (from.valid() && !within(firstPlace(heap_, whole.origin), from))
      return inner;
  }
  return whole;
}

SourceRange PolicyText::place(uint32_t begin, uint32_t end) const {
  const SourceRange range = firstPlace(heap_, trace(begin, end).origin);
  return range.valid() ? range : use_;
}

Text PolicyText::text(const Node &node) const {
  Text out;
  switch (node.kind) {
  case Kind::Hole:
    out.holes.push_back(hole(node.hole, 0));
    break;
  case Kind::Bool:
    out.literal = node.boolean ? "true" : "false";
    break;
  case Kind::String:
  case Kind::Number:
    out.literal = node.text;
    for (const hcl::json::StringHole &at : node.holes())
      out.holes.push_back(hole(at.hole, at.offset));
    break;
  case Kind::Null:
  case Kind::Array:
  case Kind::Object:
    break;
  }
  return out;
}

bool PolicyText::isOpen(const Node &node) const {
  return node.kind == Kind::Hole && hole(node.hole, 0).kind == eval::HoleClass::Any;
}

std::string PolicyText::signature(const Node &node) const {
  std::string out(literal_.substr(node.begin, node.end - node.begin));
  for (size_t i = 0; i < offsets_.size(); ++i)
    if (offsets_[i] >= node.begin && offsets_[i] <= node.end)
      out += fmt::format("\n{}:{}", offsets_[i] - node.begin, hole(static_cast<uint32_t>(i), 0).symbol.index());
  return out;
}

} // namespace postern::iam
