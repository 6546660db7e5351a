// What a resource's attributes hold: what is written, what the provider makes of it, and named holes for the rest.
#include "Terraform/Attributes.h"
#include "Terraform/Expander.h"
#include "Terraform/PolicyDocument.h"

#include <algorithm>

namespace postern::tf {

using eval::Value;
using eval::ValueKind;

namespace {

bool mentionsRepetition(const hcl::Expr &expr) {
  return std::ranges::any_of(eval::freeReferences(expr), [](const eval::FreeReference &reference) {
    return reference.root == "each" || reference.root == "count";
  });
}

bool mentionsRepetition(const hcl::Body &body) {
  return std::ranges::any_of(body.items, [](const hcl::Item &item) {
    return item.attribute ? mentionsRepetition(*item.attribute->value) : mentionsRepetition(*item.block->body);
  });
}

/// The type of nested block that the block stands for.
std::string_view typeOf(const hcl::Block &block) {
  return block.type == "dynamic" && block.labels.size() == 1 ? block.labels[0].text : block.type;
}

/// A nested block as a value: arguments, and blocks in tuples by type. Open: providers add attributes of their own.
Value objectOf(eval::Heap &heap, const EvaluatedBody &body);

Value tupleOf(eval::Heap &heap, const std::vector<const EvaluatedBlock *> &blocks) {
  std::vector<Value> items;
  bool open = false;
  for (const EvaluatedBlock *block : blocks) {
    open |= block->exists != Truth::Yes;
    items.push_back(objectOf(heap, block->body));
  }
  return heap.tuple(items, blocks.empty() ? eval::OriginId() : heap.literal(blocks.front()->header), open);
}

Value objectOf(eval::Heap &heap, const EvaluatedBody &body) {
  std::vector<eval::Entry> entries;
  for (const Argument &argument : body.arguments)
    entries.push_back({argument.name, argument.value});
  std::map<std::string_view, std::vector<const EvaluatedBlock *>> byType;
  for (const EvaluatedBlock &block : body.blocks)
    byType[block.type].push_back(&block);
  for (const auto &[type, blocks] : byType)
    entries.push_back({type, tupleOf(heap, blocks)});
  return heap.object(std::move(entries), {}, true);
}

eval::HoleClass classNamed(std::string_view name) {
  if (name == "Id")
    return eval::HoleClass::Id;
  if (name == "Name")
    return eval::HoleClass::Name;
  if (name == "Digits")
    return eval::HoleClass::Digits;
  if (name == "AccountId")
    return eval::HoleClass::AccountId;
  if (name == "Arn")
    return eval::HoleClass::Arn;
  return eval::HoleClass::Any;
}

} // namespace

ResourceState &Expander::resource(ModuleRun &run, uint32_t index, SourceRange use) {
  ResourceState &state = run.resources[index];
  if (state.progress == Progress::Done)
    return state;
  const ResourceDecl &decl = run.config().resources[index];
  const Station station{&state, &run, decl.type, decl.name};
  if (state.progress == Progress::Running) {
    cycle(station, use);
    return state;
  }
  state.progress = Progress::Running;
  stations_.push_back(station);
  std::string base = run.prefix;
  if (decl.mode != Mode::Managed)
    base += decl.mode == Mode::Data ? "data." : "ephemeral.";
  base += std::string(decl.type) + "." + std::string(decl.name);
  Repeats repeats = this->repeats(run, *decl.block, base);
  stations_.pop_back();
  const size_t items = decl.block->body->items.size();
  state.repeats = std::move(repeats);
  for (const Repeated &item : state.repeats.items) {
    ResourceRun &made = state.runs.emplace_back();
    made.address = base + item.key.suffix();
    made.items.resize(items);
  }
  if (state.runs.size() > 1) {
    state.varies.resize(items);
    state.shared.resize(items);
  }
  state.progress = Progress::Done;
  return state;
}

ItemSlot &Expander::item(ModuleRun &run, uint32_t index, size_t which, size_t position, SourceRange use) {
  ResourceState &state = run.resources[index];
  const ResourceDecl &decl = run.config().resources[index];
  const hcl::Item &item = decl.block->body->items[position];
  ItemSlot *slot = &state.runs[which].items[position];
  if (slot->progress == Progress::Done)
    return *slot;
  if (!state.varies.empty()) {
    std::optional<bool> &varies = state.varies[position];
    if (!varies)
      varies = item.attribute ? mentionsRepetition(*item.attribute->value) : mentionsRepetition(*item.block->body);
    if (!*varies)
      slot = &state.shared[position];
    if (slot->progress == Progress::Done)
      return *slot;
  }
  const Station station{slot, &run, decl.type, decl.name};
  if (slot->progress == Progress::Running) {
    slot->value = cycle(station, use);
    return *slot;
  }
  slot->progress = Progress::Running;
  stations_.push_back(station);
  BodyExpander body(*this, run, &state.repeats.items[which].repetition, state.runs[which].address);
  if (item.attribute)
    slot->value = body.evaluate(*item.attribute->value, nullptr);
  else
    body.block(*item.block, nullptr, slot->blocks);
  stations_.pop_back();
  slot->progress = Progress::Done;
  return *slot;
}

Value Expander::attribute(ModuleRun &run, uint32_t index, size_t which, std::string_view name, SourceRange use) {
  const std::span<const hcl::Item> items = run.config().resources[index].block->body->items;
  for (size_t i = 0; i < items.size(); ++i) {
    if (items[i].attribute && items[i].attribute->name == name && !isMetaArgument(name)) {
      const Value value = item(run, index, which, i, use).value;
      return value.isNull() ? computedAttribute(run, index, which, name, use) : value;
    }
    if (items[i].block && typeOf(*items[i].block) == name && !isMetaBlock(name))
      return blocksValue(run, index, which, name, use);
  }
  return computedAttribute(run, index, which, name, use);
}

Value Expander::blocksValue(ModuleRun &run, uint32_t index, size_t which, std::string_view name, SourceRange use) {
  ResourceRun &resource = run.resources[index].runs[which];
  const auto known = resource.computed.find(name);
  if (known != resource.computed.end())
    return known->second;
  const std::span<const hcl::Item> items = run.config().resources[index].block->body->items;
  std::vector<const EvaluatedBlock *> blocks;
  for (size_t i = 0; i < items.size(); ++i)
    if (items[i].block && typeOf(*items[i].block) == name)
      for (const EvaluatedBlock &block : item(run, index, which, i, use).blocks)
        blocks.push_back(&block);
  const Value value = tupleOf(heap(), blocks);
  resource.computed.emplace(name, value);
  return value;
}

Value Expander::computedAttribute(ModuleRun &run, uint32_t index, size_t which, std::string_view name,
                                  SourceRange use) {
  ResourceRun &resource = run.resources[index].runs[which];
  const auto known = resource.computed.find(name);
  if (known != resource.computed.end())
    return known->second;
  const ResourceDecl &decl = run.config().resources[index];
  name = heap().intern(name);

  const eval::SymbolId symbol =
      heap().symbol(decl.mode == Mode::Data ? eval::SymbolKind::Data : eval::SymbolKind::Attribute,
                    resource.address + "." + std::string(name), decl.block->header());
  attributeSymbols_.push_back({symbol, &resource, name});
  const auto hole = [&](eval::HoleClass hole) {
    return heap().notNull(heap().unknown(heap().types.string(), symbol, {}, hole));
  };

  const AttributeFact *const fact = findAttribute(decl.mode, decl.type, name);
  Value value;
  if (decl.type == "aws_iam_policy_document" && decl.mode == Mode::Data &&
      (name == "json" || name == "minified_json")) {
    const EvaluatedBody body = bodyOf(run, index, which);
    value = renderPolicyDocument(heap(), BodyView(heap(), body, decl.block->header()), resource.address,
                                 name == "minified_json", sink_);
  } else if (decl.type == "template_file" && decl.mode == Mode::Data && name == "rendered") {
    value = renderedTemplate(run, index, which, use);
  } else if (name == "tags_all" && decl.mode == Mode::Managed && decl.type.starts_with("aws_")) {
    value = tagsOf(run, index, which, use);
  } else if (!fact) {
    const GuessedAttribute guess = guessAttribute(decl.type, name);
    value = guess.isString ? hole(guess.hole) : heap().unknown(heap().types.dynamic(), symbol);
  } else {
    switch (fact->kind) {
    case AttributeFact::Kind::Hole:
      value = hole(fact->hole);
      break;
    case AttributeFact::Kind::Holes:
      value = heap().notNull(heap().unknown(heap().types.list(heap().types.string()), symbol, {}, fact->hole));
      break;
    case AttributeFact::Kind::Absent:
      value = heap().null(heap().types.string());
      break;
    case AttributeFact::Kind::Shape:
      value = shape(run, index, which, name, fact->pattern, use);
      break;
    case AttributeFact::Kind::Prefixed: {
      value = hole(fact->hole);
      if (decl.block->body->attribute(fact->pattern)) {
        const Value prefix = attribute(run, index, which, fact->pattern, use);
        eval::TextBuilder text(heap());
        text.append(prefix);
        text.append(value);
        value = text.finish(decl.block->header());
      }
      break;
    }
    }
  }
  resource.computed.emplace(name, value);
  return value;
}

Value Expander::shape(ModuleRun &run, uint32_t index, size_t which, std::string_view name, std::string_view pattern,
                      SourceRange use) {
  const ResourceDecl &decl = run.config().resources[index];
  const std::string &address = run.resources[index].runs[which].address;
  eval::TextBuilder text(heap());
  Provider &provider = providerOf(run, decl);
  Value only; // the pattern is one attribute and nothing else: that value itself
  while (!pattern.empty()) {
    const size_t open = pattern.find('{');
    text.literal(pattern.substr(0, open));
    if (open == std::string_view::npos)
      break;
    const size_t close = pattern.find('}', open);
    const std::string_view inside = pattern.substr(open + 1, close - open - 1);
    const bool isWhole = open == 0 && close + 1 == pattern.size() && text.size() == 0;
    pattern.remove_prefix(close + 1);
    if (inside == "partition") {
      text.append(factOf(provider, ProviderFact::Partition));
    } else if (inside == "account") {
      text.append(factOf(provider, ProviderFact::Account));
    } else if (inside == "region" && (name == "region" || !decl.block->body->attribute("region"))) {
      text.append(factOf(provider, ProviderFact::Region));
    } else if (inside.starts_with('*')) {
      const std::string symbol = address + "." + std::string(name) + "." + std::string(inside);
      text.append(
          heap().notNull(heap().unknown(heap().types.string(), heap().symbol(eval::SymbolKind::Attribute, symbol), {},
                                        classNamed(inside.substr(1)))));
    } else {
      const size_t mark = inside.find_first_of("|-");
      const std::string_view other = inside.substr(0, mark);
      const std::string_view extra = mark == std::string_view::npos ? "" : inside.substr(mark + 1);
      const hcl::Attribute *const written = decl.block->body->attribute(other);
      if (mark != std::string_view::npos && inside[mark] == '|' &&
          (!written || attributeIsNull(run, index, which, other, use))) {
        text.literal(extra);
        continue;
      }
      const Value value = attribute(run, index, which, other, use);
      if (isWhole)
        only = value;
      appendText(text, value, mark != std::string_view::npos && inside[mark] == '-' ? extra : "");
    }
  }
  return only.valid() ? only : text.finish(decl.block->header());
}

bool Expander::attributeIsNull(ModuleRun &run, uint32_t index, size_t which, std::string_view name, SourceRange use) {
  const std::span<const hcl::Item> items = run.config().resources[index].block->body->items;
  for (size_t i = 0; i < items.size(); ++i)
    if (items[i].attribute && items[i].attribute->name == name)
      return item(run, index, which, i, use).value.isNull();
  return true;
}

void Expander::appendText(eval::TextBuilder &text, const Value &value, std::string_view without) {
  if (value.kind() == ValueKind::String && value.text().starts_with(without) && !without.empty()) {
    text.append(eval::slice(heap(), value, without.size(), value.text().size() - without.size()));
    return;
  }
  const eval::Conversion converted = eval::convert(heap(), value, heap().types.string());
  if (!converted.ok() || converted.value.isNull())
    text.hole(value.isUnknown() ? value : opaque("a name that is no text", {}));
  else
    text.append(converted.value);
}

EvaluatedBody Expander::bodyOf(ModuleRun &run, uint32_t index, size_t which) {
  const hcl::Block &block = *run.config().resources[index].block;
  EvaluatedBody out;
  out.range = block.body->range;
  const std::span<const hcl::Item> items = block.body->items;
  for (size_t i = 0; i < items.size(); ++i) {
    const hcl::Attribute *const attribute = items[i].attribute;
    if (attribute ? isMetaArgument(attribute->name) : isMetaBlock(items[i].block->type))
      continue;
    const ItemSlot &slot = item(run, index, which, i, block.header());
    if (attribute) {
      out.arguments.push_back({.name = attribute->name,
                               .value = slot.value,
                               .nameRange = attribute->nameRange,
                               .valueRange = attribute->value->range()});
      continue;
    }
    for (const EvaluatedBlock &made : slot.blocks) {
      if (made.type != "_") {
        out.blocks.push_back(made);
        continue;
      }
      // A block called _ holds arguments that would clash with meta arguments (BL-2).
      out.arguments.insert(out.arguments.end(), made.body.arguments.begin(), made.body.arguments.end());
      out.blocks.insert(out.blocks.end(), made.body.blocks.begin(), made.body.blocks.end());
    }
  }
  return out;
}

Value Expander::instanceObject(ModuleRun &run, uint32_t index, size_t which, SourceRange use) {
  ResourceRun &resource = run.resources[index].runs[which];
  const ResourceDecl &decl = run.config().resources[index];
  return once(resource.object, {&resource.object, &run, decl.type, decl.name}, use, [&] {
    std::vector<std::string_view> names = {"id"};
    if (decl.type.starts_with("aws_"))
      names.push_back("arn");
    for (const AttributeFact &fact : attributesOf(decl.mode, decl.type))
      names.push_back(fact.name);
    if (decl.type == "aws_iam_policy_document")
      names.push_back("json");
    for (const hcl::Item &item : decl.block->body->items) {
      if (item.attribute && !isMetaArgument(item.attribute->name))
        names.push_back(item.attribute->name);
      else if (item.block && !isMetaBlock(item.block->type))
        names.push_back(typeOf(*item.block));
    }
    std::ranges::sort(names);
    names.erase(std::unique(names.begin(), names.end()), names.end());
    std::vector<eval::Entry> entries;
    entries.reserve(names.size());
    for (const std::string_view name : names)
      entries.push_back({name, attribute(run, index, which, name, use)});
    return heap().object(std::move(entries), heap().literal(decl.block->header()), true);
  });
}

Value Expander::resourceValue(ModuleRun &run, uint32_t index, SourceRange use) {
  ResourceState &state = resource(run, index, use);
  const ResourceDecl &decl = run.config().resources[index];
  if (state.progress != Progress::Done)
    return opaque(std::string(decl.type) + "." + std::string(decl.name), use);
  return once(state.value, {&state.value, &run, decl.type, decl.name}, use, [&] {
    return joined(state.repeats, heap().literal(decl.block->header()),
                  [&](size_t which) { return instanceObject(run, index, which, use); });
  });
}

} // namespace postern::tf
