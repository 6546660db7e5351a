#include "Eval/Convert.h"
#include "Eval/ExpressionVisitor.h"
#include "Source/SourceManager.h"

namespace postern::eval {

/// A literal piece comes from its bytes in the file, where dedent and strip markers may have cut some off either end.
/// Escapes are only in quoted strings.
void ExpressionVisitor::appendLiteral(TextBuilder &text, const hcl::StringExpr &piece, bool heredoc) {
  SourceRange range = piece.range();
  bool exact = !heredoc || range.size() == piece.value.size();
  if (!exact && heredoc && evaluator_.world().sources && !piece.value.empty()) {
    const std::string_view raw = evaluator_.world().sources->text(range);
    if (raw.ends_with(piece.value)) {
      range.begin = range.end - static_cast<uint32_t>(piece.value.size());
      exact = true;
    } else if (raw.starts_with(piece.value)) {
      range.end = range.begin + static_cast<uint32_t>(piece.value.size());
      exact = true;
    }
  }
  text.literal(piece.value, heap_.literal(range), exact);
}

void ExpressionVisitor::appendPart(TextBuilder &text, const Value &value, SourceRange range) {
  const auto report = [&](std::string_view why) {
    sink().report(kind::TemplateValue, range, why);
    text.hole(evaluator_.failed(range));
  };
  if (value.isNull())
    return report("it is null");
  const Conversion converted = convert(heap_, value, heap_.types.string());
  if (!converted.ok())
    return report(converted.error);
  // What can be null in one alternative only would end the run there.
  text.append(converted.value);
}

Value ExpressionVisitor::visitTemplate(const hcl::TemplateExpr &expr) {
  if (expr.parts.size() == 1)
    if (const auto *piece = hcl::dynCast<hcl::StringExpr>(expr.parts[0]); piece && !expr.heredoc)
      return heap_.string(piece->value, literal(expr));
  TextBuilder text(heap_);
  for (const hcl::Expr *part : expr.parts) {
    if (const auto *piece = hcl::dynCast<hcl::StringExpr>(part))
      appendLiteral(text, *piece, expr.heredoc);
    else
      appendPart(text, visit(*part), part->range());
    if (text.size() > evaluator_.limits().stringBytes)
      return evaluator_.overLimit("bytes in a string", evaluator_.limits().stringBytes, expr.range());
  }
  return text.finish(expr.range());
}

Value ExpressionVisitor::visitTemplateFor(const hcl::TemplateForExpr &expr) {
  const hcl::ForExpr &loop = *expr.loop;
  const Value collection = visit(*loop.collection);
  const auto join = [&](const Value &source) -> Value {
    const std::optional<Elements> elements = elementsOf(source, loop.collection->range());
    if (!elements)
      return evaluator_.failed(expr.range());
    TextBuilder text(heap_);
    text.mark(allMarks(source));
    for (const Elements::Item &item : elements->items) {
      inFrame(loop, item, [&] {
        appendPart(text, visit(*loop.value), loop.value->range());
        return Value();
      });
      if (text.size() > evaluator_.limits().stringBytes)
        return evaluator_.overLimit("bytes in a string", evaluator_.limits().stringBytes, expr.range());
    }
    if (!elements->open)
      return text.finish(expr.range());
    // Further text may stand anywhere; the body is looked at once for what is wrong with it.
    inFrame(loop, elements->rest, [&] { return visit(*loop.value); });
    Refinement refinement;
    refinement.notNull = true;
    return heap_.refined(heap_.types.string(), {}, refinement, literal(expr)).withMarks(allMarks(source));
  };
  if (!collection.isChoice())
    return join(collection);
  return overChoices(evaluator_, {&collection, 1}, [&](std::span<const Value> one) { return join(one[0]); });
}

} // namespace postern::eval
