#include "Eval/functions/Gather.h"

#include <algorithm>

namespace postern::eval::functions {

Value take(CallSite &site, const Value &container, size_t index) {
  return site.heap().extracted(itemsOf(container)[index], container, std::to_string(index));
}

Value memberOf(CallSite &site, const Value &unknown, const std::string &step, TypeRef type) {
  Heap &heap = site.heap();
  return heap.unknown(type, heap.partOf(asUnknown(unknown).symbol, step), callOrigin(site, unknown.origin));
}

void Rest::from(CallSite &site, const Value &source) {
  if (source.isUnknown()) {
    if (source.type()->kind == TypeKind::Tuple || source.type()->kind == TypeKind::Object)
      return unclear();
    return like(memberOf(site, source, "[*]", elementType(site, source)));
  }
  if (!isOpen(source))
    return;
  const Value rest = source.kind() == ValueKind::Sequence ? asSequence(source).rest : asMapping(source).rest;
  if (!rest.valid())
    return unclear();
  like(site.heap().extracted(rest, source, "*"));
}

void Rest::like(const Value &shape) {
  open_ = true;
  const auto same = [&](const Value &other) { return identical(other, shape); };
  if (shapes_.size() <= Heap::kMaxAlternatives && std::ranges::none_of(shapes_, same))
    shapes_.push_back(shape);
}

void Rest::add(const Rest &other) {
  open_ = open_ || other.open_;
  unclear_ = unclear_ || other.unclear_;
  for (const Value &shape : other.shapes_)
    like(shape);
}

void Rest::unclear() {
  open_ = true;
  unclear_ = true;
}

Value Rest::shape(CallSite &site) const {
  if (unclear_ || shapes_.empty())
    return {};
  return site.heap().choice(shapes_, {}, shapes_.front().origin);
}

Value Rest::over(CallSite &site, const Value &made) const {
  return open_ ? site.heap().opened(made, shape(site)) : made;
}

void Gather::add(const Value &item) {
  for (State &state : states_)
    state.items.push_back(item);
}

void Gather::open(const Rest &rest) {
  for (State &state : states_)
    state.rests.push_back(rest);
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
      if (next.size() > Heap::kMaxAlternatives) {
        Rest rest;
        rest.unclear();
        return open(rest);
      }
    }
  states_ = std::move(next);
}

Value Gather::finish(const std::function<Value(std::span<const Value>, const Rest &)> &make) {
  std::vector<Value> results;
  for (const State &state : states_) {
    Rest rest;
    for (const Rest &one : state.rests)
      rest.add(one);
    const Value result = make(state.items, rest);
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
