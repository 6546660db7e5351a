#include "SpecDecoder.h"

#include "Eval/Convert.h"
#include "Eval/TypeConstraint.h"
#include "VectorScope.h"

#include <fmt/format.h>

#include <algorithm>

namespace postern::probe {

using namespace eval;

namespace {

bool isBlockSpec(std::string_view type) {
  return type == "block" || type == "block_list" || type == "block_tuple" || type == "block_set" ||
         type == "block_map" || type == "block_attrs";
}

bool isSpec(std::string_view type) {
  return isBlockSpec(type) || type == "object" || type == "array" || type == "attr" || type == "block_label" ||
         type == "literal" || type == "default" || type == "transform";
}

std::vector<const hcl::Block *> specsIn(const hcl::Body &body) {
  std::vector<const hcl::Block *> out;
  for (const hcl::Item &item : body.items)
    if (item.block && isSpec(item.block->type))
      out.push_back(item.block);
  return out;
}

} // namespace

const hcl::Block *SpecDecoder::specIn(const hcl::Body &body) {
  const std::vector<const hcl::Block *> specs = specsIn(body);
  return specs.empty() ? nullptr : specs.front();
}

void SpecDecoder::fault(std::string_view summary, std::string message, const SourceRange &range) {
  Diagnostic diag;
  diag.code = "probe";
  diag.name = "Decode";
  diag.summary = summary;
  diag.message = std::move(message);
  diag.range = range;
  evaluator_.sink().report(std::move(diag));
}

Value SpecDecoder::evaluateAs(const hcl::Expr &expr, Scope &scope, TypeRef type) {
  const Value value = evaluator_.evaluate(expr, scope);
  Conversion converted = convert(evaluator_.heap(), value, type);
  if (converted.ok())
    return converted.value;
  fault("Unsuitable value type", std::move(converted.error), expr.range());
  return evaluator_.heap().unknown(type, {}, value.origin);
}

Value SpecDecoder::missing() {
  return evaluator_.heap().null(evaluator_.heap().types.dynamic());
}

std::string_view SpecDecoder::text(const hcl::Block &spec, std::string_view name, std::string_view fallback) {
  const hcl::Attribute *const attribute = spec.body->attribute(name);
  if (!attribute)
    return fallback;
  VectorScope none(evaluator_.heap());
  const Value value = evaluateAs(*attribute->value, none, evaluator_.heap().types.string());
  return value.kind() == ValueKind::String ? value.text() : fallback;
}

/// What a specification reads: said by an argument, or by its place in an object.
std::string_view SpecDecoder::nameOf(const hcl::Block &spec, std::string_view argument) {
  return text(spec, argument, spec.labels.empty() ? std::string_view() : spec.labels.front().text);
}

bool SpecDecoder::flag(const hcl::Block &spec, std::string_view name) {
  const hcl::Attribute *const attribute = spec.body->attribute(name);
  const auto *const value = attribute ? hcl::dynCast<hcl::BoolExpr>(attribute->value) : nullptr;
  return value && value->value;
}

void SpecDecoder::expect(const hcl::Block &spec, Expected &out) {
  if (spec.type == "attr") {
    out.attributes.push_back(nameOf(spec, "name"));
  } else if (isBlockSpec(spec.type)) {
    out.blocks.try_emplace(nameOf(spec, "block_type"), &spec);
  } else {
    for (const hcl::Block *inner : specsIn(*spec.body))
      expect(*inner, out);
  }
}

uint32_t SpecDecoder::labelCount(const hcl::Block &spec) {
  uint32_t count = 0;
  if (spec.type == "block_map")
    if (const hcl::Attribute *const labels = spec.body->attribute("labels"))
      if (const auto *const names = hcl::dynCast<hcl::TupleExpr>(labels->value))
        count = static_cast<uint32_t>(names->items.size());
  uint32_t inner = 0;
  std::vector<const hcl::Block *> open = specsIn(*spec.body);
  while (!open.empty()) {
    const hcl::Block &next = *open.back();
    open.pop_back();
    if (next.type == "block_label")
      ++inner;
    else if (!isBlockSpec(next.type))
      std::ranges::copy(specsIn(*next.body), std::back_inserter(open));
  }
  return count + inner;
}

void SpecDecoder::checkItems(const Expected &expected, const hcl::Body &body) {
  for (const hcl::Item &item : body.items) {
    if (item.attribute) {
      if (std::ranges::find(expected.attributes, item.attribute->name) == expected.attributes.end())
        fault("Unsupported argument", fmt::format("'{}' is not expected here", item.attribute->name),
              item.attribute->nameRange);
      continue;
    }
    const hcl::Block &block = *item.block;
    const auto found = expected.blocks.find(block.type);
    if (found == expected.blocks.end()) {
      fault("Unsupported block type", fmt::format("blocks of type '{}' are not expected here", block.type),
            block.typeRange);
      continue;
    }
    const uint32_t labels = labelCount(*found->second);
    if (block.labels.size() < labels)
      fault("Missing label", fmt::format("expected {} labels", labels), block.openBrace);
    else if (block.labels.size() > labels)
      fault("Extraneous label", fmt::format("expected {} labels", labels), block.labels[labels].range);
  }
}

Value SpecDecoder::decode(const hcl::Block &spec, const Place &place) {
  Expected expected;
  expect(spec, expected);
  checkItems(expected, place.body);
  return decodePart(spec, place);
}

Value SpecDecoder::decodePart(const hcl::Block &spec, const Place &place) {
  Heap &heap = evaluator_.heap();
  if (spec.type == "attr")
    return attribute(spec, place);
  if (spec.type == "object") {
    std::vector<Entry> entries;
    for (const hcl::Block *inner : specsIn(*spec.body))
      entries.push_back({nameOf(*inner, "name"), decodePart(*inner, place)});
    return heap.object(std::move(entries));
  }
  if (spec.type == "array") {
    std::vector<Value> items;
    for (const hcl::Block *inner : specsIn(*spec.body))
      items.push_back(decodePart(*inner, place));
    return heap.tuple(items);
  }
  if (spec.type == "literal") {
    const hcl::Attribute *const value = spec.body->attribute("value");
    VectorScope none(heap);
    return value ? evaluator_.evaluate(*value->value, none) : missing();
  }
  if (spec.type == "default") {
    Value value = missing();
    for (const hcl::Block *inner : specsIn(*spec.body))
      if (value = decodePart(*inner, place); !value.isNull())
        break;
    return value;
  }
  if (spec.type == "block_label") {
    const hcl::Attribute *const index = spec.body->attribute("index");
    const auto *const number = index ? hcl::dynCast<hcl::NumberExpr>(index->value) : nullptr;
    const size_t at = number ? static_cast<size_t>(number->text.front() - '0') : 0;
    return at < place.labels.size() ? heap.string(place.labels[at].text) : missing();
  }
  if (spec.type == "block")
    return oneBlock(spec, place);
  if (spec.type == "block_map")
    return labelledBlocks(spec, place);
  if (spec.type == "block_attrs")
    return blockAttributes(spec, place);
  if (spec.type == "transform")
    return transformed(spec, place);
  return manyBlocks(spec, place);
}

Value SpecDecoder::attribute(const hcl::Block &spec, const Place &place) {
  Heap &heap = evaluator_.heap();
  const std::string_view name = nameOf(spec, "name");
  const hcl::Attribute *const typeArgument = spec.body->attribute("type");
  const TypeRef type = typeArgument ? readTypeConstraint(heap, *typeArgument->value, true, evaluator_.sink()).type
                                    : heap.types.dynamic();
  const hcl::Attribute *const found = place.body.attribute(name);
  if (found)
    return evaluateAs(*found->value, scope_, type);
  if (flag(spec, "required"))
    fault("Missing required argument", fmt::format("'{}' is required", name),
          {place.body.range.file, place.body.range.begin, place.body.range.begin});
  return heap.null(type);
}

std::vector<const hcl::Block *> SpecDecoder::blocksOf(const hcl::Block &spec, const hcl::Body &body) {
  std::vector<const hcl::Block *> out;
  const std::string_view type = nameOf(spec, "block_type");
  for (const hcl::Item &item : body.items)
    if (item.block && item.block->type == type)
      out.push_back(item.block);
  return out;
}

Value SpecDecoder::oneBlock(const hcl::Block &spec, const Place &place) {
  const std::vector<const hcl::Block *> blocks = blocksOf(spec, place.body);
  const SourceRange start{place.body.range.file, place.body.range.begin, place.body.range.begin};
  if (blocks.empty() && flag(spec, "required"))
    fault("Missing block", fmt::format("a block of type '{}' is required", nameOf(spec, "block_type")), start);
  if (blocks.size() > 1)
    fault("Duplicate block", fmt::format("there may be one block of type '{}'", nameOf(spec, "block_type")),
          blocks[1]->typeRange);
  const hcl::Block *const inner = specIn(*spec.body);
  return blocks.empty() || !inner ? missing() : decode(*inner, {*blocks[0]->body, blocks[0]->labels});
}

Value SpecDecoder::manyBlocks(const hcl::Block &spec, const Place &place) {
  Heap &heap = evaluator_.heap();
  const hcl::Block *const inner = specIn(*spec.body);
  std::vector<Value> items;
  std::vector<TypeRef> types;
  for (const hcl::Block *block : blocksOf(spec, place.body)) {
    items.push_back(inner ? decode(*inner, {*block->body, block->labels}) : missing());
    types.push_back(items.back().type());
  }
  if (spec.type == "block_tuple")
    return heap.tuple(items);
  const TypeRef element = types.empty() ? heap.types.dynamic() : unify(heap, types);
  if (!element) {
    fault("Inconsistent block types", "these blocks do not have one type", place.body.range);
    return missing();
  }
  for (Value &item : items)
    item = convert(heap, item, element).value;
  return spec.type == "block_set" ? heap.set(element, items) : heap.list(element, items);
}

Value SpecDecoder::mapOf(std::vector<Entry> entries, const SourceRange &range) {
  Heap &heap = evaluator_.heap();
  std::vector<TypeRef> types;
  types.reserve(entries.size());
  for (const Entry &entry : entries)
    types.push_back(entry.value.type());
  const TypeRef element = types.empty() ? heap.types.dynamic() : unify(heap, types);
  if (!element) {
    fault("Inconsistent types", "what stands here does not have one type", range);
    return missing();
  }
  for (Entry &entry : entries)
    entry.value = convert(heap, entry.value, element).value;
  return heap.map(element, std::move(entries));
}

Value SpecDecoder::labelledBlocks(const hcl::Block &spec, const Place &place) {
  const hcl::Block *const inner = specIn(*spec.body);
  const uint32_t depth = labelCount(spec);
  // One map a label, made from the innermost outwards.
  std::map<std::vector<std::string_view>, Value> found;
  for (const hcl::Block *block : blocksOf(spec, place.body)) {
    if (block->labels.size() < depth || !inner)
      continue;
    std::vector<std::string_view> keys;
    for (const hcl::BlockLabel &label : block->labels.first(depth))
      keys.push_back(label.text);
    const Value value = decode(*inner, {*block->body, block->labels.subspan(depth)});
    if (!found.emplace(std::move(keys), value).second)
      fault("Duplicate block", fmt::format("there is already a block '{}' with these labels", block->type),
            block->header());
  }
  for (uint32_t level = depth; level > 0; --level) {
    std::map<std::vector<std::string_view>, std::vector<Entry>> groups;
    if (found.empty())
      groups[{}] = {};
    for (auto &[keys, value] : found)
      groups[{keys.begin(), keys.end() - 1}].push_back({keys.back(), value});
    found.clear();
    for (auto &[keys, entries] : groups)
      found.emplace(keys, mapOf(std::move(entries), place.body.range));
    if (found.begin()->first.empty())
      break;
  }
  return found.empty() ? mapOf({}, place.body.range) : found.begin()->second;
}

Value SpecDecoder::blockAttributes(const hcl::Block &spec, const Place &place) {
  const std::vector<const hcl::Block *> blocks = blocksOf(spec, place.body);
  if (blocks.empty())
    return missing();
  Heap &heap = evaluator_.heap();
  const hcl::Attribute *const typeArgument = spec.body->attribute("element_type");
  const TypeRef type = typeArgument ? readTypeConstraint(heap, *typeArgument->value, true, evaluator_.sink()).type
                                    : heap.types.dynamic();
  std::vector<Entry> entries;
  for (const hcl::Item &item : blocks[0]->body->items) {
    if (item.attribute)
      entries.push_back({item.attribute->name, evaluateAs(*item.attribute->value, scope_, type)});
    else
      fault("Unsupported block type", "only arguments are expected here", item.block->typeRange);
  }
  return mapOf(std::move(entries), blocks[0]->range);
}

Value SpecDecoder::transformed(const hcl::Block &spec, const Place &place) {
  const hcl::Block *const inner = specIn(*spec.body);
  const hcl::Attribute *const result = spec.body->attribute("result");
  if (!inner || !result)
    return missing();
  VectorScope scope(evaluator_.heap());
  scope.set("nested", decodePart(*inner, place));
  return evaluator_.evaluate(*result->value, scope);
}

const hcl::JsonBodySchema &SpecDecoder::jsonSchema(const hcl::Block &spec) {
  Expected expected;
  expect(spec, expected);
  Schema schema;
  for (const std::string_view name : expected.attributes)
    schema.attributes.push_back({name, hcl::JsonText::Template});
  static constexpr hcl::JsonBodySchema kAnyAttributes{};
  for (const auto &[type, block] : expected.blocks) {
    const hcl::Block *const inner = block->type == "block_attrs" ? nullptr : specIn(*block->body);
    schema.blocks.push_back({type, labelCount(*block), inner ? &jsonSchema(*inner) : &kAnyAttributes});
  }
  Schema &kept = schemas_.emplace_back(std::move(schema));
  kept.schema = {kept.attributes, kept.blocks, hcl::JsonText::Template};
  return kept.schema;
}

} // namespace postern::probe
