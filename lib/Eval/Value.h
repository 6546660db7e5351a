// Immutable values, unknown ones included, each with its type, its marks and where it came from (language.md UN-10,
// 11).
#pragma once

#include "Basic/Check.h"
#include "Eval/Number.h"
#include "Eval/Origin.h"
#include "Eval/Truth.h"
#include "Eval/Type.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace postern::eval {

enum class ValueKind : uint8_t {
  Null, ///< of any type
  Bool,
  Number,
  String,   ///< known text
  Partial,  ///< a string with holes
  Sequence, ///< List, Set, Tuple
  Mapping,  ///< Map, Object
  Unknown,  ///< a named hole
  Choice,   ///< one of a few values, which one is not known
};

/// Bits: 0 sensitive, 1 ephemeral, 2 deprecated; further ones are handed out by Heap::mark for other names.
using MarkSet = uint32_t;
inline constexpr MarkSet kSensitive = 1;
inline constexpr MarkSet kEphemeral = 2;
inline constexpr MarkSet kDeprecated = 4;

struct ValueNode;

/// A handle: copy it freely. Nodes live in a Heap. Two values with the same node are equal; their origins may differ.
/// A default-constructed Value is "no value" and answers to nothing but valid().
struct Value {
  const ValueNode *node = nullptr;
  OriginId origin;
  MarkSet marks = 0;

  [[nodiscard]] bool valid() const { return node != nullptr; }
  [[nodiscard]] inline ValueKind kind() const;
  [[nodiscard]] inline TypeRef type() const;

  [[nodiscard]] bool isNull() const { return kind() == ValueKind::Null; }
  [[nodiscard]] bool isUnknown() const { return kind() == ValueKind::Unknown; }
  [[nodiscard]] bool isChoice() const { return kind() == ValueKind::Choice; }
  /// Null, Bool, Number, String, or a closed Sequence or Mapping (whose elements may be unknown).
  [[nodiscard]] inline bool isKnown() const;
  /// Known, and everything inside too.
  [[nodiscard]] inline bool isWhollyKnown() const;

  // Each insists on its kind.
  [[nodiscard]] inline bool boolean() const;
  [[nodiscard]] inline Number number() const;
  [[nodiscard]] inline std::string_view text() const;

  [[nodiscard]] Value withOrigin(OriginId to) const { return {node, to, marks}; }
  [[nodiscard]] Value withMarks(MarkSet more) const { return {node, origin, marks | more}; }
  [[nodiscard]] Value unmarked() const { return {node, origin, 0}; }
};

struct ValueNode {
  ValueKind kind;
  bool whollyKnown;  ///< no unknown, hole, choice or open end anywhere inside
  MarkSet deepMarks; ///< the marks of everything inside, not those of the value itself
  TypeRef type;
};

struct BoolNode : ValueNode {
  bool value;
};
struct NumberNode : ValueNode {
  Number value;
};
struct StringNode : ValueNode {
  std::string_view text; ///< normal form C
};

/// What characters a hole can have, so that matching can go on (UN-11).
enum class HoleClass : uint8_t {
  Any,        ///< anything, the empty string and wildcards too
  AccountId,  ///< 12 digits
  Region,     ///< a-z 0-9 -
  Partition,  ///< aws, aws-cn, aws-us-gov, …
  Arn,        ///< starts with "arn:", at least five colons
  BucketName, ///< a-z 0-9 . -
  Id,         ///< "sg-…", "vpc-…": a-z 0-9 -, not empty
  Name,       ///< a resource's name: letters, digits, + = , . @ _ - and /; no colon, no wildcard, not empty
  Digits,
};

struct SymbolTag;
using SymbolId = Id<SymbolTag>;

enum class SymbolKind : uint8_t {
  Attribute,    ///< of a managed resource, known only after apply
  Data,         ///< of a data source
  Variable,     ///< no value was given
  ModuleOutput, ///< of a module that is not on disk
  Function,     ///< result of a function of unknown arguments, or one of clock, machine or chance
  Instance,     ///< a key of an instance that is not known: each.key, count.index
  Condition,    ///< an unknown condition that a Choice hangs on
  Opaque,       ///< anything else; `text` says what
};

/// The identity of something unknown: two unknowns with one symbol are equal.
struct Symbol {
  SymbolKind kind;
  std::string_view text; ///< as the user would write it: "aws_s3_bucket.b.arn", "module.x.var.cidr"; shown in messages
  SourceRange range;     ///< where it is declared, if it is anywhere
  bool named = true;     ///< false: others may have the same text, so it must not be a part of another's name
};

