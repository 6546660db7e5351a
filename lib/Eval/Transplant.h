// Copies values from one heap to another, so that what was worked out once can stand in several places.
#pragma once

#include "Eval/Heap.h"

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace postern::eval {

/// What values look like to an evaluation that reads them: text by which two sets of values that give equal results
/// can be told from others, and, in the order of that text, the origins and symbols in them. Two sets of equal text
/// differ in these two lists only.
class Shape {
public:
  explicit Shape(const Heap &heap) : heap_(heap) {}

  /// False when the value is too large to be worth it, or holds something that has a meaning in its own heap only.
  bool add(const Value &value);
  /// Something else that counts.
  void add(std::string_view text);

  struct Source {
    OriginId origin;
    uint32_t size; ///< bytes of the text that came from there, 1 for what is no text
  };
  [[nodiscard]] const std::string &text() const { return text_; }
  [[nodiscard]] const std::vector<Source> &origins() const { return origins_; }
  [[nodiscard]] const std::vector<SymbolId> &symbols() const { return symbols_; }

private:
  bool walk(const Value &value, uint32_t depth);
  void type(TypeRef type);
  void number(uint64_t number);
  void symbol(SymbolId id);

  const Heap &heap_;
  std::string text_;
  std::vector<Source> origins_;
  std::vector<SymbolId> symbols_;
  std::unordered_map<OriginId, size_t> seenOrigins_;
  std::unordered_map<SymbolId, size_t> seenSymbols_;
  std::unordered_map<TypeRef, size_t> seenTypes_;
};

/// Copies values, their types, symbols and origins. Nodes that are shared stay shared.
class Transplant {
public:
  Transplant(const Heap &from, Heap &to) : from_(from), to_(to) {}

  /// The values given are parameters: each origin of theirs becomes a literal, or a step to one, in a file that there
  /// is not. Slices of such literals and steps from them say later which part of which parameter they came from.
  void hideOrigins(const Shape &parameters);
  /// What came from those parameters comes from these; `from` then is a heap that hideOrigins filled, and `parameters`
  /// are of equal text.
  void revealOrigins(const Shape &parameters);
  /// Every `marker` in the text of a symbol and in the scope of an origin stands for `text`.
  void rename(std::string_view marker, std::string text);
  void renameScope(std::string_view marker, std::string_view scope);
  void mapSymbols(const std::vector<SymbolId> &from, const std::vector<SymbolId> &to);

  Value value(const Value &value);
  OriginId origin(OriginId id);
  SymbolId symbol(SymbolId id);
  [[nodiscard]] std::string renamed(std::string_view text) const;
  /// The range of an origin as it stands in the other heap.
  [[nodiscard]] SourceRange range(SourceRange range) const;
  /// The symbol that it became, none when no value had it.
  [[nodiscard]] SymbolId known(SymbolId id) const;

  /// The file that hidden origins stand in.
  static constexpr FileId kHidden{0x7ffffffe};

private:
  struct Parameter {
    uint32_t begin;
    uint32_t size;
    OriginId origin;
  };
  const Parameter *parameterAt(SourceRange range) const;
  OriginId hidden(OriginId id);
  OriginId revealed(const Origin &origin, const Parameter &parameter);
  OriginId copied(const Origin &origin);
  bool ready(OriginId id, std::vector<OriginId> &pending);
  const ValueNode *node(const ValueNode &node);
  const ValueNode *made(const ValueNode &node);
  TypeRef type(TypeRef type);
  Number number(Number number);

  const Heap &from_;
  Heap &to_;
  bool hides_ = false;
  std::vector<Parameter> parameters_; ///< by begin
  std::unordered_map<OriginId, OriginId> origins_;
  std::unordered_map<SymbolId, SymbolId> symbols_;
  std::unordered_map<const ValueNode *, const ValueNode *> nodes_;
  std::unordered_map<TypeRef, TypeRef> types_;
  std::string marker_, text_;
  std::string_view scopeMarker_, scope_;
};

} // namespace postern::eval
