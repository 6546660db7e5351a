// What the validations of a variable say of a value that is not known (language.md UN-20).
#include "Eval/PatternTexts.h"
#include "Terraform/Expander.h"

#include <algorithm>
#include <initializer_list>
#include <map>
#include <optional>
#include <set>
#include <utility>

namespace postern::tf {
namespace {

using eval::Value;
using eval::ValueKind;
using hcl::BinaryOp;

/// What is asked of one value, the variable's own or that of an attribute inside.
struct Claim {
  std::optional<std::vector<Value>> among; ///< it is one of these
  eval::Refinement refinement;
  eval::HoleClass hole = eval::HoleClass::Any;
};

/// By the way from the variable to the value: "" or ".attribute.inner".
using Claims = std::map<std::string, Claim>;

const hcl::Expr &withoutParens(const hcl::Expr &expr) {
  const hcl::Expr *inner = &expr;
  while (inner->kind == hcl::ExprKind::Paren)
    inner = hcl::as<hcl::ParenExpr>(*inner).inner;
  return *inner;
}

/// Both hold.
void narrow(eval::Refinement &into, const eval::Refinement &more) {
  into.notNull |= more.notNull;
  if (more.prefix.size() > into.prefix.size()) {
    into.prefix = more.prefix;
    into.prefixFull = more.prefixFull;
  }
  const std::strong_ordering least = into.hasMin && more.hasMin ? compare(more.min, into.min)
                                     : more.hasMin              ? std::strong_ordering::greater
                                                                : std::strong_ordering::less;
  if (least > 0 || (least == 0 && into.minInclusive && !more.minInclusive)) {
    into.hasMin = true;
    into.min = more.min;
    into.minInclusive = more.minInclusive;
  }
  const std::strong_ordering most = into.hasMax && more.hasMax ? compare(more.max, into.max)
                                    : more.hasMax              ? std::strong_ordering::less
                                                               : std::strong_ordering::greater;
  if (most < 0 || (most == 0 && into.maxInclusive && !more.maxInclusive)) {
    into.hasMax = true;
    into.max = more.max;
    into.maxInclusive = more.maxInclusive;
  }
  into.lengthMin = std::max(into.lengthMin, more.lengthMin);
  into.lengthMax = std::min(into.lengthMax, more.lengthMax);
}

bool mayBeAmong(const std::vector<Value> &values, const Value &value) {
  return std::ranges::any_of(values, [&](const Value &other) { return may(eval::equals(value, other)); });
}

void narrow(Claim &into, const Claim &more) {
  narrow(into.refinement, more.refinement);
  if (into.hole == eval::HoleClass::Any)
    into.hole = more.hole;
  if (into.among && more.among)
    std::erase_if(*into.among, [&](const Value &value) { return !mayBeAmong(*more.among, value); });
  else if (more.among)
    into.among = more.among;
}

/// One of the two holds. Bounds of different kinds are dropped.
Claim either(const Claim &a, const Claim &b) {
  const auto isNullOnly = [](const Claim &claim) {
    return claim.among && std::ranges::all_of(*claim.among, [](const Value &value) { return value.isNull(); });
  };
  Claim out;
  if (a.among && b.among) {
    out.among = a.among;
    out.among->insert(out.among->end(), b.among->begin(), b.among->end());
  } else if (isNullOnly(a) || isNullOnly(b)) {
    out = isNullOnly(a) ? b : a;
  }
  out.refinement.notNull = a.refinement.notNull && b.refinement.notNull;
  return out;
}

/// Reads the conditions of one variable. Nothing from a reading means that it cannot be true.
class ConditionReader {
public:
  ConditionReader(Expander &expander, ModuleRun &run, std::string_view name)
      : expander_(expander), run_(run), name_(name) {}

  std::optional<Claims> read(const hcl::Expr &written, bool holds) {
    if (depth_ == kDeepest)
      return Claims();
    ++depth_;
    std::optional<Claims> out = dispatch(withoutParens(written), holds);
    --depth_;
    return out;
  }

private:
  static constexpr unsigned kDeepest = 100;

