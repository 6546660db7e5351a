#include "ValueJson.h"

#include <algorithm>
#include <charconv>

namespace postern::probe {

using namespace eval;
using hcl::json::Kind;
using hcl::json::Member;
using hcl::json::Node;

// ---------------------------------------------------------------------------------------------------------------
// Reading

TypeRef readType(Heap &heap, const Node &node) {
  TypeTable &types = heap.types;
  if (node.kind == Kind::String) {
    if (node.text == "string")
      return types.string();
    if (node.text == "number")
      return types.number();
    if (node.text == "bool")
      return types.boolean();
    return node.text == "dynamic" ? types.dynamic() : nullptr;
  }
  if (node.items().size() < 2 || node.items()[0].kind != Kind::String)
    return nullptr;
  const std::string_view word = node.items()[0].text;
  const Node &rest = node.items()[1];
  if (word == "tuple") {
    std::vector<TypeRef> elements;
    for (const Node &item : rest.items())
      elements.push_back(readType(heap, item));
    return std::ranges::find(elements, nullptr) == elements.end() ? types.tuple(elements) : nullptr;
  }
  if (word == "object") {
    std::vector<AttrType> attrs;
    for (const Member &member : rest.members()) {
      AttrType attr{heap.intern(member.key.text), readType(heap, member.value), false};
      if (!attr.type)
        return nullptr;
      if (node.items().size() > 2)
        attr.optional = std::ranges::any_of(node.items()[2].items(),
                                            [&](const Node &name) { return name.text == member.key.text; });
      attrs.push_back(attr);
    }
    return types.object(std::move(attrs));
  }
  const TypeRef element = readType(heap, rest);
  if (!element)
    return nullptr;
  if (word == "list")
    return types.list(element);
  if (word == "set")
    return types.set(element);
  return word == "map" ? types.map(element) : nullptr;
}

namespace {

Number numberOf(Heap &heap, std::string_view text) {
  if (text == "+Inf" || text == "Inf")
    return positiveInfinity(heap.arena());
  if (text == "-Inf")
    return negativeInfinity(heap.arena());
  return parseNumber(text, heap.arena()).value_or(Number::of(0));
}

/// A bound as [number, inclusive].
Number boundOf(Heap &heap, const Node &node, bool &inclusive) {
  const auto items = node.items();
  inclusive = items.size() < 2 || items[1].boolean;
  const Node &number = items.empty() ? node : items[0];
  if (const Node *const exact = number.find("$number"))
    return numberOf(heap, exact->text);
  return numberOf(heap, number.text);
}

uint64_t countOf(const Node &node) {
  uint64_t value = 0;
  std::from_chars(node.text.data(), node.text.data() + node.text.size(), value);
  return value;
}

Refinement refinementOf(Heap &heap, const Node *node) {
  Refinement out;
  if (!node)
    return out;
  for (const Member &member : node->members()) {
    const std::string_view name = member.key.text;
    if (name == "not_null") {
      out.notNull = member.value.boolean;
    } else if (name == "string_prefix") {
      out.prefix = heap.intern(member.value.text);
    } else if (name == "string_prefix_full") {
      out.prefixFull = member.value.boolean;
    } else if (name == "length_min") {
      out.lengthMin = countOf(member.value);
    } else if (name == "length_max") {
      out.lengthMax = countOf(member.value);
    } else if (name == "number_min") {
      out.hasMin = true;
      out.min = boundOf(heap, member.value, out.minInclusive);
    } else if (name == "number_max") {
      out.hasMax = true;
      out.max = boundOf(heap, member.value, out.maxInclusive);
    }
  }
  return out;
}

std::vector<Entry> readEntries(Heap &heap, const Node &node, TypeRef type, bool &good) {
  std::vector<Entry> entries;
  for (const Member &member : node.members()) {
    TypeRef element = type->element;
    if (type->kind == TypeKind::Object) {
      const AttrType *const attr = type->attr(member.key.text);
      element = attr ? attr->type : nullptr;
    }
    const Value value = element ? readValue(heap, member.value, element) : Value();
    good = good && value.valid();
    entries.push_back({heap.intern(member.key.text), value});
  }
  return entries;
}

std::vector<Value> readItems(Heap &heap, const Node &node, TypeRef type, bool &good) {
  std::vector<Value> items;
  for (size_t i = 0; i < node.items().size(); ++i) {
    if (type->kind == TypeKind::Tuple && i >= type->elements.size())
      return good = false, items;
    const TypeRef element = type->kind == TypeKind::Tuple ? type->elements[i] : type->element;
    items.push_back(readValue(heap, node.items()[i], element));
    good = good && items.back().valid();
  }
  return items;
}

} // namespace

Value readValue(Heap &heap, const Node &node, TypeRef type) {
  if (const Node *const unknown = node.find("$unknown")) {
    const TypeRef of = readType(heap, *unknown);
    return of ? heap.refined(of, SymbolId(), refinementOf(heap, node.find("refine"))) : Value();
  }
  if (const Node *const names = node.find("$marked")) {
    const Node *const inner = node.find("value");
    Value value = inner ? readValue(heap, *inner, type) : Value();
    for (const Node &name : names->items())
      if (value.valid())
        value = value.withMarks(heap.mark(name.text));
    return value;
  }
  if (node.kind == Kind::Null)
    return heap.null(type);
  bool good = true;
  switch (type->kind) {
  case TypeKind::Dynamic:
    return {};
  case TypeKind::Bool:
    return node.kind == Kind::Bool ? heap.boolean(node.boolean) : Value();
  case TypeKind::Number:
    if (const Node *const exact = node.find("$number"))
      return heap.number(numberOf(heap, exact->text));
    return node.kind == Kind::Number ? heap.number(numberOf(heap, node.text)) : Value();
  case TypeKind::String:
    return node.kind == Kind::String ? heap.string(node.text) : Value();
  case TypeKind::List: {
    const std::vector<Value> items = readItems(heap, node, type, good);
    return good ? heap.list(type->element, items) : Value();
  }
  case TypeKind::Set: {
    const std::vector<Value> items = readItems(heap, node, type, good);
    return good ? heap.set(type->element, items) : Value();
  }
  case TypeKind::Tuple: {
    const std::vector<Value> items = readItems(heap, node, type, good);
    return good && items.size() == type->elements.size() ? heap.tuple(items) : Value();
  }
  case TypeKind::Map: {
    std::vector<Entry> entries = readEntries(heap, node, type, good);
    return good ? heap.map(type->element, std::move(entries)) : Value();
  }
  case TypeKind::Object: {
    std::vector<Entry> entries = readEntries(heap, node, type, good);
    return good && entries.size() == type->attrs.size() ? heap.object(std::move(entries)) : Value();
  }
  }
  POSTERN_UNREACHABLE();
}

// ---------------------------------------------------------------------------------------------------------------
// Writing

namespace {

std::string quoted(std::string_view text) {
  return '"' + hcl::json::escaped(text) + '"';
}

/// A name with what it is glued to in front, when it is not the first.
void separate(std::string &out, bool &first) {
  out += first ? "" : ",";
  first = false;
}

class Writer {
public:
  explicit Writer(const Heap &heap) : heap_(heap) {}

