// Makes and owns values, types, origins and symbols of one root module; everything is freed together.
#pragma once

#include "Basic/Arena.h"
#include "Basic/Interner.h"
#include "Basic/Store.h"
#include "Eval/Value.h"

#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace postern {
class SourceManager;
} // namespace postern

namespace postern::eval {

/// What may be seen of a way that is kept from an evaluation: nothing that differs between those it is done for. Parts
/// that are cut out of a text remember how, to be cut out of the real way later.
struct HiddenWay {
  bool isLiteral; ///< the text or collection itself stands there, no step leads to it
  bool canBeCut;  ///< a part of the text may have a place of its own
  OriginId whole; ///< for a part: what it was cut out of
  uint32_t offset = 0, size = 0, textSize = 0;
};

/// Not shared between threads. Texts given to it are copied unless said otherwise; string values are put into normal
/// form C. Values made here stay good until the heap goes.
class Heap {
public:
  static constexpr size_t kMaxAlternatives = 8;

  Heap();
  Heap(const Heap &) = delete;
  Heap &operator=(const Heap &) = delete;

  TypeTable types;

  /// Where the texts of literals can be looked up, to find a part of a value behind escapes; null: it is not found.
  const SourceManager *sources = nullptr;

  // Known values. `origin` may be none.
  Value null(TypeRef type, OriginId origin = {});
  Value boolean(bool value, OriginId origin = {});
  Value number(Number value, OriginId origin = {});
  Value number(int64_t value, OriginId origin = {}) { return number(Number::of(value), origin); }
  Value string(std::string_view text, OriginId origin = {});

  /// A tuple whose type is made from the items.
  Value tuple(std::span<const Value> items, OriginId origin = {}, bool open = false);
  /// Every item must have type `element`, or Dynamic-typed unknowns and nulls where `element` is Dynamic.
  Value list(TypeRef element, std::span<const Value> items, OriginId origin = {}, bool open = false);
  /// Sorts and drops duplicates (TY-4). Items that may or may not be equal are kept apart. A set cannot have marked
  /// elements: their marks become its own.
  Value set(TypeRef element, std::span<const Value> items, OriginId origin = {}, bool open = false);
  /// Entries in any order; of equal keys the last one wins.
  Value object(std::vector<Entry> entries, OriginId origin = {}, bool open = false);
  Value map(TypeRef element, std::vector<Entry> entries, OriginId origin = {}, bool open = false);

  // Unknown values.
  Value unknown(TypeRef type, SymbolId symbol, OriginId origin = {}, HoleClass hole = HoleClass::Any);
  /// `value`, a Sequence or Mapping, as an open one with that `rest`.
  Value opened(const Value &value, const Value &rest);
  /// `value`, a List or Tuple, with its items in an order that is not known; itself where that makes no difference.
  Value unordered(const Value &value);

  /// Null, or a known value, where the refinement leaves just one (UN-1): an unknown list of length 0 is [].
  Value refined(TypeRef type, SymbolId symbol, const Refinement &refinement, OriginId origin = {},
                HoleClass hole = HoleClass::Any);
  /// `value` if it is known, else the same unknown that is not null.
  Value notNull(Value value);
  /// Joins neighbouring literals; a String when nothing is a hole, an Unknown when all there is is one hole.
  Value partial(std::span<const Piece> pieces, OriginId origin = {});
  /// Flattens choices inside; equal alternatives are left once; one left is that value itself; more than
  /// kMaxAlternatives becomes an Unknown. Its type is that of all alternatives, Dynamic when they differ.
  Value choice(std::span<const Value> alternatives, SymbolId condition, OriginId origin = {});

  // Symbols, equal by kind and text.
  SymbolId symbol(SymbolKind kind, std::string_view text, SourceRange range = {});
  /// One that equals no other, whatever its text.
  SymbolId freshSymbol(SymbolKind kind, std::string_view text, SourceRange range = {});
  /// The symbol of a part of what `whole` stands for: its text with `step` (".name", "[0]", "[*]") behind it. None
  /// when `whole` is none.
  SymbolId partOf(SymbolId whole, std::string_view step);
  [[nodiscard]] const Symbol &operator[](SymbolId id) const { return symbols_[id]; }
  [[nodiscard]] size_t symbolCount() const { return symbols_.size(); }