  std::optional<Claims> dispatch(const hcl::Expr &expr, bool holds) {
    switch (expr.kind) {
    case hcl::ExprKind::Bool:
      return hcl::as<hcl::BoolExpr>(expr).value == holds ? std::optional(Claims()) : std::nullopt;
    case hcl::ExprKind::Unary: {
      const auto &unary = hcl::as<hcl::UnaryExpr>(expr);
      return unary.op == hcl::UnaryOp::Not ? read(*unary.operand, !holds) : Claims();
    }
    case hcl::ExprKind::Binary:
      return binary(hcl::as<hcl::BinaryExpr>(expr), holds);
    case hcl::ExprKind::Conditional: {
      const auto &conditional = hcl::as<hcl::ConditionalExpr>(expr);
      return oneOf(both(read(*conditional.condition, true), read(*conditional.whenTrue, holds)),
                   both(read(*conditional.condition, false), read(*conditional.whenFalse, holds)));
    }
    case hcl::ExprKind::Call:
      return holds ? call(hcl::as<hcl::CallExpr>(expr)) : Claims();
    default:
      return Claims();
    }
  }

  static std::optional<Claims> both(std::optional<Claims> a, const std::optional<Claims> &b) {
    if (!a || !b)
      return std::nullopt;
    for (const auto &[path, claim] : *b)
      narrow((*a)[path], claim);
    return a;
  }

  static std::optional<Claims> oneOf(const std::optional<Claims> &a, const std::optional<Claims> &b) {
    if (!a || !b)
      return a ? a : b;
    Claims out;
    for (const auto &[path, claim] : *a)
      if (const auto other = b->find(path); other != b->end())
        out.emplace(path, either(claim, other->second));
    return out;
  }

  std::optional<Claims> binary(const hcl::BinaryExpr &expr, bool holds) {
    if (expr.op == BinaryOp::And || expr.op == BinaryOp::Or) {
      const std::optional<Claims> left = read(*expr.left, holds);
      const std::optional<Claims> right = read(*expr.right, holds);
      return (expr.op == BinaryOp::And) == holds ? both(left, right) : oneOf(left, right);
    }
    BinaryOp op = expr.op;
    if (op < BinaryOp::Equal || op > BinaryOp::GreaterEqual)
      return Claims();
    if (!holds)
      op = negated(op);
    if (const std::optional<Value> right = constant(*expr.right))
      return compared(withoutParens(*expr.left), op, *right);
    if (const std::optional<Value> left = constant(*expr.left))
      return compared(withoutParens(*expr.right), mirrored(op), *left);
    return Claims();
  }

  using Pair = std::pair<BinaryOp, BinaryOp>;
  static BinaryOp exchanged(BinaryOp op, std::initializer_list<Pair> pairs) {
    for (const auto &[one, other] : pairs) {
      if (op == one)
        return other;
      if (op == other)
        return one;
    }
    return op;
  }
  static BinaryOp negated(BinaryOp op) {
    return exchanged(op, {{BinaryOp::Equal, BinaryOp::NotEqual},
                          {BinaryOp::Less, BinaryOp::GreaterEqual},
                          {BinaryOp::Greater, BinaryOp::LessEqual}});
  }
  static BinaryOp mirrored(BinaryOp op) {
    return exchanged(op, {{BinaryOp::Less, BinaryOp::Greater}, {BinaryOp::LessEqual, BinaryOp::GreaterEqual}});
  }

  Claims compared(const hcl::Expr &side, BinaryOp op, const Value &value) {
    if (const std::optional<std::string> path = pathOf(side)) {
      Claim claim;
      if (op == BinaryOp::Equal)
        claim.among = std::vector<Value>{value};
      else if (op == BinaryOp::NotEqual)
        claim.refinement.notNull = value.isNull();
      else
        claim.refinement = boundsOf(op, value);
      return {{*path, claim}};
    }
    const auto *const length = callOf(side, "length", 1);
    const eval::Refinement bounds = length ? boundsOf(op, value) : eval::Refinement();
    if (!length || !bounds.notNull)
      return {};
    if (const auto *const found = callOf(withoutParens(*length->args[0]), "regexall", 2))
      return isAboveZero(bounds) ? matching(*found) : Claims();
    const std::optional<std::string> path = pathOf(*length->args[0]);
    if (!path)
      return {};
    Claim claim;
    claim.refinement.notNull = true;
    lengthOf(bounds, claim.refinement);
    return {{*path, claim}};
  }

