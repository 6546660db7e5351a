#include "Eval/functions/Gather.h"

#include <algorithm>

namespace postern::eval::functions {

Value take(CallSite &site, const Value &container, size_t index) {
  return site.heap().extracted(itemsOf(container)[index], container, std::to_string(index));
}

Value memberOf(CallSite &site, const Value &unknown, const std::string &step, TypeRef type) {
  Heap &heap = site.heap();
  SymbolId symbol;
  if (const SymbolId whole = asUnknown(unknown).symbol) {
    const Symbol of = heap[whole];
    symbol = heap.symbol(of.kind, std::string(of.text) + step, of.range);
  }
  return heap.unknown(type, symbol, callOrigin(site, unknown.origin));
}

void Gather::add(const Value &item) {
  for (State &state : states_)
    state.items.push_back(item);
}

void Gather::open() {
  for (State &state : states_)
    state.open = true;
}

void Gather::fork(const Value &choice, const std::function<void(Gather &, const Value &)> &each) {
  const ChoiceNode &node = asChoice(choice);
  std::vector<State> next;
  for (State &state : states_)
    for (size_t i = 0; i < node.alternatives.size(); ++i) {
      const auto known = std::ranges::find_if(
          state.taken, [&](const auto &taken) { return node.condition && taken.first == node.condition; });
      if (known != state.taken.end() && known->second != i)
        continue;
      Gather one(site_);
      one.states_.front() = state;
      if (known == state.taken.end())
        one.states_.front().taken.emplace_back(node.condition, i);
      Value alternative = node.alternatives[i].withMarks(choice.marks);
      if (!alternative.origin)
        alternative = alternative.withOrigin(choice.origin);
      each(one, alternative);
      for (State &made : one.states_)
        next.push_back(std::move(made));
      if (next.size() > Heap::kMaxAlternatives)
        return open();
    }
  states_ = std::move(next);
}

Value Gather::finish(const std::function<Value(std::span<const Value>, bool)> &make) {
  std::vector<Value> results;
  for (const State &state : states_) {
    const Value result = make(state.items, state.open);
    if (!result.valid())
      return {};
    results.push_back(result);
  }
  if (results.size() == 1)
    return results.front();
  SymbolId condition;
  for (const State &state : states_)
    if (state.taken.size() == 1)
      condition = state.taken.front().first;
  const bool one = std::ranges::all_of(
      states_, [&](const State &state) { return state.taken.size() == 1 && state.taken.front().first == condition; });
  return site_.heap().choice(results, one ? condition : SymbolId{}, callOrigin(site_));
}

} // namespace postern::eval::functions
