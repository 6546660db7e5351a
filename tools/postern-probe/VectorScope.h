// The names that an expression outside any module may use: those given, and some that are not known by their kind.
#pragma once

#include "Eval/Evaluator.h"
#include "Eval/Scope.h"

#include <map>
#include <string_view>

namespace postern::probe {

/// `unknown.NAME` is not known at all; `string.NAME`, `number.NAME` and `bool.NAME` are not known but for their type.
/// Names that are set come first.
class VectorScope final : public eval::Scope {
public:
  explicit VectorScope(eval::Heap &heap, bool calls = true) : heap_(heap), calls_(calls) {}

  /// `name` lives as long as the scope.
  void set(std::string_view name, const eval::Value &value) { values_[name] = value; }
  /// From here on `unknown.NAME` and the like mean something.
  void allowUnknowns() { unknowns_ = true; }

  eval::Resolved resolve(const eval::Reference &reference, eval::Evaluator &evaluator) override;
  [[nodiscard]] bool allowsCalls() const override { return calls_; }

private:
  eval::Heap &heap_;
  std::map<std::string_view, eval::Value> values_;
  bool calls_;
  bool unknowns_ = false;
};

} // namespace postern::probe
