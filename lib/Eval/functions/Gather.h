// Gathers the items of a new sequence while some of them hang on unknown conditions.
#pragma once

#include "Eval/functions/Support.h"

#include <functional>
#include <utility>

namespace postern::eval::functions {

/// What the elements that are not known are like, gathered from where they may come.
class Rest {
public:
  /// Those of an open or unknown collection; nothing of any other.
  void from(CallSite &site, const Value &source);
  /// Ones like `shape`. So it is also said that an item may be missing: nothing new is like it.
  void like(const Value &shape);
  void add(const Rest &other);
  /// Ones of which nothing is known.
  void unclear();

  [[nodiscard]] bool open() const { return open_; }
  /// One that stands for all of them; not valid when nothing is known.
  [[nodiscard]] Value shape(CallSite &site) const;
  /// `made` as an open collection, where this is open.
  [[nodiscard]] Value over(CallSite &site, const Value &made) const;

private:
  bool open_ = false;
  bool unclear_ = false;
  std::vector<Value> shapes_;
};

/// One result for each way the choices inside can go, up to Heap::kMaxAlternatives; beyond that what a choice adds is
/// left open.
class Gather {
public:
  explicit Gather(CallSite &site) : site_(site), states_(1) {}

  void add(const Value &item);
  /// There may be items that are not known.
  void open(const Rest &rest);
  /// Lets `each` add what every alternative of `choice` stands for.
  void fork(const Value &choice, const std::function<void(Gather &, const Value &)> &each);

  /// Makes every way's result and gives the choice of them.
  Value finish(const std::function<Value(std::span<const Value> items, const Rest &rest)> &make);

private:
  struct State {
    std::vector<Value> items;
    std::vector<Rest> rests;
    std::vector<std::pair<SymbolId, size_t>> taken;
  };

  CallSite &site_;
  std::vector<State> states_;
};

} // namespace postern::eval::functions
