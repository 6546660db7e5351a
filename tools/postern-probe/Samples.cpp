#include "Samples.h"

#include "Eval/Pieces.h"

#include <algorithm>

namespace postern::probe {

using namespace eval;

Sampler::Sampler(Heap &heap, std::span<const Value> inputs)
    : heap_(heap), inputs_(inputs.begin(), inputs.end()), texts_{"", "a", "x y", "1", "true"} {
  for (const Value &input : inputs_) {
    needed_ |= !input.isWhollyKnown();
    collect(input);
  }
}

void Sampler::collect(const Value &value) {
  if (value.kind() == ValueKind::String)
    texts_.emplace_back(value.text());
  if (value.kind() == ValueKind::Sequence)
    for (const Value &item : asSequence(value).items)
      collect(item);
  if (value.kind() == ValueKind::Mapping)
    for (const Entry &entry : asMapping(value).entries) {
      texts_.emplace_back(entry.key);
      collect(entry.value);
    }
}

std::vector<Value> Sampler::round(unsigned number) {
  turn_ = number * 2654435761u + 1;
  std::vector<Value> out;
  for (const Value &input : inputs_)
    out.push_back(known(input, 0));
  return out;
}

Value Sampler::known(const Value &value, unsigned depth) {
  if (value.isWhollyKnown())
    return value;
  if (value.isUnknown())
    return sample(value.type(), asUnknown(value).refinement, depth).withMarks(value.marks);
  if (value.kind() == ValueKind::Sequence) {
    std::vector<Value> items;
    for (const Value &item : asSequence(value).items)
      items.push_back(known(item, depth + 1));
    const Value out = value.type()->kind == TypeKind::Tuple  ? heap_.tuple(items)
                      : value.type()->kind == TypeKind::List ? heap_.list(value.type()->element, items)
                                                             : heap_.set(value.type()->element, items);
    return out.withMarks(value.marks);
  }
  if (value.kind() == ValueKind::Mapping) {
    std::vector<Entry> entries;
    for (const Entry &entry : asMapping(value).entries)
      entries.push_back({entry.key, known(entry.value, depth + 1)});
    const Value out = value.type()->kind == TypeKind::Object ? heap_.object(std::move(entries))
                                                             : heap_.map(value.type()->element, std::move(entries));
    return out.withMarks(value.marks);
  }
  return value;
}

Value Sampler::sample(TypeRef type, const Refinement &known, unsigned depth) {
  if (!known.notNull && next() % 5 == 0)
    return heap_.null(type);
  const auto count = [&] {
    const uint64_t most = std::min<uint64_t>(known.lengthMax, known.lengthMin + 2);
    return depth > 3 ? known.lengthMin : known.lengthMin + next() % (most - known.lengthMin + 1);
  };
  switch (type->kind) {
  case TypeKind::Dynamic: {
    const TypeRef types[] = {heap_.types.string(), heap_.types.number(), heap_.types.list(heap_.types.string()),
                             heap_.types.boolean()};
    Refinement some;
    some.notNull = true;
    return sample(types[next() % std::size(types)], some, depth + 1);
  }
  case TypeKind::Bool:
    return heap_.boolean(next() % 2 == 0);
  case TypeKind::Number: {
    const Number low = known.hasMin ? known.min : Number::of(known.hasMax ? -1 : 0);
    Number number = add(low, Number::of(next() % 3 + (known.hasMin && !known.minInclusive ? 1 : 0)), heap_.arena());
    if (known.hasMax && compare(number, known.max) > 0)
      number = known.max;
    return heap_.number(number);
  }
  case TypeKind::String:
    return heap_.string(std::string(known.prefix) + texts_[next() % texts_.size()]);
  case TypeKind::List:
  case TypeKind::Set: {
    std::vector<Value> items;
    const uint64_t size = count();
    for (uint64_t i = 0; i < size; ++i)
      items.push_back(sample(type->element, {}, depth + 1));
    return type->kind == TypeKind::List ? heap_.list(type->element, items) : heap_.set(type->element, items);
  }
  case TypeKind::Map: {
    std::vector<Entry> entries;
    const uint64_t size = count();
    for (uint64_t i = 0; i < size; ++i)
      entries.push_back({heap_.intern(texts_[next() % texts_.size()]), sample(type->element, {}, depth + 1)});
    return heap_.map(type->element, std::move(entries));
  }
  case TypeKind::Tuple: {
    std::vector<Value> items;
    for (const TypeRef element : type->elements)
      items.push_back(sample(element, {}, depth + 1));
    return heap_.tuple(items);
  }
  case TypeKind::Object: {
    std::vector<Entry> entries;
    for (const AttrType &attr : type->attrs)
      entries.push_back({attr.name, sample(attr.type, {}, depth + 1)});
    return heap_.object(std::move(entries));
  }
  }
  POSTERN_UNREACHABLE();
}

namespace {

bool refines(const Refinement &said, const Value &known) {
  if (known.isNull())
    return !said.notNull;
  switch (known.kind()) {
  case ValueKind::String:
    return known.text().starts_with(said.prefix);
  case ValueKind::Number: {
    const Number number = known.number();
    const auto above = [&] {
      const std::strong_ordering order = compare(number, said.min);
      return order > 0 || (order == 0 && said.minInclusive);
    };
    const auto below = [&] {
      const std::strong_ordering order = compare(number, said.max);
      return order < 0 || (order == 0 && said.maxInclusive);
    };
    return (!said.hasMin || above()) && (!said.hasMax || below());
  }
  case ValueKind::Sequence:
    return asSequence(known).items.size() >= said.lengthMin && asSequence(known).items.size() <= said.lengthMax;
  case ValueKind::Mapping:
    return asMapping(known).entries.size() >= said.lengthMin && asMapping(known).entries.size() <= said.lengthMax;
  case ValueKind::Null:
  case ValueKind::Bool:
  case ValueKind::Partial:
  case ValueKind::Unknown:
  case ValueKind::Choice:
    return true;
  }
  POSTERN_UNREACHABLE();
}

bool admitsItems(const SequenceNode &answer, const SequenceNode &known) {
  if (answer.type->kind == TypeKind::Set) {
    const auto all = [](std::span<const Value> some, std::span<const Value> others, auto &&fits) {
      return std::ranges::all_of(some, [&](const Value &one) {
        return std::ranges::any_of(others, [&](const Value &other) { return fits(one, other); });
      });
    };
    const auto back = [](const Value &one, const Value &other) { return admits(other, one); };
    return all(answer.items, known.items, admits) && (answer.open || all(known.items, answer.items, back));
  }
  if (!answer.open) {
    const auto each = [](const Value &one, const Value &other) { return admits(one, other); };
    return std::ranges::equal(answer.items, known.items, each);
  }
  // Further items may stand anywhere, and with that nothing is said of the order; each needs one of its own.
  std::vector<bool> taken(known.items.size(), false);
  std::vector<Value> items(answer.items.begin(), answer.items.end());
  // What is known finds its own first.
  std::stable_partition(items.begin(), items.end(), [](const Value &item) { return item.isWhollyKnown(); });
  for (const Value &item : items) {
    size_t at = 0;
    while (at < known.items.size() && (taken[at] || !admits(item, known.items[at])))
      ++at;
    if (at == known.items.size())
      return false;
    taken[at] = true;
  }
  return true;
}

} // namespace

bool admits(const Value &answer, const Value &known) {
  switch (answer.kind()) {
  case ValueKind::Unknown: {
    const TypeRef type = answer.type();
    return (type->hasDynamic || type == known.type() || known.isNull()) && refines(asUnknown(answer).refinement, known);
  }
  case ValueKind::Choice:
    return std::ranges::any_of(asChoice(answer).alternatives, [&](const Value &it) { return admits(it, known); });
  case ValueKind::Partial:
    return known.kind() == ValueKind::String && mayMatch(asPartial(answer).pieces, known.text());
  case ValueKind::Null:
    return known.isNull();
  case ValueKind::Bool:
  case ValueKind::Number:
  case ValueKind::String:
    return identical(answer, known);
  case ValueKind::Sequence:
    return known.kind() == ValueKind::Sequence && answer.type()->kind == known.type()->kind &&
           admitsItems(asSequence(answer), asSequence(known));
  case ValueKind::Mapping: {
    if (known.kind() != ValueKind::Mapping || answer.type()->kind != known.type()->kind)
      return false;
    const MappingNode &said = asMapping(answer);
    const MappingNode &is = asMapping(known);
    return (said.open || said.entries.size() == is.entries.size()) &&
           std::ranges::all_of(said.entries, [&](const Entry &entry) {
             const Value *const found = find(is, entry.key);
             return found && admits(entry.value, *found);
           });
  }
  }
  POSTERN_UNREACHABLE();
}

} // namespace postern::probe
