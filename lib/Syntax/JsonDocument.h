// Reads JSON text, strictly (RFC 7159), into nodes that know where they stand; texts with parts not known too.
#pragma once

#include "Basic/Arena.h"
#include "Basic/Check.h"
#include "Diag/Diagnostic.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace postern::hcl::json {

/// Hole: a whole value in whose place stands a part of the text that is not known. In an array it may turn out to be
/// several items, or none.
enum class Kind : uint8_t { Null, Bool, Number, String, Array, Object, Hole };

struct Member;

/// Where copying starts again after an escape: decoded bytes from `decoded` on came from text bytes from `source` on,
/// one by one when `exact`, else all of them from the one escape that starts there.
struct Run {
  uint32_t decoded;
  uint32_t source;
  bool exact;
};

/// A part of a string that is not known: hole number `hole` stands before the decoded byte `offset`.
struct StringHole {
  uint32_t offset;
  uint32_t hole;
};

/// What a string has besides its text; most have nothing.
struct StringDetail {
  std::span<const Run> runs; ///< in order; none when the decoded bytes are the text's own
  std::span<const StringHole> holes;
};

/// Plain data in an arena. Offsets count bytes of the text that was parsed, from 0; a string's include its quotes.
struct Node {
  Kind kind = Kind::Null;
  bool boolean = false; ///< Bool
  uint32_t begin = 0;
  uint32_t end = 0;
  uint32_t hole = 0;     ///< Hole: its number
  uint32_t count = 0;    ///< Array, Object: how many items or members
  std::string_view text; ///< String: decoded, not in normal form, holes left out. Number: as written
  const void *children = nullptr;
  const StringDetail *detail = nullptr;

  /// Of an array, in order; empty for anything else.
  [[nodiscard]] inline std::span<const Node> items() const;
  /// Of an object, in order, repeated keys kept; empty for anything else.
  [[nodiscard]] inline std::span<const Member> members() const;
  /// The value of the first member with that key, or null. A key with holes is never found.
  [[nodiscard]] const Node *find(std::string_view key) const;

  [[nodiscard]] bool hasHoles() const { return detail && !detail->holes.empty(); }
  [[nodiscard]] std::span<const StringHole> holes() const {
    return detail ? detail->holes : std::span<const StringHole>();
  }

  /// Of a string: the place in the text where the decoded byte `offset` came from, and the place after the byte before
  /// it; so decoded bytes [a, b) came from [sourceOf(a), sourceEndOf(b)) when a < b.
  [[nodiscard]] uint32_t sourceOf(uint32_t offset) const;
  [[nodiscard]] uint32_t sourceEndOf(uint32_t offset) const;
};

struct Member {
  Node key; ///< a String
  Node value;
};

std::span<const Node> Node::items() const {
  return kind == Kind::Array ? std::span(static_cast<const Node *>(children), count) : std::span<const Node>();
}
std::span<const Member> Node::members() const {
  return kind == Kind::Object ? std::span(static_cast<const Member *>(children), count) : std::span<const Member>();
}

enum class Fault : uint8_t {
  None,
  MissingValue,
  InvalidStart,
  MissingPropertyValue,
  MissingItem,
  TrailingText,
  PropertyName,
  MissingColon,
  MissingComma,
  TrailingCommaInObject,
  TrailingCommaInArray,
  UnclosedObject,
  UnclosedArray,
  MismatchedBraces,
  MismatchedBrackets,
  Number,
  String,
  Keyword,
  TooDeep,
  Hole, ///< a part that is not known decides the document's shape: nothing can be said about it
};

/// The first fault, and the bytes of the text that it is about.
struct Error {
  Fault fault = Fault::None;
  uint32_t begin = 0;
  uint32_t end = 0;
};

struct Document {
  const Node *root = nullptr; ///< null when the text is no JSON
  Error error;

  [[nodiscard]] bool ok() const { return root != nullptr; }
};

/// Brackets deeper than this are refused, so that readers of the tree may recurse.
inline constexpr uint32_t kMaxDepth = 500;

/// Any value may be the root. Nodes go to `arena`, and their texts are views of `text` where no escape was decoded, so
/// `text` must live as long. `holes`: the offsets of `text`, ascending, before which a part that is not known was left
/// out; of several at one offset the first stands first. Inside a string such a part becomes a hole of that string, in
/// place of a value a Hole node, and anywhere else the document fails with Fault::Hole.
Document parse(std::string_view text, std::span<const uint32_t> holes, Arena &arena);
inline Document parse(std::string_view text, Arena &arena) {
  return parse(text, {}, arena);
}

/// The fault as a diagnostic at `range`; the caller knows which place of which file the text's bytes are.
Diagnostic diagnose(const Error &error, const SourceRange &range);

/// `text` as JSON writes it between quotes.
std::string escaped(std::string_view text);

} // namespace postern::hcl::json
