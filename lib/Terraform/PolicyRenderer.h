// Renders one aws_iam_policy_document under given decisions about its choices; private to PolicyDocument.
#pragma once

#include "Diag/Sink.h"
#include "Syntax/JsonDocument.h"
#include "Terraform/Instance.h"
#include "Terraform/PolicyText.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace postern::tf::policy {

using eval::Value;
using eval::ValueKind;

/// What a world is decided on: a condition, or the node of a choice without one; neither for "blocks that may be
/// there".
struct Question {
  eval::SymbolId condition;
  const eval::ValueNode *node = nullptr;
  size_t answers = 2;

  bool operator==(const Question &other) const { return condition == other.condition && node == other.node; }
};
struct Decision {
  Question question;
  size_t answer;
};

/// The values of one argument that takes one text or several.
struct Strings {
  std::vector<Value> items;  ///< String, Number, Bool, Partial or Unknown
  std::optional<Value> hole; ///< nothing is known of it
  bool open = false;
  eval::OriginId origin; ///< of the list as a whole
  bool written = false;
};

/// AWS refuses a document that holds one statement id twice.
void reportDuplicateSid(Sink &sink, SourceRange range, std::string_view sid);

/// Renders one world: what was decided holds, what is not decided yet is collected.
class Renderer {
public:
  Renderer(eval::Heap &heap, std::string_view address, const std::vector<Decision> &decisions, bool decideMore,
           bool minified, Sink *sink)
      : heap_(heap), address_(address), decisions_(decisions), decideMore_(decideMore), minified_(minified),
        sink_(sink) {}

  Value render(const BodyView &document);
  [[nodiscard]] const std::optional<Question> &pending() const { return pending_; }

private:
  struct Statement {
    std::string sid; ///< empty: none, or not known
    PolicyText text;
    SourceRange place = {}; ///< of the id, where another document is merged in
  };
  /// Another document that is merged into this one.
  struct SourceText {
    Value value;
    std::string literal;
    std::vector<Value> holes;
    Arena arena;
  };
  struct Member {
    std::string_view name;
    PolicyText text;
  };

  std::optional<size_t> decide(const Question &question);
  Value pick(Value value);
  Value argument(const BodyView &block, std::string_view name);
  std::string textArgument(const BodyView &block, std::string_view name, std::string_view otherwise, Value *at);
  /// Whether the block is to be rendered; `hole` is set when that cannot be decided.
  bool present(const BodyView &block, bool &hole);
  Strings collect(const Value &written);
  /// The texts of a block's argument; that they are put into this document is a station on their way.
  Strings collect(const BodyView &block, std::string_view name);
  void add(Strings &to, Value item);
  static void arrange(Strings &strings);
  [[nodiscard]] PolicyText newText() const { return PolicyText(minified_); }

  /// `flat`: a single element stands without brackets.
  void emitList(PolicyText &out, const Strings &strings, size_t depth, bool variables, bool flat = true);
  PolicyText statement(const BodyView &block, Statement &into);
  void principals(const BodyView &block, std::string_view from, std::string_view as, std::vector<Member> &members);
  void conditions(const BodyView &block, std::vector<Member> &members);
  void strings(const BodyView &block, std::string_view from, std::string_view as, bool variables,
               std::vector<Member> &members);
  PolicyText holeText(std::string_view what);
  void merge(std::vector<Statement> &into, Statement statement);
  /// Merges other documents; `unique`: their statement ids must all differ.
  void sources(const BodyView &document, std::string_view argument, bool unique, std::vector<Statement> &into);
  /// The statements of another document's text go into `found`; gives whether all of them are known.
  bool source(const Value &text, SourceRange use, std::vector<Statement> &found);
  /// Where the node is written; `otherwise` where that cannot be told.
  SourceRange placeOf(const SourceText &source, const hcl::json::Node &node, SourceRange otherwise);
  Value stringOf(const SourceText &source, const hcl::json::Node &node);
  void emitNode(PolicyText &out, const SourceText &source, const hcl::json::Node &node, size_t depth);
  Statement sourceStatement(const SourceText &source, const hcl::json::Node &node);
  /// What the provider makes of these elements when it has read and writes them again; false: it leaves them out.
  bool emitPrincipals(PolicyText &out, const SourceText &source, const hcl::json::Node &node);
  bool emitConditions(PolicyText &out, const SourceText &source, const hcl::json::Node &node);
  void emitStrings(PolicyText &out, const SourceText &source, std::span<const hcl::json::Node *const> items,
                   size_t depth);
  void checkVariables(const BodyView &block, std::string_view name, const Strings &strings);

  eval::Heap &heap_;
  std::string_view address_;
  const std::vector<Decision> &decisions_;
  bool decideMore_;
  bool minified_;
  Sink *sink_; ///< null in every world but the first, so that a fault is said once
  std::optional<Question> pending_;
  std::string version_ = "2012-10-17";
  Value id_;
  bool variables_ = true;
};

} // namespace postern::tf::policy
