// One walk over an expression: private to the evaluator, split over several source files by kind of expression.
#pragma once

#include "Eval/Evaluator.h"
#include "Eval/TextBuilder.h"

#include <array>
#include <functional>
#include <optional>
#include <string>

namespace postern::eval {

/// Whether an error belongs to the value of an expression, and so is caught by `try` and dropped with an arm that is
/// not taken; what is wrong with a name is wrong wherever it stands.
bool isValueError(const Diagnostic &diag);

/// While it lives, diagnostics are held back. At the end those that are no value errors are let through; the others are
/// lost unless keep() was called.
class Trial {
public:
  explicit Trial(Evaluator &evaluator) : evaluator_(evaluator), outer_(evaluator.sink_) { evaluator.sink_ = &held_; }
  ~Trial();
  Trial(const Trial &) = delete;
  Trial &operator=(const Trial &) = delete;

  [[nodiscard]] bool failed() const;
  /// The message of the first value error.
  [[nodiscard]] std::string firstError() const;
  void keep() { keep_ = true; }

private:
  Evaluator &evaluator_;
  Sink *const outer_;
  Sink held_;
  bool keep_ = false;
};

/// Answers `one` for every combination of the alternatives of `operands`; choices on one condition go together, and
/// combinations that fail are left out as long as one does not. What would be too many is made unknown first.
Value overChoices(Evaluator &evaluator, std::span<const Value> operands,
                  const std::function<Value(std::span<const Value>)> &one);

/// The text of a value for the name of a symbol: "var.a", "5", "\"x\""; empty when it has none that identifies it.
std::string nameOf(const Heap &heap, const Value &value);

/// A symbol for the result of an operation on values; none when they have no names or too long ones.
SymbolId operationSymbol(Heap &heap, std::initializer_list<std::string_view> parts);

/// `unknown`, of a collection or dynamic type, at one of its places: an unknown of the element's type.
Value unknownElement(Heap &heap, const Value &unknown, TypeRef type, std::string_view step);

/// What a loop runs over.
struct Elements {
  struct Item {
    Value key;
    Value value;
  };
  std::vector<Item> items;
  bool open = false;      ///< there may be more
  bool unordered = false; ///< in which order is not known
  Item rest;              ///< what each of these is like, where `open`
};

class ExpressionVisitor {
public:
  ExpressionVisitor(Evaluator &evaluator, Scope &scope)
      : evaluator_(evaluator), heap_(evaluator.heap()), scope_(scope) {}

  Value visit(const hcl::Expr &expr);

private:
  /// Variables of one `for`, as long as its body is looked at.
  struct Frame {
    std::string_view keyName;
    std::string_view valueName;
    Value key;
    Value value;
    const Frame *outer;
  };

  Value dispatch(const hcl::Expr &expr);
  Value visitNumber(const hcl::NumberExpr &expr);
  Value visitTuple(const hcl::TupleExpr &expr);
  Value visitObject(const hcl::ObjectExpr &expr);
  std::optional<Value> objectKey(const hcl::ObjectItem &item, bool json);
  Value visitBinary(const hcl::BinaryExpr &expr);
  Value visitLogical(const hcl::BinaryExpr &expr);
  Value visitConditional(const hcl::ConditionalExpr &expr);
  Value choose(const hcl::ConditionalExpr &expr, const Value &condition, const Value &whenTrue, const Value &whenFalse,
               Trial &trueTrial, Trial &falseTrial);

  // Traversal.cpp
  Value visitTraversal(const hcl::Expr &expr);
  Value resolve(const hcl::VariableExpr &root, std::span<const hcl::Expr *const> chain, size_t &consumed);
  const Value *loopVariable(std::string_view name) const;
  Value step(const Value &value, const hcl::Expr &expr);
  Value visitSplat(const hcl::SplatExpr &expr);
  Value splat(const hcl::SplatExpr &expr, const Value &source);
  Value splatUnknown(const hcl::SplatExpr &expr, const Value &source);
  Value splatItem(const hcl::SplatExpr &expr, const Value &item);

  // Template.cpp
  Value visitTemplate(const hcl::TemplateExpr &expr);
  Value visitTemplateFor(const hcl::TemplateForExpr &expr);
  void appendLiteral(TextBuilder &text, const hcl::StringExpr &piece, bool heredoc);
  void appendPart(TextBuilder &text, const Value &value, SourceRange range);

  // For.cpp
  Value visitFor(const hcl::ForExpr &expr);
  Value forTuple(const hcl::ForExpr &expr, const Elements &elements);
  Value forObject(const hcl::ForExpr &expr, const Elements &elements);
  std::optional<Elements> elementsOf(const Value &collection, SourceRange range);
  std::nullopt_t notIterable(TypeRef type, SourceRange range);
  std::optional<Elements> unknownElements(const Value &collection, SourceRange range);
  Truth included(const hcl::ForExpr &expr, MarkSet &marks);
  Value inFrame(const hcl::ForExpr &expr, const Elements::Item &item, const std::function<Value()> &body);

  // Call.cpp
  Value visitCall(const hcl::CallExpr &expr);
  Value visitTry(const hcl::CallExpr &expr);
  Value visitCan(const hcl::CallExpr &expr);
  Value visitConvert(const hcl::CallExpr &expr);
  bool arguments(const hcl::CallExpr &expr, std::vector<Value> &args, std::vector<SourceRange> &ranges);

  Sink &sink() { return *evaluator_.sink_; }
  OriginId literal(const hcl::Expr &expr) { return heap_.literal(expr.range()); }

  Evaluator &evaluator_;
  Heap &heap_;
  Scope &scope_;
  const Frame *frame_ = nullptr;
  Value splatItem_;
};

} // namespace postern::eval
