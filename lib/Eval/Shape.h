// What values look like to an evaluation that reads them: the key under which its result can be kept.
#pragma once

#include "Eval/Heap.h"

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace postern::eval {

/// Text, and in the order of that text the origins and symbols in the values. An evaluation cannot tell two sets of
/// values of equal text apart, but by these two lists; of an origin it may ask no more than HiddenWay has.
class Shape {
public:
  /// Names of symbols that begin with `own` are told without it: it names the place of what reads the values.
  Shape(const Heap &heap, std::string_view own) : heap_(&heap), own_(own) {}

  /// False when the value is too large to be worth it, or holds something that has a meaning in its own heap only;
  /// then nothing more should be asked of this.
  bool add(const Value &value) { return walk(value, 0); }
  /// Something else that counts.
  void add(std::string_view text);

  struct Way {
    OriginId origin;
    bool isLiteral, canBeCut;
  };
  [[nodiscard]] const std::string &text() const { return text_; }
  [[nodiscard]] const std::vector<Way> &ways() const { return ways_; }
  [[nodiscard]] const std::vector<SymbolId> &symbols() const { return symbols_; }

private:
  bool walk(const Value &value, uint32_t depth);
  bool way(OriginId id, size_t textSize, bool isContainer);
  void type(TypeRef type);
  void number(uint64_t number);
  void flags(std::initializer_list<bool> flags);
  void symbol(SymbolId id);

  const Heap *heap_;
  std::string_view own_;
  std::string text_;
  std::vector<Way> ways_;
  std::vector<SymbolId> symbols_;
  std::unordered_map<OriginId, uint32_t> seenWays_;
  std::unordered_map<SymbolId, uint32_t> seenSymbols_;
  std::unordered_map<TypeRef, uint32_t> seenTypes_;
};

} // namespace postern::eval
