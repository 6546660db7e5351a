#include "Basic/Nearest.h"
#include "Eval/Convert.h"
#include "Eval/ExpressionVisitor.h"
#include "Eval/Functions.h"
#include "Eval/TypeConstraint.h"

#include <fmt/format.h>

#include <algorithm>

namespace postern::eval {
namespace {

void reportFailure(Sink &sink, SourceRange range, std::string_view name, std::string_view why) {
  sink.report(kind::FunctionFailed, range, name, why);
}

/// "; did you mean 'floor'?", or nothing.
std::string didYouMean(Evaluator &evaluator, std::string_view name) {
  constexpr uint64_t kSteps = 1000;
  evaluator.spend(kSteps);
  std::vector<std::string_view> known;
  for (const Function &function : allFunctions())
    known.push_back(function.name);
  const std::string_view near = nearestWord(name, known);
  return near.empty() ? std::string() : fmt::format("; did you mean '{}'?", near);
}

/// What templatestring may take its template from: a name, and steps from it.
bool isReference(const hcl::Expr &expr) {
  switch (expr.kind) {
  case hcl::ExprKind::Variable:
    return true;
  case hcl::ExprKind::GetAttr:
    return isReference(*hcl::as<hcl::GetAttrExpr>(expr).object);
  case hcl::ExprKind::Index:
    return isReference(*hcl::as<hcl::IndexExpr>(expr).collection);
  case hcl::ExprKind::Splat:
    return isReference(*hcl::as<hcl::SplatExpr>(expr).source);
  default:
    return false;
  }
}

} // namespace

/// False when the last one is to be expanded and cannot be, or its length is not known.
bool ExpressionVisitor::arguments(const hcl::CallExpr &expr, std::vector<Value> &args,
                                  std::vector<SourceRange> &ranges) {
  const size_t plain = expr.args.size() - (expr.expandLast ? 1 : 0);
  for (size_t i = 0; i < plain; ++i) {
    args.push_back(visit(*expr.args[i]));
    ranges.push_back(expr.args[i]->range());
  }
  if (!expr.expandLast)
    return true;
  const Value last = visit(*expr.args.back());
  const SourceRange range = expr.args.back()->range();
  const auto report = [&](std::string_view why) {
    sink().report(kind::ExpandedArgument, range, why);
    return false;
  };
  if (last.isNull())
    return report("it is null");
  if (last.type()->kind != TypeKind::Dynamic && !last.type()->isSequence())
    return report(friendlyName(last.type()));
  if (last.kind() != ValueKind::Sequence || asSequence(last).open)
    return false;
  const std::span<const Value> items = asSequence(last).items;
  for (size_t i = 0; i < items.size(); ++i) {
    args.push_back(heap_.extracted(items[i], last, i).withMarks(last.marks));
    ranges.push_back(range);
  }
  return true;
}

Value ExpressionVisitor::visitCall(const hcl::CallExpr &expr) {
  std::string_view name = expr.name;
  constexpr std::string_view kCore = "core::";
  if (name.starts_with(kCore))
    name.remove_prefix(kCore.size());
  if (!scope_.allowsCalls()) {
    sink().report(kind::ConstantCall, expr.nameRange(), expr.name);
    return evaluator_.failed(expr.range());
  }
  if (name == "try")
    return visitTry(expr);
  if (name == "can" && expr.args.size() == 1)
    return visitCan(expr);
  if (name == "convert" && expr.args.size() == 2)
    return visitConvert(expr);
  const auto origin = [&] { return heap_.origin(Origin{OriginKind::Call, expr.range(), {}, {}, expr.name, {}, {}}); };
  const auto unknown = [&] {
    const SymbolId symbol = heap_.freshSymbol(SymbolKind::Function, expr.name, expr.range());
    return heap_.unknown(heap_.types.dynamic(), symbol, origin());
  };
  const Function *const function = findFunction(name);
  if (!function) {
    // What a provider's function gives only the provider knows.
    if (!name.starts_with("provider::"))
      sink().report(kind::UnknownFunction, expr.nameRange(), expr.name, didYouMean(evaluator_, name));
    return unknown();
  }
  if (name == "templatestring" && !expr.args.empty() && !isReference(*expr.args[0])) {
    reportFailure(sink(), expr.args[0]->range(), expr.name,
                  "the template must be a reference to text from elsewhere; what is written in place is a template "
                  "already, and what is computed needs a local value");
    return evaluator_.failed(expr.range());
  }
  std::vector<Value> args;
  std::vector<SourceRange> ranges;
  args.reserve(expr.args.size());
  if (!arguments(expr, args, ranges))
    return unknown();
  for (const Value &arg : args)
    evaluator_.spendOn(arg);
  CallSite site(evaluator_, expr.name, expr.range(), ranges);
  const Value value = callFunction(*function, site, args);
  if (!site.instead.empty())
    sink().report(kind::RemovedFunction, expr.nameRange(), expr.name, site.instead);
  if (value.valid() && !site.failed)
    return value.origin.valid() ? value : value.withOrigin(origin());
  const bool pointed = site.errorArg >= 0 && static_cast<size_t>(site.errorArg) < ranges.size();
  reportFailure(sink(), pointed ? ranges[static_cast<size_t>(site.errorArg)] : expr.range(), expr.name, site.error);
  return evaluator_.failed(expr.range());
}

/// The first argument without an error. One that is not known is taken all the same (UN-12).
Value ExpressionVisitor::visitTry(const hcl::CallExpr &expr) {
  std::string why = "at least one argument is required";
  for (size_t i = 0; i < expr.args.size(); ++i) {
    Trial trial(evaluator_);
    Value value = visit(*expr.args[i]);
    if (!trial.failed() && expr.expandLast && i + 1 == expr.args.size()) {
      // What is expanded was evaluated without an error, so its first element is the answer.
      if (value.kind() == ValueKind::Sequence && !asSequence(value).items.empty())
        value = heap_.extracted(asSequence(value).items[0], value, size_t(0));
      else if (value.isKnown())
        continue;
      else
        value = evaluator_.failed(expr.range());
    }
    if (!trial.failed()) {
      trial.keep();
      return value;
    }
    why = "no argument can be evaluated: " + trial.firstError();
  }
  reportFailure(sink(), expr.range(), expr.name, why);
  return evaluator_.failed(expr.range());
}

Value ExpressionVisitor::visitCan(const hcl::CallExpr &expr) {
  const OriginId origin = literal(expr);
  Trial trial(evaluator_);
  const Value value = visit(*expr.args[0]);
  if (trial.failed())
    return heap_.boolean(false, origin);
  trial.keep();
  // Whether an attribute or element is there, or a function succeeds, depends on what is not known.
  if (!value.isUnknown() || value.type()->kind != TypeKind::Dynamic)
    return heap_.boolean(true, origin);
  return heap_.notNull(heap_.unknown(heap_.types.boolean(), {}, origin));
}

Value ExpressionVisitor::visitConvert(const hcl::CallExpr &expr) {
  const Value value = visit(*expr.args[0]);
  const TypeConstraint constraint = readTypeConstraint(heap_, *expr.args[1], true, sink());
  const Conversion converted = applyConstraint(heap_, constraint, value);
  if (converted.ok())
    return converted.value;
  reportFailure(sink(), expr.args[0]->range(), expr.name, converted.error);
  return evaluator_.failed(expr.range());
}

} // namespace postern::eval
