// One text, evaluated in a world of its own: no disk, and a few names that stand for known and unknown values.
#pragma once

#include "Basic/FileSystem.h"
#include "Eval/Evaluator.h"
#include "Eval/Scope.h"
#include "Fuzz.h"
#include "Source/SourceManager.h"

#include <string>

namespace postern::fuzz {

/// `string`, `number`, `bool`, `list`, `map` and `any` are not known but for their types, `l`, `m` and `s` are small
/// known values; every other name is an error.
class FuzzScope final : public eval::Scope {
public:
  explicit FuzzScope(eval::Heap &heap) : heap_(heap) {}

  eval::Resolved resolve(const eval::Reference &reference, eval::Evaluator &) override {
    eval::TypeTable &types = heap_.types;
    const auto unknown = [&](eval::TypeRef type) {
      return eval::Resolved{
          heap_.unknown(type, heap_.symbol(eval::SymbolKind::Variable, "var." + std::string(reference.root)))};
    };
    if (reference.root == "string")
      return unknown(types.string());
    if (reference.root == "number")
      return unknown(types.number());
    if (reference.root == "bool")
      return unknown(types.boolean());
    if (reference.root == "list")
      return unknown(types.list(types.string()));
    if (reference.root == "map")
      return unknown(types.map(types.string()));
    if (reference.root == "any")
      return unknown(types.dynamic());
    const eval::Value a = heap_.string("a"), b = heap_.string("10.0.0.0/8");
    if (reference.root == "s")
      return {b};
    if (reference.root == "l")
      return {heap_.tuple(std::initializer_list<eval::Value>{a, b, heap_.number(3)})};
    if (reference.root == "m")
      return {heap_.object({{"a", a}, {"b", heap_.null(types.dynamic())}, {"c", heap_.boolean(true)}})};
    return {};
  }

private:
  eval::Heap &heap_;
};

class Evaluation {
public:
  explicit Evaluation(std::string_view text) : fs_(nullptr), sources_(fs_) {
    file_ = sources_.add("input", std::string(text));
    world_.files = &fs_;
    world_.sources = &sources_;
    world_.rootDirectory = ".";
    world_.readBelow = ".";
  }

  /// A null pointer and an expression with errors are not evaluated.
  void evaluate(const hcl::Expr *expr) {
    if (!expr || !sink_.empty())
      return;
    FuzzScope scope(heap_);
    eval::Evaluator evaluator(heap_, world_, sink_, kLimits);
    const eval::Value value = evaluator.evaluate(*expr, scope);
    POSTERN_CHECK(value.valid() && value.type());
    // A value equals itself, whatever it holds, and has a place in an order.
    POSTERN_CHECK(eval::identical(value, value) || !value.isWhollyKnown());
    POSTERN_CHECK(eval::compareInSet(heap_, value, value) == 0 || !value.isWhollyKnown());
    eval::hashOf(value);
  }

  [[nodiscard]] FileId file() const { return file_; }
  [[nodiscard]] std::string_view text() const { return sources_.text(file_); }
  Arena &arena() { return arena_; }
  Sink &sink() { return sink_; }

private:
  OverlayFileSystem fs_;
  SourceManager sources_;
  FileId file_;
  eval::World world_;
  Arena arena_;
  Sink sink_;
  eval::Heap heap_;
};

} // namespace postern::fuzz
