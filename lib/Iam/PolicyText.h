// A policy's text with everything that leads from a place in it back to the user's files.
#pragma once

#include "Eval/Heap.h"
#include "Eval/Traced.h"
#include "Iam/Text.h"
#include "Syntax/JsonDocument.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace postern::iam {

/// One String or Partial that ought to be JSON, parsed. Nodes live in `arena`.
class PolicyText {
public:
  PolicyText(eval::Heap &heap, Arena &arena, const eval::Value &value, SourceRange use);

  [[nodiscard]] const hcl::json::Document &document() const { return document_; }
  [[nodiscard]] std::string_view literal() const { return literal_; }
  [[nodiscard]] bool hasHoles() const { return !holes_.empty(); }
  /// The holes' names, for a sentence: "var.a, var.b".
  [[nodiscard]] std::string holeNames() const;

  /// The way bytes [begin, end) of the text came.
  [[nodiscard]] Trace trace(uint32_t begin, uint32_t end) const;
  [[nodiscard]] Trace trace(const hcl::json::Node &node) const;
  /// Where those bytes stand: the first station of the trace.
  [[nodiscard]] SourceRange place(uint32_t begin, uint32_t end) const;
  [[nodiscard]] SourceRange place(const hcl::json::Node &node) const { return place(node.begin, node.end); }

  /// A String, Number, Bool or Hole as text; numbers and booleans equal their text in policies.
  [[nodiscard]] Text text(const hcl::json::Node &node) const;
  /// Whether the node may turn out to be several values: a hole of which nothing is known.
  [[nodiscard]] bool isOpen(const hcl::json::Node &node) const;

  /// The node's bytes and holes, equal for nodes that say the same.
  [[nodiscard]] std::string signature(const hcl::json::Node &node) const;

private:
  [[nodiscard]] Hole hole(uint32_t number, uint32_t offset) const;

  eval::Heap &heap_;
  eval::OriginId origin_;
  SourceRange use_;
  std::string_view literal_;
  std::vector<eval::Value> holes_;
  std::vector<uint32_t> offsets_;
  hcl::json::Document document_;
};

/// A value of a string argument as text with holes: a String, Partial or Unknown.
Text textOf(const eval::Heap &heap, const eval::Value &value);

} // namespace postern::iam