  /// Of a comparison with a number; not null, for null cannot be compared.
  eval::Refinement boundsOf(BinaryOp op, const Value &value) {
    const eval::Conversion number = eval::convert(expander_.heap(), value, expander_.heap().types.number());
    eval::Refinement out;
    if (!number.ok() || number.value.kind() != ValueKind::Number)
      return out;
    out.notNull = true;
    out.hasMin = op == BinaryOp::Equal || op == BinaryOp::Greater || op == BinaryOp::GreaterEqual;
    out.hasMax = op == BinaryOp::Equal || op == BinaryOp::Less || op == BinaryOp::LessEqual;
    out.minInclusive = op != BinaryOp::Greater;
    out.maxInclusive = op != BinaryOp::Less;
    out.min = out.max = number.value.number();
    return out;
  }

  static bool isAboveZero(const eval::Refinement &bounds) {
    const eval::Number zero = eval::Number::of(0);
    return bounds.hasMin && (compare(bounds.min, zero) > 0 || (compare(bounds.min, zero) == 0 && !bounds.minInclusive));
  }

  static void lengthOf(const eval::Refinement &bounds, eval::Refinement &into) {
    const auto whole = [](const eval::Number &number) { return eval::toInt64(number).value_or(-1); };
    if (const int64_t least = bounds.hasMin ? whole(bounds.min) : -1; least >= 0)
      into.lengthMin = static_cast<uint64_t>(least) + (bounds.minInclusive ? 0 : 1);
    if (const int64_t most = bounds.hasMax ? whole(bounds.max) : -1; most > 0 || (most == 0 && bounds.maxInclusive))
      into.lengthMax = static_cast<uint64_t>(most) - (bounds.maxInclusive ? 0 : 1);
  }

  std::optional<Claims> call(const hcl::CallExpr &expr) {
    if (expr.expandLast)
      return Claims();
    const auto argument = [&expr](size_t i) -> const hcl::Expr & { return withoutParens(*expr.args[i]); };
    if (expr.name == "contains" && expr.args.size() == 2)
      return contained(argument(0), argument(1));
    if (expr.name == "can" && expr.args.size() == 1) {
      const auto *const regex = callOf(argument(0), "regex", 2);
      return regex ? matching(*regex) : Claims();
    }
    if (expr.name == "startswith" && expr.args.size() == 2) {
      const std::optional<std::string> path = pathOf(argument(0));
      const std::optional<Value> prefix = constant(argument(1));
      Claim claim;
      claim.refinement.notNull = true;
      if (!path || !prefix || prefix->kind() != ValueKind::String)
        return Claims();
      claim.refinement.prefix = prefix->text();
      return Claims{{*path, claim}};
    }
    const auto *const items = expr.args.size() == 1 ? hcl::dynCast<hcl::TupleExpr>(&argument(0)) : nullptr;
    if (!items || items->items.empty() || (expr.name != "alltrue" && expr.name != "anytrue"))
      return Claims();
    std::optional<Claims> out = read(*items->items.front(), true);
    for (const hcl::Expr *const item : items->items.subspan(1))
      out = expr.name == "alltrue" ? both(std::move(out), read(*item, true)) : oneOf(out, read(*item, true));
    return out;
  }

  Claims contained(const hcl::Expr &list, const hcl::Expr &item) {
    const std::optional<std::string> path = pathOf(item);
    const std::optional<Value> values = path ? constant(list) : std::nullopt;
    if (!values || values->kind() != ValueKind::Sequence)
      return {};
    Claim claim;
    const std::span<const Value> items = eval::asSequence(*values).items;
    claim.among.emplace(items.begin(), items.end());
    claim.refinement.notNull = std::ranges::none_of(items, [](const Value &value) { return value.isNull(); });
    return {{*path, claim}};
  }

  Claims matching(const hcl::CallExpr &regex) {
    const std::optional<std::string> path = pathOf(*regex.args[1]);
    const std::optional<Value> pattern = path ? constant(*regex.args[0]) : std::nullopt;
    if (!pattern || pattern->kind() != ValueKind::String)
      return {};
    eval::Heap &heap = expander_.heap();
    const eval::PatternTexts texts = eval::textsOf(pattern->text());
    Claim claim;
    claim.refinement.notNull = true;
    claim.refinement.prefix = heap.intern(texts.prefix);
    claim.hole = texts.hole;
    if (texts.all) {
      claim.among.emplace();
      for (const std::string &text : *texts.all)
        claim.among->push_back(heap.string(text));
    }
    return {{*path, claim}};
  }

