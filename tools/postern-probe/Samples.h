// Puts known values in the place of unknown ones: what is said of an unknown result must hold of every known one.
#pragma once

#include "Eval/Heap.h"

#include <span>
#include <string>
#include <vector>

namespace postern::probe {

/// Known values for inputs that are not wholly known, one after the other. Texts and keys that stand in the inputs are
/// tried too, as they are what makes a difference.
class Sampler {
public:
  Sampler(eval::Heap &heap, std::span<const eval::Value> inputs);

  /// Whether there is anything to put a value in the place of.
  [[nodiscard]] bool needed() const { return needed_; }
  /// The inputs of the round with that number, wholly known. Inputs stay as they are where they are known.
  std::vector<eval::Value> round(unsigned number);

private:
  void collect(const eval::Value &value);
  eval::Value known(const eval::Value &value, unsigned depth);
  eval::Value sample(eval::TypeRef type, const eval::Refinement &known, unsigned depth);
  unsigned next() { return (turn_ = turn_ * 1103515245u + 12345u) >> 16; }

  eval::Heap &heap_;
  std::vector<eval::Value> inputs_;
  std::vector<std::string> texts_;
  bool needed_ = false;
  unsigned turn_ = 0;
};

/// Whether `answer`, which need not be known, can turn out to be `known`. Marks are not looked at.
bool admits(const eval::Value &answer, const eval::Value &known);

} // namespace postern::probe