  // Origins.
  OriginId literal(SourceRange range) { return origins_.add(Origin{OriginKind::Literal, range, {}, {}, {}, {}, {}}); }
  /// Texts and segments of `origin` are copied.
  OriginId origin(Origin origin);
  /// `element` as it is taken out of `container` at `key`: its own origin, then the way the container came. Gives
  /// `element` back unchanged where the container has nothing to add.
  Value extracted(const Value &element, const Value &container, std::string_view key);
  Value extracted(const Value &element, const Value &container, size_t index);
  [[nodiscard]] const Origin &operator[](OriginId id) const { return origins_[id]; }
  [[nodiscard]] size_t originCount() const { return origins_.size(); }
  /// As `origin`, with texts that outlive the heap and are not copied.
  OriginId borrowedOrigin(const Origin &origin) { return origins_.add(origin); }

  /// An origin of which no more is known than `way` says. Its range is in no file that there is.
  OriginId hidden(const HiddenWay &way);
  [[nodiscard]] const HiddenWay &hiddenWay(const Origin &origin) const { return hiddenWays_[origin.range.begin]; }
  static constexpr FileId kHiddenFile{0xfffffffe};

  /// Whether some set was put into an order that the names of unknowns decide.
  [[nodiscard]] bool hasOrderedNames() const { return hasOrderedNames_; }

  /// `value` without any mark, inside either; allMarks() says what they were.
  Value withoutMarks(const Value &value);

  /// The bit of a mark by name; "sensitive", "ephemeral" and "deprecated" are the known ones. At most 32 names.
  MarkSet mark(std::string_view name);
  [[nodiscard]] std::vector<std::string_view> markNames(MarkSet marks) const;

  std::string_view intern(std::string_view text) { return interner_.intern(text); }
  Arena &arena() { return arena_; }
  /// Memory taken so far, about: of values, and of their types, texts, symbols and origins.
  [[nodiscard]] size_t bytes() const {
    return arena_.bytes() + interner_.bytes() + types.bytes() + strings_.size() * kEntryBytes +
           symbols_.size() * (sizeof(Symbol) + kEntryBytes) + origins_.size() * sizeof(Origin);
  }

private:
  static constexpr size_t kEntryBytes = 64; ///< a node of a map

  [[nodiscard]] bool isLiteral(const Origin &origin) const {
    return origin.kind == OriginKind::Literal || (origin.kind == OriginKind::Hidden && hiddenWay(origin).isLiteral);
  }

  Arena arena_;
  Interner interner_;
  Store<SymbolId, Symbol> symbols_;
  std::map<std::pair<SymbolKind, std::string_view>, SymbolId> symbolIds_;
  Store<OriginId, Origin> origins_;
  std::vector<HiddenWay> hiddenWays_;
  bool hasOrderedNames_ = false;
  std::vector<std::string_view> marks_;

  static constexpr int64_t kSmallNumbers = 1024; ///< 0 to this many are made once
  BoolNode true_, false_;
  ValueNode dynamicNull_;
  std::vector<const NumberNode *> smallNumbers_;
  std::unordered_map<std::string_view, const StringNode *> strings_; ///< short ones
};

/// Whether the value may turn out to be null.
bool mayBeNull(const Value &value);

/// Equality as `==` means it (TY-7): type and value; unknown where an unknown decides.
Truth equals(const Value &a, const Value &b);

/// The same value without looking at marks and origins, unknowns compared by symbol: for sets, memoisation and tests.
bool identical(const Value &a, const Value &b);
uint64_t hashOf(const Value &value);

/// Set order: false before true, numbers by value, strings by bytes, null after every other known value and unknowns
/// last, by their names in `heap`; others by a fixed rule over content.
int compareInSet(const Heap &heap, const Value &a, const Value &b);

/// Normal form C; `text` itself when it already is.
std::string normalized(std::string_view text);
bool isNormalized(std::string_view text);

} // namespace postern::eval