  static const hcl::CallExpr *callOf(const hcl::Expr &expr, std::string_view name, size_t arguments) {
    const auto *const call = hcl::dynCast<hcl::CallExpr>(&withoutParens(expr));
    return call && call->name == name && call->args.size() == arguments && !call->expandLast ? call : nullptr;
  }

  /// "" for `var.NAME` itself, ".a.b" for what is inside; nothing for any other expression.
  std::optional<std::string> pathOf(const hcl::Expr &written) const {
    const auto *const attr = hcl::dynCast<hcl::GetAttrExpr>(&withoutParens(written));
    if (!attr)
      return std::nullopt;
    if (const auto *const root = hcl::dynCast<hcl::VariableExpr>(attr->object))
      return root->name == "var" && attr->name == name_ ? std::optional<std::string>("") : std::nullopt;
    std::optional<std::string> outer = pathOf(*attr->object);
    if (outer)
      *outer += "." + std::string(attr->name);
    return outer;
  }

  /// The value of an expression that hangs on no variable, resource or module; nothing for any other, and for what is
  /// not wholly known. Further names are not asked: what they are may hang on this very variable.
  std::optional<Value> constant(const hcl::Expr &expr) {
    if (!isConstant(expr))
      return std::nullopt;
    BlockScope scope(expander_, run_, nullptr, nullptr);
    const Value value = expander_.evaluator().evaluateQuietly(expr, scope);
    return value.valid() && value.isWhollyKnown() ? std::optional(value) : std::nullopt;
  }

  bool isConstant(const hcl::Expr &expr) {
    return std::ranges::all_of(eval::freeReferences(expr), [this](const eval::FreeReference &reference) {
      if (reference.root != "local" || reference.steps.empty() || reference.steps[0].isIndex)
        return false;
      const ModuleConfig &config = run_.config();
      const auto at = config.localNames.find(reference.steps[0].name);
      if (at == config.localNames.end() || !seen_.insert(at->second).second)
        return at != config.localNames.end() && constantLocals_.contains(at->second);
      const bool isFree = isConstant(*config.locals[at->second].attribute->value);
      if (isFree)
        constantLocals_.insert(at->second);
      return isFree;
    });
  }

  Expander &expander_;
  ModuleRun &run_;
  std::string_view name_;
  unsigned depth_ = 0;
  std::set<uint32_t> seen_;
  std::set<uint32_t> constantLocals_;
};

/// Puts claims onto a value.
class Narrower {
public:
  Narrower(Expander &expander, std::string name, SourceRange declared)
      : heap_(expander.heap()), expander_(expander), name_(std::move(name)), declared_(declared) {}

  Value at(const Value &value, std::string_view path, const Claim &claim) {
    if (path.empty())
      return one(value, claim);
    if (value.kind() != ValueKind::Mapping || value.type()->kind != eval::TypeKind::Object)
      return value;
    const size_t end = std::min(path.find('.', 1), path.size());
    const std::string_view step = path.substr(1, end - 1);
    const eval::MappingNode &node = eval::asMapping(value);
    std::vector<eval::Entry> entries(node.entries.begin(), node.entries.end());
    const auto entry = std::ranges::find(entries, step, &eval::Entry::key);
    if (entry == entries.end() || node.open)
      return value;
    name_ += "." + std::string(step);
    entry->value = at(entry->value, path.substr(end), claim);
    return heap_.object(std::move(entries), value.origin).withMarks(value.marks);
  }

private:
  Value one(const Value &value, const Claim &claim) {
    if (value.isChoice() && claim.among)
      return filtered(value, *claim.among);
    if (!value.isUnknown())
      return value;
    const eval::UnknownNode &node = eval::asUnknown(value);
    if (claim.among && !claim.among->empty())
      if (const Value chosen = chosenFrom(value, *claim.among); chosen.valid())
        return chosen.withMarks(value.marks);
    eval::Refinement refinement = node.refinement;
    narrow(refinement, claim.refinement);
    const bool isText = node.type->kind == eval::TypeKind::String;
    const eval::HoleClass hole = isText && node.hole == eval::HoleClass::Any ? claim.hole : node.hole;
    if (claim.among)
      join(*claim.among, refinement);
    const bool isCounted = node.type->kind == eval::TypeKind::List && refinement.lengthMin == refinement.lengthMax;
    if (isCounted && refinement.notNull && refinement.lengthMax <= kMostElements)
      return counted(value, static_cast<size_t>(refinement.lengthMax)).withMarks(value.marks);
    // Bounds that leave nothing are the user's mistake, and Terraform says so when there is a value.
    if (refinement.lengthMin > refinement.lengthMax)
      return value;
    return heap_.refined(node.type, node.symbol, refinement, value.origin, hole).withMarks(value.marks);
  }

