// The syntax tree of one file, native or JSON: typed nodes in the file's arena, each with its range.
#pragma once

#include "Basic/Arena.h"
#include "Basic/Check.h"
#include "Source/SourceRange.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace postern::hcl {

enum class ExprKind : uint8_t {
#define EXPR(NAME, WHAT) NAME,
#include "Syntax/Nodes.def"
#undef EXPR
};

/// Nodes are plain data in an arena and point at each other; nobody owns one. Text is a view of the file's bytes, or of
/// the arena where escapes were decoded. Ranges cover the expression without surrounding blanks or parentheses.
struct Expr {
  Expr(ExprKind kind, const SourceRange &range)
      : kind(kind), file_(range.file.index() & 0xffffff), begin(range.begin), end(range.end) {}

  ExprKind kind : 8;

private:
  uint32_t file_ : 24; ///< shares a word with the kind; a run holds at most 2^24 files

public:
  uint32_t begin;
  uint32_t end;

  [[nodiscard]] SourceRange range() const { return {FileId(file_), begin, end}; }
};

/// The node as what its kind says it is; `as` insists, `dynCast` gives null for another kind.
template <typename Node> const Node &as(const Expr &expr) {
  POSTERN_CHECK(expr.kind == Node::kKind);
  return static_cast<const Node &>(expr);
}
template <typename Node> const Node *dynCast(const Expr *expr) {
  return expr && expr->kind == Node::kKind ? static_cast<const Node *>(expr) : nullptr;
}

struct ErrorExpr : Expr {
  static constexpr ExprKind kKind = ExprKind::Error;
  explicit ErrorExpr(const SourceRange &range) : Expr(kKind, range) {}
};

struct NumberExpr : Expr {
  static constexpr ExprKind kKind = ExprKind::Number;
  NumberExpr(const SourceRange &range, std::string_view text) : Expr(kKind, range), text(text) {}
  std::string_view text; ///< as written: digits, fraction, exponent
};

struct BoolExpr : Expr {
  static constexpr ExprKind kKind = ExprKind::Bool;
  BoolExpr(const SourceRange &range, bool value) : Expr(kKind, range), value(value) {}
  bool value;
};

struct NullExpr : Expr {
  static constexpr ExprKind kKind = ExprKind::Null;
  explicit NullExpr(const SourceRange &range) : Expr(kKind, range) {}
};

/// As an expression: a quoted string without sequences (the range holds the quotes). Inside a Template: one literal
/// piece, cut at each newline in heredocs and template files; there `range` is the piece's raw text, so a place in
/// the value maps back to a place in the file. `value` is decoded, stripped (TP-5) and dedented (LX-26), but not yet
/// in normal form C.
struct StringExpr : Expr {
  static constexpr ExprKind kKind = ExprKind::String;
  StringExpr(const SourceRange &range, std::string_view value) : Expr(kKind, range), value(value) {}
  std::string_view value;
};

/// A quoted string with sequences, any heredoc, or a template file. Parts are StringExpr for literal pieces, or any
/// other expression; a directive is a Conditional (both arms Templates) or a TemplateFor. INVARIANT: a quoted string
/// inside a sequence, as in "a${"b"}", is a Template of one piece, so that it is no piece of the outer one.
struct TemplateExpr : Expr {
  static constexpr ExprKind kKind = ExprKind::Template;
  TemplateExpr(const SourceRange &range, std::span<const Expr *const> parts, bool heredoc)
      : Expr(kKind, range), parts(parts), heredoc(heredoc) {}
  std::span<const Expr *const> parts;
  bool heredoc;
};

struct TemplateWrapExpr : Expr {
  static constexpr ExprKind kKind = ExprKind::TemplateWrap;
  TemplateWrapExpr(const SourceRange &range, const Expr *inner) : Expr(kKind, range), inner(inner) {}
  const Expr *inner;
};

struct ForExpr;

/// Joins what the loop gives; `loop->value` is a Template.
struct TemplateForExpr : Expr {
  static constexpr ExprKind kKind = ExprKind::TemplateFor;
  TemplateForExpr(const SourceRange &range, const ForExpr *loop) : Expr(kKind, range), loop(loop) {}
  const ForExpr *loop;
};

struct VariableExpr : Expr {
  static constexpr ExprKind kKind = ExprKind::Variable;
  VariableExpr(const SourceRange &range, std::string_view name) : Expr(kKind, range), name(name) {}
  std::string_view name;
};

struct GetAttrExpr : Expr {
  static constexpr ExprKind kKind = ExprKind::GetAttr;
  GetAttrExpr(const SourceRange &range, const Expr *object, std::string_view name)
      : Expr(kKind, range), object(object), name(name) {}
  const Expr *object;
  std::string_view name; ///< ends where the node ends
};

struct IndexExpr : Expr {
  static constexpr ExprKind kKind = ExprKind::Index;
  IndexExpr(const SourceRange &range, const Expr *collection, const Expr *key, bool legacy)
      : Expr(kKind, range), collection(collection), key(key), legacy(legacy) {}
  const Expr *collection;
  const Expr *key;
  bool legacy; ///< written x.0
};

/// `each` is a chain of GetAttr and Index whose innermost object is the SplatItem.
struct SplatExpr : Expr {
  static constexpr ExprKind kKind = ExprKind::Splat;
  SplatExpr(const SourceRange &range, const Expr *source, const Expr *each, bool full)
      : Expr(kKind, range), source(source), each(each), full(full) {}
  const Expr *source;
  const Expr *each;
  bool full; ///< written [*]
};

struct SplatItemExpr : Expr {
  static constexpr ExprKind kKind = ExprKind::SplatItem;
  explicit SplatItemExpr(const SourceRange &range) : Expr(kKind, range) {}
};

