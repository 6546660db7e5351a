// Bodies of resource blocks: arguments, nested blocks, and what dynamic blocks come to.
#include "Terraform/Expander.h"

#include <algorithm>
#include <unordered_map>

namespace postern::tf {

using eval::Value;
using eval::ValueKind;

Value BodyExpander::evaluate(const hcl::Expr &expr, const IteratorFrame *iterators) {
  BlockScope scope(expander_, run_, repetition_, iterators);
  return expander_.evaluator().evaluateApart(expr, scope);
}

EvaluatedBody BodyExpander::body(const hcl::Body &body, const IteratorFrame *iterators) {
  EvaluatedBody out;
  out.range = body.range;
  for (const hcl::Item &item : body.items) {
    if (item.block) {
      block(*item.block, iterators, out.blocks);
      continue;
    }
    const hcl::Attribute &attribute = *item.attribute;
    out.arguments.push_back({.name = attribute.name,
                             .value = evaluate(*attribute.value, iterators),
                             .nameRange = attribute.nameRange,
                             .valueRange = attribute.value->range()});
  }
  return out;
}

void BodyExpander::block(const hcl::Block &block, const IteratorFrame *iterators, std::vector<EvaluatedBlock> &out) {
  if (block.type == "dynamic" && block.labels.size() == 1)
    return dynamicBlock(block, iterators, out);
  EvaluatedBlock made;
  made.type = block.type;
  for (const hcl::BlockLabel &label : block.labels)
    made.labels.push_back(label.text);
  made.header = block.header();
  made.body = body(*block.body, iterators);
  out.push_back(std::move(made));
}

void BodyExpander::dynamicBlock(const hcl::Block &block, const IteratorFrame *iterators,
                                std::vector<EvaluatedBlock> &out) {
  const std::string_view type = block.labels[0].text;
  const hcl::Attribute *const forEach = block.body->attribute("for_each");
  const hcl::Block *const content = block.body->block("content");
  if (!forEach || !content) {
    if (!block.broken)
      expander_.sink().report(kind::IncompleteDynamic, block.header(), type, forEach ? "content block" : "for_each");
    return;
  }
  std::string_view name = type;
  if (const hcl::Attribute *const iterator = block.body->attribute("iterator"))
    if (const auto *const variable = hcl::dynCast<hcl::VariableExpr>(iterator->value))
      name = variable->name;

  const Value collection = evaluate(*forEach->value, iterators);
  const hcl::Attribute *const labels = block.body->attribute("labels");
  for (const Round &round : rounds(collection, *forEach->value, name)) {
    if (!expander_.takeRoom(kPartsOfBlock + content->body->items.size(), block.header()))
      return;
    const IteratorFrame frame{.name = name, .key = round.key, .value = round.value, .outer = iterators};
    EvaluatedBlock made;
    made.type = type;
    if (labels) {
      const Value texts = evaluate(*labels->value, &frame);
      if (texts.kind() == ValueKind::Sequence)
        for (const Value &text : eval::asSequence(texts).items)
          made.labels.push_back(text.kind() == ValueKind::String ? text.text() : std::string_view());
    }
    made.header = block.header();
    made.exists = round.exists;
    made.body = body(*content->body, &frame);
    out.push_back(std::move(made));
  }
}

std::vector<BodyExpander::Round> BodyExpander::rounds(const Value &collection, const hcl::Expr &expr,
                                                      std::string_view name) {
  eval::Heap &heap = expander_.heap();
  std::vector<Round> out;
  // One more than there is room for shows that there are too many.
  const size_t most = expander_.room() + 1;
  const auto unknownRound = [&](const Value &over, const Value &rest) {
    // One block stands for those that are not known; its contents are still checked once.
    const std::string text = address_ + "." + std::string(name);
    const eval::TypeRef type = over.type();
    const eval::TypeRef element = type->isCollection() ? type->element : heap.types.dynamic();
    const Value value = rest.valid() ? heap.extracted(rest, over, "*")
                                     : expander_.elementOf(over, element, text + ".value", expr.range());
    const Value key = heap.unknown(type->kind == eval::TypeKind::List ? heap.types.number() : heap.types.string(),
                                   heap.symbol(eval::SymbolKind::Instance, text + ".key", expr.range()), over.origin);
    out.push_back({type->kind == eval::TypeKind::Set ? value : key, value, Truth::Unknown});
  };

  switch (collection.kind()) {
  case ValueKind::Sequence: {
    const eval::SequenceNode &sequence = eval::asSequence(collection);
    const bool isSet = collection.type()->kind == eval::TypeKind::Set;
    for (size_t i = 0; i < std::min(sequence.items.size(), most); ++i) {
      const Value value =
          takenBy(heap, expr, heap.extracted(sequence.items[i], collection, std::to_string(i)),
                  InstanceKey{.kind = InstanceKey::Kind::Number, .number = static_cast<int64_t>(i), .text = {}});
      out.push_back({isSet ? value : heap.number(static_cast<int64_t>(i)), value, Truth::Yes});
    }
    if (sequence.open)
      unknownRound(collection, sequence.rest);
    return out;
  }
  case ValueKind::Mapping: {
    const eval::MappingNode &mapping = eval::asMapping(collection);
    for (const eval::Entry &entry : mapping.entries.first(std::min(mapping.entries.size(), most)))
      out.push_back({heap.extracted(heap.string(entry.key), collection, entry.key),
                     takenBy(heap, expr, heap.extracted(entry.value, collection, entry.key),
                             InstanceKey{.kind = InstanceKey::Kind::Text, .number = 0, .text = entry.key}),
                     Truth::Yes});
    if (mapping.open)
      unknownRound(collection, mapping.rest);
    return out;
  }
  case ValueKind::Choice: {
    std::unordered_multimap<uint64_t, size_t> seen; // by hash of the key
    for (const Value &alternative : eval::asChoice(collection).alternatives)
      for (Round &round : rounds(alternative, expr, name)) {
        round.exists = Truth::Unknown;
        const uint64_t hash = eval::hashOf(round.key);
        const auto [first, last] = seen.equal_range(hash);
        const bool isKnown = std::any_of(first, last, [&out, &round](const auto &entry) {
          const Round &other = out[entry.second];
          return eval::identical(other.key, round.key) && eval::identical(other.value, round.value);
        });
        if (isKnown)
          continue;
        seen.emplace(hash, out.size());
        out.push_back(round);
      }
    return out;
  }
  case ValueKind::Unknown:
    unknownRound(collection, {});
    return out;
  case ValueKind::Null:
  case ValueKind::Bool:
  case ValueKind::Number:
  case ValueKind::String:
  case ValueKind::Partial:
    expander_.sink().report(kind::InvalidDynamic, expr.range(),
                            collection.isNull() ? "null" : eval::friendlyName(collection.type()));
    return out;
  }
  return out;
}

bool isMetaArgument(std::string_view name) {
  static constexpr std::string_view kNames[] = {
#define RESOURCE_ARGUMENT(NAME, STATE, WHY) NAME,
#define RESOURCE_BLOCK(TYPE, STATE, WHY)
#define CALL_ARGUMENT(NAME, STATE, WHY)
#include "Terraform/MetaArguments.def"
#undef RESOURCE_ARGUMENT
#undef RESOURCE_BLOCK
#undef CALL_ARGUMENT
  };
  return std::ranges::find(kNames, name) != std::end(kNames);
}

bool isMetaBlock(std::string_view type) {
  static constexpr std::string_view kTypes[] = {
#define RESOURCE_ARGUMENT(NAME, STATE, WHY)
#define RESOURCE_BLOCK(TYPE, STATE, WHY) TYPE,
#define CALL_ARGUMENT(NAME, STATE, WHY)
#include "Terraform/MetaArguments.def"
#undef RESOURCE_ARGUMENT
#undef RESOURCE_BLOCK
#undef CALL_ARGUMENT
  };
  return std::ranges::find(kTypes, type) != std::end(kTypes);
}

} // namespace postern::tf
