// Gathers the items of a new sequence while some of them hang on unknown conditions.
#pragma once

#include "Eval/functions/Support.h"

#include <functional>
#include <utility>

namespace postern::eval::functions {

/// One result for each way the choices inside can go, up to Heap::kMaxAlternatives; beyond that what a choice adds is
/// left open.
class Gather {
public:
  explicit Gather(CallSite &site) : site_(site), states_(1) {}

  void add(const Value &item);
  /// There may be items that are not known.
  void open();
  /// Lets `each` add what every alternative of `choice` stands for.
  void fork(const Value &choice, const std::function<void(Gather &, const Value &)> &each);

  /// Makes every way's result and gives the choice of them.
  Value finish(const std::function<Value(std::span<const Value> items, bool open)> &make);

private:
  struct State {
    std::vector<Value> items;
    bool open = false;
    std::vector<std::pair<SymbolId, size_t>> taken;
  };

  CallSite &site_;
  std::vector<State> states_;
};

} // namespace postern::eval::functions
