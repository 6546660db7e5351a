// How many instances a block has: count, for_each, or just the one.
#include "Terraform/Expander.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace postern::tf {

using eval::Value;
using eval::ValueKind;

namespace {

constexpr int64_t kMaxRepeats = 10'000;

/// A key as Terraform writes it in addresses.
std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\')
      out += '\\';
    if (c == '\n')
      out += "\\n";
    else
      out += c;
  }
  return out + "\"";
}

/// Counts the instances of one block.
class Repeater {
public:
  Repeater(Expander &expander, ModuleRun &run, const hcl::Block &block, const std::string &address)
      : expander_(expander), heap_(expander.heap()), run_(run), block_(block), address_(address) {}

  Repeats run() {
    const hcl::Attribute *const count = block_.body->attribute("count");
    const hcl::Attribute *const forEach = block_.body->attribute("for_each");
    if (count) {
      out_.kind = Repetition::Kind::Count;
      byCount(*count->value);
    } else if (forEach) {
      out_.kind = Repetition::Kind::ForEach;
      byKeys(*forEach->value);
    } else {
      single(out_.items.emplace_back());
    }
    if (out_.items.size() > static_cast<size_t>(kMaxRepeats))
      tooMany(out_.items.size());
    if (out_.items.empty() && !out_.open && expander_.options().includeDormant)
      dormant(count ? *count->value : *forEach->value);
    return std::move(out_);
  }

private:
  /// OpenTofu's `lifecycle { enabled = … }` switches off a block that is not repeated.
  void single(Repeated &item) {
    const hcl::Block *const lifecycle = block_.body->block("lifecycle");
    const hcl::Attribute *const enabled = lifecycle ? lifecycle->body->attribute("enabled") : nullptr;
    if (!enabled)
      return;
    BlockScope scope(expander_, run_, nullptr, nullptr);
    const Value value = expander_.evaluator().evaluateApart(*enabled->value, scope);
    const eval::Conversion converted = eval::convert(heap_, value, heap_.types.boolean());
    const bool isKnown = converted.ok() && converted.value.kind() == ValueKind::Bool;
    item.exists = !isKnown ? Truth::Unknown : converted.value.boolean() ? Truth::Yes : Truth::No;
    if (item.exists == Truth::No)
      item.dormantBecause =
          fmt::format("only when {} is true", expander_.evaluator().world().sources->text(enabled->value->range()));
  }

  void tooMany(uint64_t number) {
    reportTooMany(number);
    out_.items.clear();
    representative(Truth::Unknown, {});
  }

  void reportTooMany(uint64_t number) {
    expander_.sink().report(kind::TooManyInstances, block_.header(), address_, number);
  }

  void byCount(const hcl::Expr &expr) {
    BlockScope scope(expander_, run_, nullptr, nullptr);
    const eval::Conversion converted =
        eval::convert(heap_, expander_.evaluator().evaluateApart(expr, scope), heap_.types.number());
    if (!converted.ok()) {
      invalidCount(expr.range(), "no number");
      return representative(Truth::Unknown, {});
    }
    const Value value = converted.value;
    if (!value.isChoice()) {
      const std::optional<int64_t> number = counted(value, expr);
      if (!number)
        return representative(Truth::Unknown, {});
      if (*number > kMaxRepeats)
        return tooMany(static_cast<uint64_t>(*number));
      for (int64_t i = 0; i < *number; ++i)
        numbered(i, value, Truth::Yes);
      return;
    }
    int64_t least = INT64_MAX, most = 0;
    out_.condition = eval::asChoice(value).condition;
    for (const Value &alternative : eval::asChoice(value).alternatives) {
      const std::optional<int64_t> number = counted(alternative, expr);
      if (!number || *number > kMaxRepeats) {
        out_.alternatives.clear();
        return representative(Truth::Unknown, {});
      }
      least = std::min(least, *number);
      most = std::max(most, *number);
      std::vector<size_t> &which = out_.alternatives.emplace_back();
      for (int64_t i = 0; i < *number; ++i)
        which.push_back(static_cast<size_t>(i));
    }
    for (int64_t i = 0; i < most; ++i)
      numbered(i, value, i < least ? Truth::Yes : Truth::Unknown);
  }