  static constexpr uint64_t kMostElements = 64;

  /// Each element has a name of its own.
  Value counted(const Value &list, size_t length) {
    const eval::UnknownNode &node = eval::asUnknown(list);
    std::vector<Value> items;
    for (size_t i = 0; i < length; ++i)
      items.push_back(expander_.unknownOf(node.type->element, eval::SymbolKind::Variable,
                                          name_ + "[" + std::to_string(i) + "]", declared_, list.origin));
    return heap_.list(node.type->element, items, list.origin);
  }

  /// Not valid when there are too many to tell apart.
  Value chosenFrom(const Value &unknown, const std::vector<Value> &among) {
    std::vector<Value> values;
    for (const Value &value : among) {
      const eval::Conversion converted = eval::convert(heap_, value, unknown.type());
      const auto same = [&](const Value &other) { return eval::identical(other, converted.value); };
      if (converted.ok() && std::ranges::none_of(values, same))
        values.push_back(converted.value.unmarked().withOrigin(unknown.origin));
    }
    if (values.empty() || values.size() > eval::Heap::kMaxAlternatives)
      return {};
    // Named apart from the same value before it was narrowed, which has other alternatives or none.
    const eval::SymbolId condition = heap_.symbol(eval::SymbolKind::Variable, name_, declared_);
    return heap_.choice(values, condition, unknown.origin);
  }

  Value filtered(const Value &choice, const std::vector<Value> &among) {
    std::vector<Value> kept;
    for (const Value &alternative : eval::asChoice(choice).alternatives)
      if (mayBeAmong(among, alternative))
        kept.push_back(alternative);
    if (kept.empty() || kept.size() == eval::asChoice(choice).alternatives.size())
      return choice;
    return heap_.choice(kept, {}, choice.origin).withMarks(choice.marks);
  }

  /// What all of many values have in common.
  static void join(const std::vector<Value> &among, eval::Refinement &into) {
    const bool allTexts =
        std::ranges::all_of(among, [](const Value &value) { return value.kind() == ValueKind::String; });
    if (!allTexts || among.empty())
      return;
    std::string_view prefix = among.front().text();
    for (const Value &value : among) {
      const std::string_view text = value.text();
      const auto end = std::ranges::mismatch(prefix, text).in1;
      prefix = prefix.substr(0, static_cast<size_t>(end - prefix.begin()));
    }
    if (prefix.size() > into.prefix.size())
      into.prefix = prefix;
  }

  eval::Heap &heap_;
  Expander &expander_;
  std::string name_;
  SourceRange declared_;
};

} // namespace

Value Expander::narrowed(ModuleRun &run, const VariableDecl &decl, const Value &value) {
  if (value.isWhollyKnown())
    return value;
  Value out = value;
  for (const hcl::Item &item : decl.block->body->items) {
    if (!item.block || item.block->type != "validation")
      continue;
    const hcl::Attribute *const condition = item.block->body->attribute("condition");
    if (!condition)
      continue;
    const std::optional<Claims> claims = ConditionReader(*this, run, decl.name).read(*condition->value, true);
    if (!claims)
      continue;
    for (const auto &[path, claim] : *claims)
      out = Narrower(*this, run.prefix + "var." + std::string(decl.name), decl.block->header()).at(out, path, claim);
  }
  return out;
}

} // namespace postern::tf
