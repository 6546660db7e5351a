// A fact read out of a value, together with the way that value came: what lower hands to check.
#pragma once

#include "Eval/Origin.h"

#include <utility>

namespace postern::eval {

/// Where a fact stands. `origin` leads from the literal outwards and may be none (a provider's default, say); `use` is
/// the expression in the resource's own block where the value arrives, or the block's header when nothing is written.
struct Trace {
  OriginId origin;
  SourceRange use;
};

/// A fact of type T with its trace. Two facts may be equal and have come by different ways.
template <typename T> struct Traced : Trace {
  T value;

  Traced(T value, Trace trace) : Trace(trace), value(std::move(value)) {}
  const T &operator*() const { return value; }
  const T *operator->() const { return &value; }
};

} // namespace postern::eval

namespace postern {
using eval::Trace;
using eval::Traced;
} // namespace postern
