// Sets of whole numbers as sorted, disjoint, closed intervals: the algebra under ports, ICMP types and addresses.
#pragma once

#include "Basic/Check.h"

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <span>
#include <vector>

namespace postern::net {

template <typename T> struct Interval {
  T first; ///< included
  T last;  ///< included; not before `first`

  bool operator==(const Interval &) const = default;
  bool operator<(const Interval &other) const { return first < other.first; }
};

/// INVARIANT: intervals are in order, and between two of them lies at least one number that is not in the set. So equal
/// sets have equal intervals. Every operation is linear in the intervals of its operands.
template <typename T> class IntervalSet {
public:
  static constexpr T kMax = static_cast<T>(~static_cast<T>(0));

  IntervalSet() = default;
  IntervalSet(T first, T last) : intervals_{{first, last}} { POSTERN_CHECK(first <= last); }
  IntervalSet(std::initializer_list<Interval<T>> intervals) : IntervalSet(std::vector<Interval<T>>(intervals)) {}
  /// In any order, overlapping or not.
  explicit IntervalSet(std::vector<Interval<T>> intervals) : intervals_(std::move(intervals)) { normalise(); }

  static IntervalSet everything() { return {T(0), kMax}; }

  [[nodiscard]] bool empty() const { return intervals_.empty(); }
  [[nodiscard]] bool isEverything() const {
    return intervals_.size() == 1 && intervals_[0].first == 0 && intervals_[0].last == kMax;
  }
  [[nodiscard]] std::span<const Interval<T>> intervals() const { return intervals_; }

  [[nodiscard]] bool contains(T number) const {
    const auto after = std::upper_bound(intervals_.begin(), intervals_.end(), Interval<T>{number, number});
    return after != intervals_.begin() && number <= std::prev(after)->last;
  }
  [[nodiscard]] bool contains(const IntervalSet &other) const {
    auto mine = intervals_.begin();
    for (const Interval<T> &theirs : other.intervals_) {
      while (mine != intervals_.end() && mine->last < theirs.first)
        ++mine;
      if (mine == intervals_.end() || theirs.first < mine->first || mine->last < theirs.last)
        return false;
    }
    return true;
  }
  [[nodiscard]] bool intersects(const IntervalSet &other) const {
    auto a = intervals_.begin();
    auto b = other.intervals_.begin();
    while (a != intervals_.end() && b != other.intervals_.end()) {
      if (a->last < b->first)
        ++a;
      else if (b->last < a->first)
        ++b;
      else
        return true;
    }
    return false;
  }

  IntervalSet &operator|=(const IntervalSet &other) {
    if (other.empty())
      return *this;
    const auto middle = static_cast<std::ptrdiff_t>(intervals_.size());
    intervals_.insert(intervals_.end(), other.intervals_.begin(), other.intervals_.end());
    std::inplace_merge(intervals_.begin(), intervals_.begin() + middle, intervals_.end());
    join();
    return *this;
  }
  [[nodiscard]] IntervalSet complement() const {
    IntervalSet out;
    T next = 0;
    for (const Interval<T> &interval : intervals_) {
      if (next < interval.first)
        out.intervals_.push_back({next, static_cast<T>(interval.first - 1)});
      if (interval.last == kMax)
        return out;
      next = static_cast<T>(interval.last + 1);
    }
    out.intervals_.push_back({next, kMax});
    return out;
  }
  friend IntervalSet operator|(IntervalSet a, const IntervalSet &b) { return a |= b; }
  friend IntervalSet operator&(const IntervalSet &a, const IntervalSet &b) {
    IntervalSet out;
    auto x = a.intervals_.begin();
    auto y = b.intervals_.begin();
    while (x != a.intervals_.end() && y != b.intervals_.end()) {
      const T first = std::max(x->first, y->first);
      const T last = std::min(x->last, y->last);
      if (first <= last)
        out.intervals_.push_back({first, last});
      if (x->last < y->last)
        ++x;
      else
        ++y;
    }
    return out;
  }
  friend IntervalSet operator-(const IntervalSet &a, const IntervalSet &b) { return a & b.complement(); }
  bool operator==(const IntervalSet &) const = default;

private:
  void normalise() {
    std::sort(intervals_.begin(), intervals_.end());
    join();
  }
  /// From sorted intervals that may overlap or touch.
  void join() {
    size_t kept = 0;
    for (size_t i = 1; i < intervals_.size(); ++i) {
      Interval<T> &last = intervals_[kept];
      if (last.last == kMax || intervals_[i].first <= last.last + 1)
        last.last = std::max(last.last, intervals_[i].last);
      else
        intervals_[++kept] = intervals_[i];
    }
    if (!intervals_.empty())
      intervals_.resize(kept + 1);
  }

  std::vector<Interval<T>> intervals_;
};

} // namespace postern::net
