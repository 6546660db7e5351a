#include "Terraform/Static.h"

#include <algorithm>

namespace postern::tf {
namespace {

bool isDigit(char c) {
  return c >= '0' && c <= '9';
}
bool isLower(char c) {
  return c >= 'a' && c <= 'z';
}
bool isLetter(char c) {
  return isLower(c) || (c >= 'A' && c <= 'Z');
}
/// A part of a character beyond ASCII; which letters there are is not looked at.
bool isBeyondAscii(char c) {
  return (static_cast<unsigned char>(c) & 0x80) != 0;
}

std::optional<Traversal> readTraversal(const hcl::Expr &expr, bool loose) {
  // From the outermost step inwards.
  std::vector<eval::Step> steps;
  const hcl::Expr *at = &expr;
  for (;;) {
    eval::Step step;
    const hcl::Expr *inner = nullptr;
    if (const auto *const attr = hcl::dynCast<hcl::GetAttrExpr>(at)) {
      inner = attr->object;
      step.name = attr->name;
    } else if (const auto *const index = hcl::dynCast<hcl::IndexExpr>(at)) {
      inner = index->collection;
      step.isIndex = true;
      if (const auto *const string = hcl::dynCast<hcl::StringExpr>(index->key)) {
        step.name = string->value;
      } else if (const auto *const number = hcl::dynCast<hcl::NumberExpr>(index->key)) {
        step.name = number->text;
        step.isNumber = true;
      } else if (!loose) {
        return std::nullopt;
      }
    } else {
      break;
    }
    step.range = {at->range().file, inner->end, at->end};
    steps.push_back(step);
    at = inner;
  }
  std::ranges::reverse(steps);
  if (const auto *const variable = hcl::dynCast<hcl::VariableExpr>(at))
    return Traversal{variable->name, variable->range(), std::move(steps)};
  // Keywords are names where nothing is evaluated.
  if (const auto *const boolean = hcl::dynCast<hcl::BoolExpr>(at))
    return Traversal{boolean->value ? "true" : "false", at->range(), std::move(steps)};
  if (at->kind == hcl::ExprKind::Null)
    return Traversal{"null", at->range(), std::move(steps)};
  return std::nullopt;
}

const hcl::CallExpr *firstCallOf(std::initializer_list<const hcl::Expr *> exprs) {
  for (const hcl::Expr *const expr : exprs)
    if (const hcl::CallExpr *const call = expr ? firstCall(*expr) : nullptr)
      return call;
  return nullptr;
}

} // namespace

std::optional<Traversal> traversalOf(const hcl::Expr &expr) {
  return readTraversal(expr, false);
}

std::optional<Traversal> looseTraversalOf(const hcl::Expr &expr) {
  return readTraversal(expr, true);
}

const hcl::CallExpr *firstCall(const hcl::Expr &expr) {
  using hcl::ExprKind;
  switch (expr.kind) {
  case ExprKind::Error:
  case ExprKind::Number:
  case ExprKind::Bool:
  case ExprKind::Null:
  case ExprKind::String:
  case ExprKind::SplatItem:
  case ExprKind::Variable:
    return nullptr;
  case ExprKind::Call:
    return &hcl::as<hcl::CallExpr>(expr);
  case ExprKind::GetAttr:
    return firstCall(*hcl::as<hcl::GetAttrExpr>(expr).object);
  case ExprKind::Index:
    return firstCallOf({hcl::as<hcl::IndexExpr>(expr).collection, hcl::as<hcl::IndexExpr>(expr).key});
  case ExprKind::Template:
    for (const hcl::Expr *const part : hcl::as<hcl::TemplateExpr>(expr).parts)
      if (const hcl::CallExpr *const call = firstCall(*part))
        return call;
    return nullptr;
  case ExprKind::TemplateWrap:
    return firstCall(*hcl::as<hcl::TemplateWrapExpr>(expr).inner);
  case ExprKind::TemplateFor:
    return firstCall(*hcl::as<hcl::TemplateForExpr>(expr).loop);
  case ExprKind::For: {
    const auto &loop = hcl::as<hcl::ForExpr>(expr);
    return firstCallOf({loop.collection, loop.key, loop.value, loop.condition});
  }
  case ExprKind::Splat:
    return firstCallOf({hcl::as<hcl::SplatExpr>(expr).source, hcl::as<hcl::SplatExpr>(expr).each});
  case ExprKind::Conditional: {
    const auto &conditional = hcl::as<hcl::ConditionalExpr>(expr);
    return firstCallOf({conditional.condition, conditional.whenTrue, conditional.whenFalse});
  }
  case ExprKind::Unary:
    return firstCall(*hcl::as<hcl::UnaryExpr>(expr).operand);
  case ExprKind::Binary:
    return firstCallOf({hcl::as<hcl::BinaryExpr>(expr).left, hcl::as<hcl::BinaryExpr>(expr).right});
  case ExprKind::Paren:
    return firstCall(*hcl::as<hcl::ParenExpr>(expr).inner);
  case ExprKind::Tuple:
    for (const hcl::Expr *const item : hcl::as<hcl::TupleExpr>(expr).items)
      if (const hcl::CallExpr *const call = firstCall(*item))
        return call;
    return nullptr;
  case ExprKind::Object:
    for (const hcl::ObjectItem &item : hcl::as<hcl::ObjectExpr>(expr).items)
      if (const hcl::CallExpr *const call = firstCallOf({item.bareKey ? nullptr : item.key, item.value}))
        return call;
    return nullptr;
  }
  POSTERN_UNREACHABLE();
}

bool isIdentifier(std::string_view name) {
  if (name.empty() || isDigit(name[0]) || name[0] == '-')
    return false;
  return std::ranges::all_of(
      name, [](char c) { return isLetter(c) || isDigit(c) || c == '_' || c == '-' || isBeyondAscii(c); });
}

bool isProviderName(std::string_view name) {
  if (name.empty() || name.front() == '-' || name.back() == '-' || name.find("--") != std::string_view::npos)
    return false;
  return std::ranges::all_of(name, [](char c) { return isLower(c) || isDigit(c) || c == '-' || isBeyondAscii(c); });
}

std::optional<Address> addressOf(const Traversal &traversal, std::string_view &why) {
  Address out;
  // One run of names: the root is the first of them.
  std::vector<eval::Step> steps{{.name = traversal.root, .isIndex = false, .isNumber = false, .range = {}}};
  steps.insert(steps.end(), traversal.steps.begin(), traversal.steps.end());
  size_t at = 0;
  const auto name = [&]() -> bool { return at < steps.size() && !steps[at].isIndex; };
  const auto key = [&](bool &has) {
    if (at < steps.size() && steps[at].isIndex) {
      out.text +=
          steps[at].isNumber ? "[" + std::string(steps[at].name) + "]" : "[\"" + std::string(steps[at].name) + "\"]";
      has = true;
      ++at;
    }
  };
  bool inModule = false;
  while (name() && steps[at].name == "module") {
    ++at;
    if (!name()) {
      why = "'module' must be followed by the name of a module call";
      return std::nullopt;
    }
    out.hasModuleKey |= out.hasKey;
    out.hasKey = false;
    out.text += (inModule ? ".module." : "module.") + std::string(steps[at].name);
    ++at;
    key(out.hasKey);
    inModule = true;
  }
  if (at == steps.size()) {
    out.kind = Address::Kind::Module;
    return out;
  }
  out.hasModuleKey |= out.hasKey;
  out.hasKey = false;
  if (name() && (steps[at].name == "data" || steps[at].name == "resource")) {
    if (steps[at].name == "data")
      out.kind = Address::Kind::Data;
    ++at;
  }
  if (at + 1 >= steps.size() || steps[at].isIndex || steps[at + 1].isIndex) {
    why = "a resource is named by its type and its name, with a dot between";
    return std::nullopt;
  }
  out.text += (inModule ? "." : "") + std::string(out.kind == Address::Kind::Data ? "data." : "") +
              std::string(steps[at].name) + "." + std::string(steps[at + 1].name);
  at += 2;
  key(out.hasKey);
  if (at < steps.size()) {
    why = "an address ends with the resource or its instance";
    return std::nullopt;
  }
  return out;
}

} // namespace postern::tf
