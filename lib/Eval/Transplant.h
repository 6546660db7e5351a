// Copies values from one heap to another, so that what was worked out once can stand in several places.
#pragma once

#include "Eval/Shape.h"

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace postern::eval {

/// Values, their types, symbols and origins. Nodes that are shared stay shared.
///
/// Two are needed to work something out for several callers. One brings the caller's values into a heap of its own,
/// their origins hidden and the caller's place in names of symbols as kHere. The other takes what came out to any
/// caller with values of the same shape: hidden ways become that caller's, parts are cut out of them as they were cut
/// there, and kHere becomes the caller's place.
class Transplant {
public:
  /// Stands for the place of the caller in names of symbols and origins: "module.a.", and for the call's name alone.
  static constexpr std::string_view kHere = "\x01", kCall = "\x02";

  /// Brings values in. `own`: what Shape was given.
  static Transplant hiding(const Heap &from, Heap &to, std::string_view own) {
    return {from, to, std::string(own), std::string(kHere), {}, true};
  }
  /// Takes values out: `from` outlives `to`, kHere becomes `own` and kCall `call`, which outlives `to` as well.
  static Transplant revealing(const Heap &from, Heap &to, std::string_view own, std::string_view call) {
    return {from, to, std::string(kHere), std::string(own), call, false};
  }

  /// What has been added to the values of `shape` since the last time: their origins and symbols are met from now on.
  /// For one that brings in, these are of `from`.
  void hide(const Shape &shape);
  /// For one that takes out: what the values were whose origins and symbols are hidden in `from`, and what they are.
  void reveal(const std::vector<OriginId> &ways, const std::vector<SymbolId> &symbols, const Shape &shape);

  /// The origins and symbols made for those of the shape.
  [[nodiscard]] const std::vector<OriginId> &hiddenWays() const { return hiddenWays_; }
  [[nodiscard]] const std::vector<SymbolId> &hiddenSymbols() const { return hiddenSymbols_; }

  Value value(const Value &value);
  OriginId origin(OriginId id);
  SymbolId symbol(SymbolId id);
  /// `text` with kHere as it is in the other heap.
  [[nodiscard]] std::string renamed(std::string_view text) const;

private:
  Transplant(const Heap &from, Heap &to, std::string here, std::string there, std::string_view call, bool hides)
      : from_(from), to_(to), here_(std::move(here)), there_(std::move(there)), call_(call), hides_(hides) {}

  OriginId copied(const Origin &origin);
  bool isReady(const Origin &origin);
  std::string_view text(std::string_view text);
  const ValueNode *node(const ValueNode &node);
  const ValueNode *scalar(const ValueNode &node);
  const ValueNode *compound(const ValueNode &node);
  TypeRef type(TypeRef type);
  Number number(Number number);

  const Heap &from_;
  Heap &to_;
  const std::string here_, there_;
  const std::string_view call_;
  const bool hides_;
  std::vector<OriginId> hiddenWays_;
  std::vector<SymbolId> hiddenSymbols_;
  std::vector<SourceRange> ranges_; ///< of the symbols that are revealed
  std::vector<OriginId> origins_;   ///< by id in `from`; none: not met
  std::vector<OriginId> pending_;   ///< to be taken out, what others hang on last
  std::vector<SymbolId> symbols_;   ///< by id in `from`; none: not met
  std::unordered_map<const ValueNode *, const ValueNode *> nodes_;
  std::unordered_map<TypeRef, TypeRef> types_;
};

} // namespace postern::eval
