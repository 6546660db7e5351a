#include "Eval/Evaluator.h"

#include <algorithm>

namespace postern::eval {
namespace {

/// Goes through an expression in source order with the names that its loops declare.
class ReferenceFinder {
public:
  void visit(const hcl::Expr *expr) {
    // The parser bounds nesting, but chains of operators may be long.
    constexpr unsigned kDeepest = 4000;
    if (!expr || depth_ >= kDeepest)
      return;
    ++depth_;
    dispatch(*expr);
    --depth_;
  }

  std::vector<FreeReference> found;

private:
  void dispatch(const hcl::Expr &expr) {
    using hcl::ExprKind;
    switch (expr.kind) {
    case ExprKind::Error:
    case ExprKind::Number:
    case ExprKind::Bool:
    case ExprKind::Null:
    case ExprKind::String:
    case ExprKind::SplatItem:
      return;
    case ExprKind::Variable:
    case ExprKind::GetAttr:
    case ExprKind::Index:
      return visitTraversal(expr);
    case ExprKind::Template:
      for (const hcl::Expr *part : hcl::as<hcl::TemplateExpr>(expr).parts)
        visit(part);
      return;
    case ExprKind::TemplateWrap:
      return visit(hcl::as<hcl::TemplateWrapExpr>(expr).inner);
    case ExprKind::TemplateFor:
      return visitFor(*hcl::as<hcl::TemplateForExpr>(expr).loop);
    case ExprKind::For:
      return visitFor(hcl::as<hcl::ForExpr>(expr));
    case ExprKind::Splat:
      visit(hcl::as<hcl::SplatExpr>(expr).source);
      return visit(hcl::as<hcl::SplatExpr>(expr).each);
    case ExprKind::Call:
      for (const hcl::Expr *arg : hcl::as<hcl::CallExpr>(expr).args)
        visit(arg);
      return;
    case ExprKind::Conditional: {
      const auto &conditional = hcl::as<hcl::ConditionalExpr>(expr);
      visit(conditional.condition);
      visit(conditional.whenTrue);
      return visit(conditional.whenFalse);
    }
    case ExprKind::Unary:
      return visit(hcl::as<hcl::UnaryExpr>(expr).operand);
    case ExprKind::Binary:
      visit(hcl::as<hcl::BinaryExpr>(expr).left);
      return visit(hcl::as<hcl::BinaryExpr>(expr).right);
    case ExprKind::Paren:
      return visit(hcl::as<hcl::ParenExpr>(expr).inner);
    case ExprKind::Tuple:
      for (const hcl::Expr *item : hcl::as<hcl::TupleExpr>(expr).items)
        visit(item);
      return;
    case ExprKind::Object:
      for (const hcl::ObjectItem &item : hcl::as<hcl::ObjectExpr>(expr).items) {
        if (!item.bareKey)
          visit(item.key);
        visit(item.value);
      }
      return;
    }
  }

  void visitFor(const hcl::ForExpr &loop) {
    visit(loop.collection);
    const size_t outer = hidden_.size();
    hidden_.push_back(loop.valueVar);
    if (!loop.keyVar.empty())
      hidden_.push_back(loop.keyVar);
    visit(loop.key);
    visit(loop.value);
    visit(loop.condition);
    hidden_.resize(outer);
  }

  void visitTraversal(const hcl::Expr &expr) {
    std::vector<const hcl::Expr *> chain;
    const hcl::Expr *root = &expr;
    for (;;) {
      const hcl::Expr *inner = nullptr;
      if (const auto *attr = hcl::dynCast<hcl::GetAttrExpr>(root))
        inner = attr->object;
      else if (const auto *index = hcl::dynCast<hcl::IndexExpr>(root))
        inner = index->collection;
      if (!inner)
        break;
      chain.push_back(root);
      root = inner;
    }
    std::ranges::reverse(chain);
    if (const auto *variable = hcl::dynCast<hcl::VariableExpr>(root)) {
      if (std::ranges::find(hidden_, variable->name) == hidden_.end())
        addReference(*variable, chain);
    } else {
      visit(root);
    }
    for (const hcl::Expr *step : chain)
      if (const auto *index = hcl::dynCast<hcl::IndexExpr>(step))
        visit(index->key);
  }

  void addReference(const hcl::VariableExpr &root, const std::vector<const hcl::Expr *> &chain) {
    FreeReference reference{root.name, {}, root.range()};
    for (const hcl::Expr *expr : chain) {
      Step step;
      if (const auto *attr = hcl::dynCast<hcl::GetAttrExpr>(expr)) {
        step.name = attr->name;
      } else {
        const hcl::Expr *const key = hcl::as<hcl::IndexExpr>(*expr).key;
        step.isIndex = true;
        if (const auto *string = hcl::dynCast<hcl::StringExpr>(key)) {
          step.name = string->value;
        } else if (const auto *number = hcl::dynCast<hcl::NumberExpr>(key)) {
          step.name = number->text;
          step.isNumber = number->text.find('.') == std::string_view::npos;
        } else {
          break;
        }
      }
      step.range = {root.range().file, reference.range.end, expr->end};
      reference.range.end = expr->end;
      reference.steps.push_back(step);
    }
    found.push_back(std::move(reference));
  }

  std::vector<std::string_view> hidden_;
  unsigned depth_ = 0;
};

} // namespace

std::vector<FreeReference> freeReferences(const hcl::Expr &expr) {
  ReferenceFinder finder;
  finder.visit(&expr);
  return std::move(finder.found);
}

} // namespace postern::eval