  /// Nothing when it is not known, or was said to be wrong.
  std::optional<int64_t> counted(const Value &value, const hcl::Expr &expr) {
    if (value.kind() == ValueKind::Number) {
      const std::optional<int64_t> number = eval::toInt64(value.number());
      if (number && *number >= 0)
        return number;
    }
    if (value.kind() == ValueKind::Number || value.isNull())
      invalidCount(expr.range(), value.isNull() ? "null" : eval::toText(value.number()));
    return std::nullopt;
  }

  void invalidCount(SourceRange range, std::string_view seen) {
    expander_.sink().report(kind::InvalidCount, range, seen);
  }

  void numbered(int64_t number, const Value &count, Truth exists) {
    Repeated &item = out_.items.emplace_back();
    item.key = {.kind = InstanceKey::Kind::Number, .number = number, .text = {}};
    item.repetition.kind = Repetition::Kind::Count;
    item.repetition.index = heap_.number(number, count.origin);
    item.exists = exists;
  }

  void byKeys(const hcl::Expr &expr) {
    BlockScope scope(expander_, run_, nullptr, nullptr);
    const Value value = expander_.evaluator().evaluateApart(expr, scope);
    if (const size_t most = keysIn(value); most > static_cast<size_t>(kMaxRepeats))
      return tooMany(most);
    if (!value.isChoice())
      return keysOf(value, expr, Truth::Yes);
    out_.condition = eval::asChoice(value).condition;
    for (const Value &alternative : eval::asChoice(value).alternatives) {
      out_.alternatives.emplace_back();
      keysOf(alternative, expr, Truth::Unknown);
    }
    // What every alternative has is there whichever it is.
    std::vector<size_t> alternatives(out_.items.size()); // from the first on, by item
    for (size_t i = 0; i < out_.alternatives.size(); ++i)
      for (const size_t item : out_.alternatives[i])
        if (alternatives[item] == i)
          ++alternatives[item];
    for (size_t i = 0; i < out_.items.size(); ++i)
      if (alternatives[i] == out_.alternatives.size())
        out_.items[i].exists = Truth::Yes;
    if (out_.open)
      out_.alternatives.clear();
  }

  /// How many keys are known, in the largest of several values.
  static size_t keysIn(const Value &value) {
    if (value.kind() == ValueKind::Mapping)
      return eval::asMapping(value).entries.size();
    if (value.kind() == ValueKind::Sequence)
      return eval::asSequence(value).items.size();
    size_t most = 0;
    if (value.isChoice())
      for (const Value &alternative : eval::asChoice(value).alternatives)
        most = std::max(most, keysIn(alternative));
    return most;
  }

  void keysOf(const Value &value, const hcl::Expr &expr, Truth exists) {
    switch (value.kind()) {
    case ValueKind::Mapping: {
      const eval::MappingNode &mapping = eval::asMapping(value);
      for (const eval::Entry &entry : mapping.entries) {
        const Value key = heap_.extracted(heap_.string(entry.key), value, entry.key);
        keyed(entry.key, key, takenBy(heap_, expr, heap_.extracted(entry.value, value, entry.key), textKey(entry.key)),
              exists);
      }
      if (mapping.open)
        representative(Truth::Unknown, value);
      return;
    }
    case ValueKind::Sequence: {
      if (value.type()->kind != eval::TypeKind::Set)
        invalidForEach(expr.range(), eval::friendlyName(value.type()));
      const eval::SequenceNode &sequence = eval::asSequence(value);
      for (size_t i = 0; i < sequence.items.size(); ++i)
        element(heap_.extracted(sequence.items[i], value, std::to_string(i)), expr, exists);
      if (sequence.open)
        representative(Truth::Unknown, value);
      return;
    }
    case ValueKind::Unknown:
      return representative(Truth::Unknown, value);
    case ValueKind::Null:
    case ValueKind::Bool:
    case ValueKind::Number:
    case ValueKind::String:
    case ValueKind::Partial:
    case ValueKind::Choice:
      invalidForEach(expr.range(), value.isNull() ? "null" : eval::friendlyName(value.type()));
      return representative(Truth::Unknown, {});
    }
  }