/// What is known about an unknown all the same.
struct Refinement {
  bool notNull = false;
  bool prefixFull = false; ///< no grapheme cluster of the prefix can still grow
  bool hasMin = false, hasMax = false, minInclusive = true, maxInclusive = true;
  std::string_view prefix; ///< strings
  Number min, max;         ///< numbers
  uint64_t lengthMin = 0;  ///< collections
  uint64_t lengthMax = UINT64_MAX;
};

struct UnknownNode : ValueNode {
  SymbolId symbol; ///< may be none: then it equals nothing, itself not either
  HoleClass hole = HoleClass::Any;
  Refinement refinement;
};

/// A literal run, or a hole (then `hole` is an Unknown of type string and `literal` is empty). Two literals never
/// stand side by side, and an empty literal never stands at all.
struct Piece {
  std::string_view literal;
  Value hole;
  [[nodiscard]] bool isHole() const { return hole.valid(); }
};

struct PartialNode : ValueNode {
  std::span<const Piece> pieces;
};

/// List, Set (in set order, distinct) or Tuple. `open`: there may be further elements that are not known, before,
/// between or after `items`; `rest`, if valid, shows what each of them is like (its symbols end in "[*]").
struct SequenceNode : ValueNode {
  std::span<const Value> items;
  bool open = false;
  Value rest = {};
  /// List or Tuple that comes of a Set with unknown elements: which item stands where is not known, and several of them
  /// may have come of one element.
  bool unordered = false;

  /// Which item an index names is not known.
  [[nodiscard]] bool isLoose() const { return open || unordered; }
};

struct Entry {
  std::string_view key;
  Value value;
  OriginId keyOrigin = {}; ///< where the key is written, if that is known
};

/// Map or Object, sorted by key bytes. `open`: there may be further keys that are not known; `rest`, if valid, shows
/// what each of them holds.
struct MappingNode : ValueNode {
  std::span<const Entry> entries;
  bool open = false;
  Value rest = {};
};

/// Between two and Heap::kMaxAlternatives values; no alternative is itself a Choice.
struct ChoiceNode : ValueNode {
  std::span<const Value> alternatives;
  SymbolId condition; ///< choices on one condition take the same place together; may be none
};

ValueKind Value::kind() const {
  return node->kind;
}
TypeRef Value::type() const {
  return node->type;
}
bool Value::isWhollyKnown() const {
  return node->whollyKnown;
}
bool Value::isKnown() const {
  switch (node->kind) {
  case ValueKind::Null:
  case ValueKind::Bool:
  case ValueKind::Number:
  case ValueKind::String:
    return true;
  case ValueKind::Sequence:
    return !static_cast<const SequenceNode *>(node)->open;
  case ValueKind::Mapping:
    return !static_cast<const MappingNode *>(node)->open;
  case ValueKind::Partial:
  case ValueKind::Unknown:
  case ValueKind::Choice:
    return false;
  }
  return false;
}
bool Value::boolean() const {
  POSTERN_CHECK(kind() == ValueKind::Bool);
  return static_cast<const BoolNode *>(node)->value;
}
Number Value::number() const {
  POSTERN_CHECK(kind() == ValueKind::Number);
  return static_cast<const NumberNode *>(node)->value;
}
std::string_view Value::text() const {
  POSTERN_CHECK(kind() == ValueKind::String);
  return static_cast<const StringNode *>(node)->text;
}

/// The node as what its kind says; insists on it.
inline const SequenceNode &asSequence(const Value &value) {
  POSTERN_CHECK(value.kind() == ValueKind::Sequence);
  return *static_cast<const SequenceNode *>(value.node);
}
/// Whether what is made from the items in turn stands in an order that is not known.
inline bool isUnordered(const SequenceNode &node) {
  return node.unordered || (node.type->kind == TypeKind::Set && !node.whollyKnown);
}
inline const MappingNode &asMapping(const Value &value) {
  POSTERN_CHECK(value.kind() == ValueKind::Mapping);
  return *static_cast<const MappingNode *>(value.node);
}
inline const PartialNode &asPartial(const Value &value) {
  POSTERN_CHECK(value.kind() == ValueKind::Partial);
  return *static_cast<const PartialNode *>(value.node);
}
inline const UnknownNode &asUnknown(const Value &value) {
  POSTERN_CHECK(value.kind() == ValueKind::Unknown);
  return *static_cast<const UnknownNode *>(value.node);
}
inline const ChoiceNode &asChoice(const Value &value) {
  POSTERN_CHECK(value.kind() == ValueKind::Choice);
  return *static_cast<const ChoiceNode *>(value.node);
}

/// The entry of a Mapping with that key, or null; its value.
const Entry *findEntry(const MappingNode &mapping, std::string_view key);
const Value *find(const MappingNode &mapping, std::string_view key);

/// Marks of the value and of everything inside.
inline MarkSet allMarks(const Value &value) {
  return value.marks | value.node->deepMarks;
}

} // namespace postern::eval
