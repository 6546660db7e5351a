#include "Eval/Evaluator.h"

#include "Eval/Convert.h"
#include "Eval/ExpressionVisitor.h"

#include <algorithm>

namespace postern::eval {

bool isValueError(const Diagnostic &diag) {
  // A file that may not be read makes its text unknown, no more; and a function that is gone has a value still.
  return diag.code.starts_with("E2") && diag.name != "FileOutside" && diag.name != "RemovedFunction";
}

Trial::~Trial() {
  evaluator_.sink_ = outer_;
  for (Diagnostic &diag : held_.take())
    if (keep_ || !isValueError(diag))
      outer_->report(std::move(diag));
}

bool Trial::failed() const {
  return std::ranges::any_of(held_.all(), isValueError);
}

std::string Trial::firstError() const {
  for (const Diagnostic &diag : held_.all())
    if (isValueError(diag))
      return diag.message;
  return {};
}

Evaluator::Evaluator(Heap &heap, const World &world, Sink &sink, const Limits &limits)
    : heap_(heap), world_(world), root_(&sink), sink_(&sink), limits_(limits) {}

Value Evaluator::evaluate(const hcl::Expr &expr, Scope &scope) {
  return ExpressionVisitor(*this, scope).visit(expr);
}

Value Evaluator::evaluateApart(const hcl::Expr &expr, Scope &scope) {
  Sink *const asking = std::exchange(sink_, root_);
  const Value value = evaluate(expr, scope);
  sink_ = asking;
  return value;
}

Value Evaluator::evaluateQuietly(const hcl::Expr &expr, Scope &scope) {
  Sink held;
  Sink *const asking = std::exchange(sink_, &held);
  const Value value = evaluate(expr, scope);
  sink_ = asking;
  return held.empty() ? value : Value();
}

Value Evaluator::failed(SourceRange range) {
  constexpr uint64_t kSteps = 50; // what the message takes
  spend(kSteps);
  const SymbolId symbol = heap_.freshSymbol(SymbolKind::Opaque, "an expression that fails", range);
  return heap_.unknown(heap_.types.dynamic(), symbol, heap_.literal(range));
}

bool Evaluator::canAfford(uint64_t cost, size_t diagnostics) const {
  // Whoever loops over a fault would write millions of diagnostics.
  constexpr uint64_t kStepsPerDiagnostic = 100;
  diagnostics += root_->all().size() + sink_->all().size();
  return steps_ + spent_ + cost + kStepsPerDiagnostic * diagnostics < limits_.steps;
}

bool Evaluator::isSpent() const {
  return !canAfford(0, 0);
}

Value Evaluator::overLimit(std::string_view what, uint64_t most, SourceRange range) {
  if (std::ranges::find(reported_, what) == reported_.end()) {
    reported_.push_back(what);
    root_->report(kind::EvaluationLimit, range, most, what);
  }
  // One for all places: where a limit is reached there may be a million of them.
  if (!beyond_.valid())
    beyond_ = heap_.unknown(heap_.types.dynamic(), {}, heap_.literal(range));
  return beyond_;
}

namespace {

/// What is lighter is counted again at every question; what is heavier is remembered.
constexpr uint64_t kHeavy = 256;

} // namespace

// Values share their parts, so that sixty doublings make a value of 2^60 parts in next to no memory: whoever walks it
// would never end.
Evaluator::Weight Evaluator::weightOf(const Value &value) {
  if (!value.valid())
    return {};
  if (const auto known = weights_.find(value.node); known != weights_.end())
    return known->second;
  Weight weight{.values = 1, .bytes = 0};
  const auto add = [&](const Value &part) {
    if (weight.values > limits_.elements || weight.bytes > limits_.valueBytes)
      return;
    const Weight its = weightOf(part);
    weight.values += its.values;
    weight.bytes += its.bytes;
  };
  switch (value.kind()) {
  case ValueKind::Sequence:
    for (const Value &item : asSequence(value).items)
      add(item);
    add(asSequence(value).rest);
    break;
  case ValueKind::Mapping:
    for (const Entry &entry : asMapping(value).entries)
      add(entry.value);
    add(asMapping(value).rest);
    break;
  case ValueKind::Choice:
    for (const Value &alternative : asChoice(value).alternatives)
      add(alternative);
    break;
  case ValueKind::Partial:
    for (const Piece &piece : asPartial(value).pieces)
      weight.bytes += sizeof piece + piece.literal.size();
    break;
  case ValueKind::String:
    weight.bytes = value.text().size();
    break;
  case ValueKind::Null:
  case ValueKind::Bool:
  case ValueKind::Number:
  case ValueKind::Unknown:
    break;
  }
  if (weight.values > kHeavy)
    weights_.emplace(value.node, weight);
  return weight;
}

void Evaluator::spendOn(const Value &value) {
  constexpr uint64_t kValuesPerStep = 8, kBytesPerStep = 16;
  const Weight weight = weightOf(value);
  spend(weight.values / kValuesPerStep + weight.bytes / kBytesPerStep);
}

Value Evaluator::weighed(const Value &value, SourceRange range) {
  const Weight weight = weightOf(value);
  if (weight.values > limits_.elements)
    return overLimit("values in one value", limits_.elements, range);
  return weight.bytes > limits_.valueBytes ? overLimit("bytes in one value", limits_.valueBytes, range) : value;
}

// ---------------------------------------------------------------------------------------------------------------

namespace {

struct Taken {
  SymbolId condition;
  size_t place;
};

/// Runs `one` over combinations; false when there are more than may be.
class Combinations {
public:
  Combinations(Evaluator &evaluator, std::span<const Value> operands,
               const std::function<Value(std::span<const Value>)> &one)
      : evaluator_(evaluator), operands_(operands.begin(), operands.end()), one_(one) {}