  void invalidForEach(SourceRange range, std::string_view seen) {
    expander_.sink().report(kind::InvalidForEach, range, seen);
  }

  void element(const Value &item, const hcl::Expr &expr, Truth exists) {
    if (item.kind() == ValueKind::String || item.kind() == ValueKind::Number) {
      const std::string text = item.kind() == ValueKind::String ? std::string(item.text()) : toText(item.number());
      const Value taken = takenBy(heap_, expr, item, textKey(text));
      return keyed(text, taken, taken, exists);
    }
    // The element is there, only its name is not known.
    Repeated &made = out_.items.emplace_back();
    made.key.kind = InstanceKey::Kind::Unknown;
    made.repetition = {.kind = Repetition::Kind::ForEach, .index = {}, .key = item, .value = item};
    made.exists = exists;
  }

  static InstanceKey textKey(std::string_view text) {
    return {.kind = InstanceKey::Kind::Text, .number = 0, .text = text};
  }

  void keyed(std::string_view text, const Value &key, const Value &value, Truth exists) {
    const std::string_view name = heap_.intern(text);
    const auto [at, isNew] = seen_.try_emplace(name, out_.items.size());
    if (!out_.alternatives.empty())
      out_.alternatives.back().push_back(at->second);
    if (!isNew) {
      // Another alternative of the same collection: the instance takes either value.
      Repetition &repetition = out_.items[at->second].repetition;
      if (repetition.value.node != value.node) {
        const Value both[] = {repetition.value, value};
        repetition.value = heap_.choice(both, out_.condition, value.origin);
      }
      return;
    }
    Repeated &item = out_.items.emplace_back();
    item.key = {.kind = InstanceKey::Kind::Text, .number = 0, .text = name};
    item.repetition = {.kind = Repetition::Kind::ForEach, .index = {}, .key = key, .value = value};
    item.exists = exists;
  }

  /// One instance for all those that are not known (UN-23). `collection` is what they are made from, if that is known
  /// to be something.
  void representative(Truth exists, const Value &collection) {
    out_.open = true;
    Repeated &item = out_.items.emplace_back();
    item.key.kind = InstanceKey::Kind::Unknown;
    item.exists = exists;
    unknownKey(item, collection);
  }

  void unknownKey(Repeated &item, const Value &collection) {
    const std::string address = address_ + "[*]";
    item.repetition.kind = out_.kind;
    const eval::OriginId origin = collection.valid() ? collection.origin : eval::OriginId();
    if (out_.kind == Repetition::Kind::Count) {
      item.repetition.index = heap_.notNull(heap_.unknown(
          heap_.types.number(), heap_.symbol(eval::SymbolKind::Instance, address + ".count.index"), origin));
      return;
    }
    item.repetition.key = heap_.notNull(
        heap_.unknown(heap_.types.string(), heap_.symbol(eval::SymbolKind::Instance, address + ".each.key"), origin));
    const eval::TypeRef type = collection.valid() ? collection.type() : heap_.types.dynamic();
    const Value rest = restOf(collection);
    if (type->kind == eval::TypeKind::Set)
      item.repetition.value = item.repetition.key =
          rest.valid()
              ? rest
              : heap_.notNull(expander_.elementOf(collection, type->element, address + ".each.key", block_.header()));
    else if (rest.valid())
      item.repetition.value = heap_.extracted(rest, collection, "*");
    else
      item.repetition.value =
          expander_.elementOf(collection, type->kind == eval::TypeKind::Map ? type->element : heap_.types.dynamic(),
                              address + ".each.value", block_.header());
  }