  void value(const Value &value);
  std::string out;

private:
  void known(const Value &value);
  void sequence(std::span<const Value> items);
  void mapping(const MappingNode &node);
  void unknown(const UnknownNode &node);
  void pieces(const PartialNode &node);
  [[nodiscard]] std::string name(const Value &hole) const {
    const SymbolId symbol = asUnknown(hole).symbol;
    return quoted(symbol.valid() ? heap_[symbol].text : "");
  }

  const Heap &heap_;
};

void Writer::value(const Value &value) {
  if (value.marks == 0)
    return known(value);
  out += "{\"$marked\":[";
  bool first = true;
  for (const std::string_view mark : heap_.markNames(value.marks)) {
    separate(out, first);
    out += quoted(mark);
  }
  out += "],\"value\":";
  known(value);
  out += '}';
}

void Writer::sequence(std::span<const Value> items) {
  out += '[';
  bool first = true;
  for (const Value &item : items) {
    separate(out, first);
    value(item);
  }
  out += ']';
}

void Writer::mapping(const MappingNode &node) {
  out += '{';
  bool first = true;
  for (const Entry &entry : node.entries) {
    separate(out, first);
    out += quoted(entry.key) + ':';
    value(entry.value);
  }
  out += '}';
}

void Writer::unknown(const UnknownNode &node) {
  out += "{\"$unknown\":" + writeType(node.type);
  if (node.symbol.valid())
    out += ",\"name\":" + quoted(heap_[node.symbol].text);
  const Refinement &known = node.refinement;
  std::string refine;
  bool first = true;
  const auto say = [&](std::string_view name, const std::string &what) {
    separate(refine, first);
    refine += quoted(name) + ':' + what;
  };
  const auto bound = [](Number number, bool inclusive) {
    return '[' + toText(number) + (inclusive ? ",true]" : ",false]");
  };
  if (known.notNull)
    say("not_null", "true");
  if (!known.prefix.empty())
    say("string_prefix", quoted(known.prefix));
  if (known.prefixFull)
    say("string_prefix_full", "true");
  if (known.lengthMin != 0)
    say("length_min", std::to_string(known.lengthMin));
  if (known.lengthMax != UINT64_MAX)
    say("length_max", std::to_string(known.lengthMax));
  if (known.hasMin)
    say("number_min", bound(known.min, known.minInclusive));
  if (known.hasMax)
    say("number_max", bound(known.max, known.maxInclusive));
  if (!refine.empty())
    out += ",\"refine\":{" + refine + '}';
  out += '}';
}

void Writer::pieces(const PartialNode &node) {
  out += "{\"$pieces\":[";
  bool first = true;
  for (const Piece &piece : node.pieces) {
    separate(out, first);
    out += piece.isHole() ? "{\"$hole\":" + name(piece.hole) + '}' : quoted(piece.literal);
  }
  out += "]}";
}

void Writer::known(const Value &value) {
  switch (value.kind()) {
  case ValueKind::Null:
    out += "null";
    return;
  case ValueKind::Bool:
    out += value.boolean() ? "true" : "false";
    return;
  case ValueKind::Number:
    if (isInfinite(value.number()))
      out += signOf(value.number()) < 0 ? "{\"$number\":\"-Inf\"}" : "{\"$number\":\"+Inf\"}";
    else
      out += toText(value.number());
    return;
  case ValueKind::String:
    out += quoted(value.text());
    return;
  case ValueKind::Partial:
    return pieces(asPartial(value));
  case ValueKind::Sequence:
    out += asSequence(value).open ? "{\"$open\":" : "";
    sequence(asSequence(value).items);
    out += asSequence(value).open ? "}" : "";
    return;
  case ValueKind::Mapping:
    out += asMapping(value).open ? "{\"$open\":" : "";
    mapping(asMapping(value));
    out += asMapping(value).open ? "}" : "";
    return;
  case ValueKind::Unknown:
    return unknown(asUnknown(value));
  case ValueKind::Choice:
    out += "{\"$choice\":";
    sequence(asChoice(value).alternatives);
    out += '}';
    return;
  }
}

} // namespace

std::string writeType(TypeRef type) {
  switch (type->kind) {
  case TypeKind::Dynamic:
    return "\"dynamic\"";
  case TypeKind::Bool:
    return "\"bool\"";
  case TypeKind::Number:
    return "\"number\"";
  case TypeKind::String:
    return "\"string\"";
  case TypeKind::List:
    return "[\"list\"," + writeType(type->element) + ']';
  case TypeKind::Set:
    return "[\"set\"," + writeType(type->element) + ']';
  case TypeKind::Map:
    return "[\"map\"," + writeType(type->element) + ']';
  case TypeKind::Tuple: {
    std::string out = "[\"tuple\",[";
    bool first = true;
    for (const TypeRef element : type->elements) {
      separate(out, first);
      out += writeType(element);
    }
    return out + "]]";
  }
  case TypeKind::Object: {
    std::string out = "[\"object\",{";
    std::string optional;
    bool first = true;
    bool firstOptional = true;
    for (const AttrType &attr : type->attrs) {
      separate(out, first);
      out += quoted(attr.name) + ':' + writeType(attr.type);
      if (!attr.optional)
        continue;
      separate(optional, firstOptional);
      optional += quoted(attr.name);
    }
    out += '}';
    return out + (optional.empty() ? "]" : ",[" + optional + "]]");
  }
  }
  POSTERN_UNREACHABLE();
}

std::string writeValue(const Heap &heap, const Value &value) {
  Writer writer(heap);
  writer.value(value);
  return std::move(writer.out);
}

} // namespace postern::probe
