// ranges FILE...   one JSON object a line: where blocks, attributes and literal strings of a file stand, as byte
//                  offsets [begin, end), and what attributes refer to, for scripts that rewrite source text
#include "Basic/FileSystem.h"
#include "Basic/Json.h"
#include "Diag/Sink.h"
#include "Eval/Evaluator.h"
#include "Families.h"
#include "Source/SourceManager.h"
#include "Syntax/Parse.h"

#include <iostream>

namespace postern::probe {
namespace {

Json pair(const SourceRange &range) {
  return Json::array({range.begin, range.end});
}

std::string_view kindOf(const hcl::Expr &expr) {
  switch (expr.kind) {
#define EXPR(NAME, WHAT)                                                                                               \
  case hcl::ExprKind::NAME:                                                                                            \
    return #NAME;
#include "Syntax/Nodes.def"
#undef EXPR
  }
  return {};
}

/// Quoted strings without sequences that stand where any expression may: no keys of objects, no pieces of templates.
class StringFinder {
public:
  explicit StringFinder(Json &out) : out_(out) {}

  void visit(const hcl::Expr *expr) {
    // The parser bounds nesting, but chains of operators may be long.
    constexpr unsigned kDeepest = 2000;
    if (!expr || depth_ >= kDeepest)
      return;
    ++depth_;
    children(*expr);
    --depth_;
  }

private:
  void children(const hcl::Expr &expr) {
    using hcl::ExprKind;
    switch (expr.kind) {
    case ExprKind::String:
      out_.push_back(pair(expr.range()));
      return;
    case ExprKind::Tuple:
      for (const hcl::Expr *item : hcl::as<hcl::TupleExpr>(expr).items)
        visit(item);
      return;
    case ExprKind::Object:
      for (const hcl::ObjectItem &item : hcl::as<hcl::ObjectExpr>(expr).items)
        visit(item.value);
      return;
    case ExprKind::Call:
      for (const hcl::Expr *arg : hcl::as<hcl::CallExpr>(expr).args)
        visit(arg);
      return;
    case ExprKind::Conditional:
      if (const auto &conditional = hcl::as<hcl::ConditionalExpr>(expr); !conditional.directive) {
        visit(conditional.condition);
        visit(conditional.whenTrue);
        visit(conditional.whenFalse);
      }
      return;
    case ExprKind::Binary:
      visit(hcl::as<hcl::BinaryExpr>(expr).left);
      visit(hcl::as<hcl::BinaryExpr>(expr).right);
      return;
    case ExprKind::Paren:
      return visit(hcl::as<hcl::ParenExpr>(expr).inner);
    case ExprKind::For:
      visit(hcl::as<hcl::ForExpr>(expr).collection);
      return visit(hcl::as<hcl::ForExpr>(expr).value);
    case ExprKind::Error:
    case ExprKind::Number:
    case ExprKind::Bool:
    case ExprKind::Null:
    case ExprKind::Template:
    case ExprKind::TemplateWrap:
    case ExprKind::TemplateFor:
    case ExprKind::Variable:
    case ExprKind::GetAttr:
    case ExprKind::Index:
    case ExprKind::Splat:
    case ExprKind::SplatItem:
    case ExprKind::Unary:
      return;
    }
  }

  Json &out_;
  unsigned depth_ = 0;
};

Json attribute(const hcl::Attribute &attribute) {
  Json out{
      {"name", attribute.name},           {"range", pair(attribute.range)}, {"value", pair(attribute.value->range())},
      {"kind", kindOf(*attribute.value)}, {"strings", Json::array()},       {"references", Json::array()}};
  StringFinder(out["strings"]).visit(attribute.value);
  for (const eval::FreeReference &reference : eval::freeReferences(*attribute.value)) {
    std::string name(reference.root);
    for (const eval::Step &step : reference.steps)
      name += step.isIndex ? "[]" : "." + std::string(step.name);
    out["references"].push_back(name);
  }
  // How many items a list has, when all are plain strings.
  if (const auto *tuple = hcl::dynCast<hcl::TupleExpr>(attribute.value))
    out["items"] = tuple->items.size();
  return out;
}

Json body(const hcl::Body &body) {
  Json out{{"attributes", Json::array()}, {"blocks", Json::array()}};
  for (const hcl::Item &item : body.items) {
    if (item.attribute) {
      out["attributes"].push_back(attribute(*item.attribute));
      continue;
    }
    const hcl::Block &block = *item.block;
    Json one = probe::body(*block.body);
    one["type"] = block.type;
    one["labels"] = Json::array();
    for (const hcl::BlockLabel &label : block.labels)
      one["labels"].push_back(label.text);
    one["range"] = pair(block.range);
    one["open"] = block.openBrace.begin;
    one["close"] = block.closeBrace.begin;
    out["blocks"].push_back(std::move(one));
  }
  return out;
}

} // namespace

int runRanges(std::span<const std::string> args) {
  const RealFileSystem fs;
  SourceManager sources(fs);
  for (const std::string &path : args) {
    const Expected<FileId> file = sources.load(path);
    if (!file) {
      std::cerr << "postern-probe: " << file.error().message << '\n';
      return 2;
    }
    Sink sink;
    const hcl::File parsed = hcl::parseNative(*file, sources.text(*file), sink);
    Json out{{"file", path}, {"broken", parsed.broken || !sink.take().empty()}};
    if (parsed.body)
      out.update(body(*parsed.body));
    std::cout << dump(out) << '\n';
  }
  return 0;
}

} // namespace postern::probe