  bool run(size_t at = 0) {
    while (at < operands_.size() && !operands_[at].isChoice())
      ++at;
    if (at == operands_.size())
      return answer();
    const Value whole = operands_[at];
    const ChoiceNode &choice = asChoice(whole);
    bool fits = true;
    for (size_t i = 0; i < choice.alternatives.size() && fits; ++i) {
      const auto elsewhere = [&](const Taken &taken) {
        return choice.condition.valid() && taken.condition == choice.condition && taken.place != i;
      };
      if (std::ranges::any_of(taken_, elsewhere))
        continue;
      taken_.push_back({choice.condition, i});
      operands_[at] = choice.alternatives[i].withMarks(whole.marks);
      fits = run(at + 1);
      taken_.pop_back();
    }
    operands_[at] = whole;
    return fits;
  }

  std::vector<Value> results;
  bool failures = false;

private:
  bool answer() {
    if (++answers_ > Heap::kMaxAlternatives)
      return false;
    Trial trial(evaluator_);
    const Value value = one_(operands_);
    // What fails would end the run, so it is not what happens.
    if (trial.failed())
      failures = true;
    else
      results.push_back(value);
    return true;
  }

  Evaluator &evaluator_;
  std::vector<Value> operands_;
  const std::function<Value(std::span<const Value>)> &one_;
  std::vector<Taken> taken_;
  size_t answers_ = 0;
};

} // namespace

Value overChoices(Evaluator &evaluator, std::span<const Value> operands,
                  const std::function<Value(std::span<const Value>)> &one) {
  Heap &heap = evaluator.heap();
  Combinations all(evaluator, operands, one);
  if (!all.run()) {
    std::vector<Value> fewer(operands.begin(), operands.end());
    const auto size = [](const Value &value) { return value.isChoice() ? asChoice(value).alternatives.size() : 0; };
    const auto largest = std::ranges::max_element(fewer, {}, size);
    *largest = heap.unknown(largest->type(), {}, largest->origin).withMarks(allMarks(*largest));
    return overChoices(evaluator, fewer, one);
  }
  if (all.results.empty()) {
    // Every one fails: once more for the diagnostics of the first.
    std::vector<Value> first(operands.begin(), operands.end());
    for (Value &operand : first)
      if (operand.isChoice())
        operand = asChoice(operand).alternatives.front();
    return one(first);
  }
  SymbolId condition;
  bool together = !all.failures;
  for (const Value &operand : operands) {
    if (!operand.isChoice())
      continue;
    const SymbolId its = asChoice(operand).condition;
    together &= !condition.valid() || its == condition;
    condition = its;
  }
  return heap.choice(all.results, together ? condition : SymbolId(), all.results.front().origin);
}

std::string nameOf(const Heap &heap, const Value &value) {
  constexpr size_t kLongest = 60;
  switch (value.kind()) {
  case ValueKind::Null:
    return "null";
  case ValueKind::Bool:
    return value.boolean() ? "true" : "false";
  case ValueKind::Number:
    return toText(value.number());
  case ValueKind::String:
    return value.text().size() > kLongest ? std::string() : '"' + std::string(value.text()) + '"';
  case ValueKind::Unknown: {
    const SymbolId symbol = asUnknown(value).symbol;
    return symbol.valid() && heap[symbol].named ? std::string(heap[symbol].text) : std::string();
  }
  case ValueKind::Partial: {
    std::string name = "\"";
    for (const Piece &piece : asPartial(value).pieces) {
      const std::string inner = piece.isHole() ? nameOf(heap, piece.hole) : std::string(piece.literal);
      if (inner.empty() || name.size() > kLongest)
        return {};
      name += piece.isHole() ? "${" + inner + "}" : inner;
    }
    return name + '"';
  }
  case ValueKind::Sequence:
  case ValueKind::Mapping:
  case ValueKind::Choice:
    return {};
  }
  POSTERN_UNREACHABLE();
}

SymbolId operationSymbol(Heap &heap, std::initializer_list<std::string_view> parts) {
  constexpr size_t kLongest = 200;
  std::string name;
  for (const std::string_view part : parts) {
    if (part.empty() || name.size() + part.size() > kLongest)
      return {};
    name += part;
  }
  return heap.symbol(SymbolKind::Function, name);
}

Value unknownElement(Heap &heap, const Value &unknown, TypeRef type, std::string_view step) {
  const UnknownNode &node = asUnknown(unknown);
  return heap.unknown(type, heap.partOf(node.symbol, step), unknown.origin, node.hole);
}

} // namespace postern::eval