  /// What each of the elements that are not known is like.
  static Value restOf(const Value &collection) {
    if (!collection.valid())
      return {};
    if (collection.kind() == ValueKind::Mapping)
      return eval::asMapping(collection).rest;
    return collection.kind() == ValueKind::Sequence ? eval::asSequence(collection).rest : Value();
  }

  /// What would be there if it were switched on, for --include-dormant.
  void dormant(const hcl::Expr &expr) {
    Repeated &item = out_.items.emplace_back();
    item.exists = Truth::No;
    item.dormantBecause = conditionOf(expr);
    item.key.kind = InstanceKey::Kind::Unknown;
    unknownKey(item, {});
  }

  std::string conditionOf(const hcl::Expr &expr) const {
    const SourceManager &sources = *expander_.evaluator().world().sources;
    const hcl::Expr *inner = &expr;
    while (inner->kind == hcl::ExprKind::Paren)
      inner = hcl::as<hcl::ParenExpr>(*inner).inner;
    const auto *const conditional = hcl::dynCast<hcl::ConditionalExpr>(inner);
    if (!conditional)
      return fmt::format("only when '{}' is not empty", sources.text(expr.range()));
    // Which arm is the empty one: the one that is a literal 0, [], {} or an empty toset().
    const auto *const whenTrue = hcl::dynCast<hcl::NumberExpr>(conditional->whenTrue);
    const auto *const tuple = hcl::dynCast<hcl::TupleExpr>(conditional->whenTrue);
    const auto *const object = hcl::dynCast<hcl::ObjectExpr>(conditional->whenTrue);
    const bool trueIsEmpty =
        (whenTrue && whenTrue->text == "0") || (tuple && tuple->items.empty()) || (object && object->items.empty());
    return fmt::format("only when {} is {}", sources.text(conditional->condition->range()),
                       trueIsEmpty ? "false" : "true");
  }

  Expander &expander_;
  eval::Heap &heap_;
  ModuleRun &run_;
  const hcl::Block &block_;
  const std::string &address_;
  Repeats out_;
  std::map<std::string_view, size_t> seen_; ///< keys, and which item each is
};

} // namespace

Value takenBy(eval::Heap &heap, const hcl::Expr &expr, const Value &value, const InstanceKey &key) {
  const std::string suffix = key.suffix();
  const std::string_view name = std::string_view(suffix).substr(1, suffix.size() - 2);
  return value.withOrigin(
      heap.origin({eval::OriginKind::Element, expr.range(), value.origin, {}, name, "for_each", {}}));
}

std::string InstanceKey::suffix() const {
  switch (kind) {
  case Kind::None:
    return "";
  case Kind::Number:
    return fmt::format("[{}]", number);
  case Kind::Text:
    return "[" + quoted(text) + "]";
  case Kind::Unknown:
    return "[*]";
  }
  POSTERN_UNREACHABLE();
}

bool InstanceKey::operator<(const InstanceKey &other) const {
  return std::tie(kind, number, text) < std::tie(other.kind, other.number, other.text);
}

const Repeated *Repeats::find(const InstanceKey &key) const {
  if (key.kind == InstanceKey::Kind::Number) {
    // Numbered instances stand in order.
    const auto at = static_cast<size_t>(key.number);
    return key.number >= 0 && at < items.size() && items[at].key.kind == key.kind ? &items[at] : nullptr;
  }
  for (const Repeated &item : items)
    if (item.key.kind == key.kind && item.key.text == key.text)
      return &item;
  return nullptr;
}

Repeats Expander::repeats(ModuleRun &run, const hcl::Block &block, const std::string &address) {
  return Repeater(*this, run, block, address).run();
}

} // namespace postern::tf
