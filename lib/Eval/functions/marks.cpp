// Marks, and what the author promises about values that are not known.
#include "Eval/functions/Support.h"

#include <fmt/format.h>

#include <algorithm>

namespace postern::eval::functions {

namespace {

Value withoutEphemeral(CallSite &site, const Value &value) {
  Heap &heap = site.heap();
  const MarkSet kept = value.marks & ~kEphemeral;
  if ((value.marks & kEphemeral) != 0) {
    const Value out = value.isUnknown() ? value.unmarked() : heap.null(value.type(), value.origin);
    return out.withMarks(kept);
  }
  if ((value.node->deepMarks & kEphemeral) == 0)
    return value;
  if (value.kind() == ValueKind::Sequence) {
    const SequenceNode &sequence = asSequence(value);
    std::vector<Value> items;
    for (const Value &item : sequence.items)
      items.push_back(withoutEphemeral(site, item));
    const Value out = value.type()->kind == TypeKind::Tuple ? heap.tuple(items, value.origin, sequence.open)
                      : value.type()->kind == TypeKind::Set
                          ? heap.set(value.type()->element, items, value.origin, sequence.open)
                          : heap.list(value.type()->element, items, value.origin, sequence.open);
    return out.withMarks(kept);
  }
  if (value.kind() == ValueKind::Mapping) {
    const MappingNode &mapping = asMapping(value);
    std::vector<Entry> entries;
    for (const Entry &entry : mapping.entries)
      entries.push_back({entry.key, withoutEphemeral(site, entry.value)});
    const Value out = value.type()->kind == TypeKind::Map
                          ? heap.map(value.type()->element, std::move(entries), value.origin, mapping.open)
                          : heap.object(std::move(entries), value.origin, mapping.open);
    return out.withMarks(kept);
  }
  return value;
}

/// The collection itself, or the unknown one with the promise about its length; `least` and `most` are arguments, 0 for
/// none.
Value withLength(CallSite &site, Args args, size_t least, size_t most) {
  const auto bound = [&](size_t index, uint64_t otherwise) -> std::optional<uint64_t> {
    if (index == 0)
      return otherwise;
    const std::optional<int64_t> number = wholeNumber(args[index]);
    if (!number || *number < 0)
      return std::nullopt;
    return uint64_t(*number);
  };
  const std::optional<uint64_t> from = bound(least, 0);
  const std::optional<uint64_t> to = bound(most, UINT64_MAX);
  if (!from || !to || *from > *to)
    return site.fail("the length must be a whole number that is not negative, and the least not above the most", 1);
  const Value &value = args[0];
  if (!value.isUnknown()) {
    const size_t size = value.kind() == ValueKind::Mapping ? asMapping(value).entries.size() : itemsOf(value).size();
    if (!isOpen(value) && value.isWhollyKnown() && (size < *from || size > *to))
      return site.fail(fmt::format("the collection has {} elements", size), 0);
    return value;
  }
  Refinement refinement = asUnknown(value).refinement;
  refinement.notNull = true;
  refinement.lengthMin = std::max(refinement.lengthMin, *from);
  refinement.lengthMax = std::max(refinement.lengthMin, std::min(refinement.lengthMax, *to));
  return site.heap().refined(value.type(), asUnknown(value).symbol, refinement, value.origin);
}

} // namespace

Value sensitive(CallSite &, Args args) {
  return args[0].withMarks(kSensitive);
}

Value nonsensitive(CallSite &, Args args) {
  return args[0].unmarked().withMarks(args[0].marks & ~kSensitive);
}

Value issensitive(CallSite &site, Args args) {
  // The mark of what is not known yet may still change.
  if (args[0].isUnknown())
    return unknownResult(site, site.heap().types.boolean(), args);
  return site.heap().boolean((args[0].marks & kSensitive) != 0);
}

Value ephemeralasnull(CallSite &site, Args args) {
  return withoutEphemeral(site, args[0]);
}

Value assumelistlength(CallSite &site, Args args) {
  return withLength(site, args, 1, 2);
}
Value assumelistlengthmin(CallSite &site, Args args) {
  return withLength(site, args, 1, 0);
}
Value assumelistlengthmax(CallSite &site, Args args) {
  return withLength(site, args, 0, 1);
}
Value assumemaplength(CallSite &site, Args args) {
  return withLength(site, args, 1, 2);
}
Value assumemaplengthmin(CallSite &site, Args args) {
  return withLength(site, args, 1, 0);
}
Value assumemaplengthmax(CallSite &site, Args args) {
  return withLength(site, args, 0, 1);
}
Value assumesetlength(CallSite &site, Args args) {
  return withLength(site, args, 1, 2);
}
Value assumesetlengthmin(CallSite &site, Args args) {
  return withLength(site, args, 1, 0);
}
Value assumesetlengthmax(CallSite &site, Args args) {
  return withLength(site, args, 0, 1);
}

Value assumeequal(CallSite &, Args args) {
  return args[0].isUnknown() ? args[1] : args[0];
}

Value assumenotnull(CallSite &site, Args args) {
  return site.heap().notNull(args[0]);
}

Value assumestringprefix(CallSite &site, Args args) {
  const Value &value = args[0];
  const std::string_view prefix = args[1].text();
  if (!value.isUnknown()) {
    if (value.kind() == ValueKind::String && !value.text().starts_with(prefix))
      return site.fail(fmt::format("the string does not start with {}", quoted(args[1])), 0);
    return value;
  }
  Refinement refinement = asUnknown(value).refinement;
  refinement.notNull = true;
  if (prefix.size() > refinement.prefix.size()) {
    refinement.prefix = prefix;
    refinement.prefixFull = false;
  }
  return site.heap().refined(value.type(), asUnknown(value).symbol, refinement, value.origin, asUnknown(value).hole);
}

} // namespace postern::eval::functions