struct CallExpr : Expr {
  static constexpr ExprKind kKind = ExprKind::Call;
  CallExpr(const SourceRange &range, std::string_view name, uint32_t nameEnd, std::span<const Expr *const> args,
           bool expandLast)
      : Expr(kKind, range), nameEnd(nameEnd), name(name), args(args), expandLast(expandLast) {}
  [[nodiscard]] SourceRange nameRange() const { return {range().file, begin, nameEnd}; }
  uint32_t nameEnd;
  std::string_view name; ///< without blanks: "provider::aws::arn_parse"
  std::span<const Expr *const> args;
  bool expandLast; ///< f(a, b...)
};

/// A template directive has `directive` set and Templates as arms (an empty one for a missing else).
struct ConditionalExpr : Expr {
  static constexpr ExprKind kKind = ExprKind::Conditional;
  ConditionalExpr(const SourceRange &range, const Expr *condition, const Expr *whenTrue, const Expr *whenFalse,
                  bool directive)
      : Expr(kKind, range), condition(condition), whenTrue(whenTrue), whenFalse(whenFalse), directive(directive) {}
  const Expr *condition;
  const Expr *whenTrue;
  const Expr *whenFalse;
  bool directive;
};

enum class UnaryOp : uint8_t { Negate, Not };
enum class BinaryOp : uint8_t {
  Or,
  And,
  Equal,
  NotEqual,
  Less,
  LessEqual,
  Greater,
  GreaterEqual,
  Add,
  Subtract,
  Multiply,
  Divide,
  Modulo
};

/// "-", "!", "||", "&&", "==", …
std::string_view spelling(UnaryOp op);
std::string_view spelling(BinaryOp op);

struct UnaryExpr : Expr {
  static constexpr ExprKind kKind = ExprKind::Unary;
  UnaryExpr(const SourceRange &range, UnaryOp op, const Expr *operand) : Expr(kKind, range), op(op), operand(operand) {}
  UnaryOp op;
  const Expr *operand;
};

struct BinaryExpr : Expr {
  static constexpr ExprKind kKind = ExprKind::Binary;
  BinaryExpr(const SourceRange &range, BinaryOp op, const Expr *left, const Expr *right)
      : Expr(kKind, range), op(op), left(left), right(right) {}
  BinaryOp op;
  const Expr *left;
  const Expr *right;
};

struct ParenExpr : Expr {
  static constexpr ExprKind kKind = ExprKind::Paren;
  ParenExpr(const SourceRange &range, const Expr *inner) : Expr(kKind, range), inner(inner) {}
  const Expr *inner;
};

struct TupleExpr : Expr {
  static constexpr ExprKind kKind = ExprKind::Tuple;
  TupleExpr(const SourceRange &range, std::span<const Expr *const> items) : Expr(kKind, range), items(items) {}
  std::span<const Expr *const> items;
};

struct ObjectItem {
  const Expr *key; ///< a bare name is a Variable with `bareKey` set
  const Expr *value;
  bool bareKey;
};

/// From JSON too: there every key is a template and `json` is set, which makes a repeated key an error (JS-3).
struct ObjectExpr : Expr {
  static constexpr ExprKind kKind = ExprKind::Object;
  ObjectExpr(const SourceRange &range, std::span<const ObjectItem> items, bool json)
      : Expr(kKind, range), items(items), json(json) {}
  std::span<const ObjectItem> items;
  bool json;
};

struct ForExpr : Expr {
  static constexpr ExprKind kKind = ExprKind::For;
  explicit ForExpr(const SourceRange &range) : Expr(kKind, range) {}
  std::string_view keyVar; ///< empty when there is one variable
  std::string_view valueVar;
  const Expr *collection = nullptr;
  const Expr *key = nullptr; ///< null in brackets
  const Expr *value = nullptr;
  const Expr *condition = nullptr; ///< null when there is none
  bool group = false;
  bool object = false; ///< written in braces
};

// ---------------------------------------------------------------------------------------------------------------
// Bodies

struct Attribute {
  std::string_view name;
  SourceRange nameRange;
  const Expr *value;
  SourceRange range; ///< from the name to the end of the value
};

struct BlockLabel {
  std::string_view text; ///< decoded
  SourceRange range;     ///< quotes included
  bool quoted;
};

struct Body;

struct Block {
  std::string_view type;
  SourceRange typeRange;
  std::span<const BlockLabel> labels;
  const Body *body;
  SourceRange range; ///< from the type to the closing brace
  SourceRange openBrace;
  SourceRange closeBrace; ///< nowhere when the block was never closed
  bool broken = false;    ///< something inside could not be read; a diagnostic says what

  /// From the type to the last label: what names the block in a message.
  [[nodiscard]] SourceRange header() const {
    return labels.empty() ? typeRange : spanning(typeRange, labels.back().range);
  }
};

/// One thing in a body, in source order; exactly one of the two is set.
struct Item {
  const Attribute *attribute = nullptr;
  const Block *block = nullptr;
};

struct Body {
  std::span<const Item> items;
  SourceRange range; ///< between the braces; the whole file for the outermost

  /// The first attribute of that name, or null.
  [[nodiscard]] const Attribute *attribute(std::string_view name) const {
    for (const Item &item : items)
      if (item.attribute && item.attribute->name == name)
        return item.attribute;
    return nullptr;
  }
  /// The first block of that type, or null.
  [[nodiscard]] const Block *block(std::string_view type) const {
    for (const Item &item : items)
      if (item.block && item.block->type == type)
        return item.block;
    return nullptr;
  }
};

} // namespace postern::hcl
