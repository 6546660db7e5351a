#include "Syntax/BridgeBuilder.h"

#include "Syntax/Parse.h"

#include <fmt/format.h>

#include <algorithm>

namespace postern::hcl {

namespace tok = grammar::tok;
using grammar::ScanToken;

// Bodies -----------------------------------------------------------------------------------------------------------

const Body *BridgeBuilder::takeFile() {
  return finishBody(0, range(0, static_cast<uint32_t>(text_.size())));
}

void BridgeBuilder::item(const ScanToken &name) {
  open_.push_back({});
  open_.back().name = name;
  open_.back().labels = static_cast<uint32_t>(labels_.size());
  open_.back().items = static_cast<uint32_t>(items_.size());
}

void BridgeBuilder::attribute(const ScanToken &equals) {
  open_.back().attribute = true;
  open_.back().valueBegin = equals.end;
}

void BridgeBuilder::attributeEnd() {
  const OpenItem &open = open_.back();
  const Expr *const value = pop().expr;
  const SourceRange nameRange = range(open.name);
  const Attribute *const made =
      make<Attribute>(slice(open.name), nameRange, value, spanning(nameRange, value->range()));
  open_.pop_back();
  items_.push_back({made, nullptr});
}

void BridgeBuilder::label(const ScanToken &label) {
  if (label.type == tok::IDENT)
    labels_.push_back({slice(label), range(label), false});
  else
    labels_.push_back({decode(label.begin + 1, label.end - 1, TextKind::Quoted), range(label), true});
}

void BridgeBuilder::blockOpen(const ScanToken &brace) {
  open_.back().block = true;
  open_.back().brace = brace;
}

void BridgeBuilder::blockClose(const ScanToken &brace) {
  finishBlock(open_.back(), range(brace), brace.begin);
}

void BridgeBuilder::finishBlock(OpenItem &open, SourceRange closeBrace, uint32_t end) {
  Block block;
  block.type = slice(open.name);
  block.typeRange = range(open.name);
  block.labels = target_.arena.copy(std::span<const BlockLabel>(labels_).subspan(open.labels));
  block.openBrace = range(open.brace);
  block.closeBrace = closeBrace;
  block.broken = open.broken;
  const uint32_t bodyEnd = target_.offset + end;
  block.body = finishBody(open.items, {target_.file, block.openBrace.end, bodyEnd});
  block.range = {target_.file, block.typeRange.begin, closeBrace.valid() ? closeBrace.end : bodyEnd};
  // A name given twice may have marked it.
  block.broken = block.broken || open.broken;
  labels_.resize(open.labels);
  open_.pop_back();
  items_.push_back({nullptr, make<Block>(block)});
}

const Body *BridgeBuilder::finishBody(uint32_t base, SourceRange bodyRange) {
  const std::span<const Item> items = std::span<const Item>(items_).subspan(base);
  reportRepeated(items);
  const Body *const body = make<Body>(target_.arena.copy(items), bodyRange);
  items_.resize(base);
  return body;
}

void BridgeBuilder::abandon(uint32_t bodies, uint32_t end) {
  // Expressions never span items, so whatever was begun belongs to what failed.
  entries_.clear();
  ops_.clear();
  brackets_.clear();
  loops_.clear();
  templates_.clear();
  parts_.clear();
  while (open_.size() > bodies)
    finishItem(end);
}

void BridgeBuilder::finishItem(uint32_t end) {
  OpenItem &open = open_.back();
  if (open.block) {
    open.broken = true;
    const auto begins = [](const Item &item) {
      return item.attribute ? item.attribute->range.begin : item.block->range.begin;
    };
    while (items_.size() > open.items && begins(items_.back()) >= target_.offset + end)
      items_.pop_back();
    finishBlock(open, {}, end);
    return;
  }
  if (open.attribute) {
    // The name is there, the value is unknown: nothing may take the argument for missing.
    push(make<ErrorExpr>(range(open.valueBegin, open.valueBegin)), 1);
    attributeEnd();
    return;
  }
  labels_.resize(open.labels);
  open_.pop_back();
}

void BridgeBuilder::markBroken() {
  broken_ = true;
  for (OpenItem &open : open_)
    open.broken = true;
}

// Operands ---------------------------------------------------------------------------------------------------------

void BridgeBuilder::push(const Expr *expr, uint32_t depth) {
  if (depth > kMaxDepth) {
    tooDeep(expr->range());
    expr = make<ErrorExpr>(expr->range());
    depth = 1;
  }
  entries_.push_back({expr, depth});
}

BridgeBuilder::Entry BridgeBuilder::pop() {
  const Entry entry = entries_.back();
  entries_.pop_back();
  return entry;
}

uint32_t BridgeBuilder::depthSince(uint32_t base) const {
  uint32_t depth = 0;
  for (size_t i = base; i < entries_.size(); ++i)
    depth = std::max(depth, entries_[i].depth);
  return depth + 1;
}

std::span<const Expr *const> BridgeBuilder::takeSince(uint32_t base) {
  const size_t count = entries_.size() - base;
  if (count == 0)
    return {};
  const Expr **const out =
      static_cast<const Expr **>(target_.arena.allocate(count * sizeof(const Expr *), alignof(const Expr *)));
  for (size_t i = 0; i < count; ++i)
    out[i] = entries_[base + i].expr;
  entries_.resize(base);
  return {out, count};
}

void BridgeBuilder::name(const ScanToken &token) {
  const std::string_view text = slice(token);
  const SourceRange at = range(token);
  if (text == "true" || text == "false")
    push(make<BoolExpr>(at, text.size() == 4), 1);
  else if (text == "null")
    push(make<NullExpr>(at), 1);
  else
    push(make<VariableExpr>(at, text), 1);
}

std::string_view BridgeBuilder::functionName(const Expr &name) {
  if (const auto *const var = dynCast<VariableExpr>(&name))
    return var->name;
  return slice(name.begin - target_.offset, name.end - target_.offset);
}

void BridgeBuilder::namespaced(const ScanToken &token) {
  const Expr &before = *pop().expr;
  const std::string name = fmt::format("{}::{}", functionName(before), slice(token));
  push(make<VariableExpr>(spanning(before.range(), range(token)), target_.arena.copy(name)), 1);
}

void BridgeBuilder::string(const ScanToken &token) {
  push(make<StringExpr>(range(token), decode(token.begin + 1, token.end - 1, TextKind::Quoted)), 1);
}

void BridgeBuilder::open(const ScanToken &bracket) {
  brackets_.push_back({bracket.begin, static_cast<uint32_t>(entries_.size()), false});
}

void BridgeBuilder::parenthesisClose(const ScanToken &token) {
  const Bracket bracket = brackets_.back();
  brackets_.pop_back();
  const Entry inner = pop();
  push(make<ParenExpr>(range(bracket.begin, token.end), inner.expr), inner.depth + 1);
}

void BridgeBuilder::spread() {
  brackets_.back().spread = true;
}

void BridgeBuilder::callClose(const ScanToken &token) {
  const Bracket bracket = brackets_.back();
  brackets_.pop_back();
  const uint32_t depth = depthSince(bracket.base);
  const std::span<const Expr *const> args = takeSince(bracket.base);
  const Expr &name = *pop().expr;
  const SourceRange at{target_.file, name.begin, token.end + target_.offset};
  push(make<CallExpr>(at, functionName(name), name.end, args, bracket.spread), depth);
}

void BridgeBuilder::tupleClose(const ScanToken &token) {
  const Bracket bracket = brackets_.back();
  brackets_.pop_back();
  const uint32_t depth = depthSince(bracket.base);
  push(make<TupleExpr>(range(bracket.begin, token.end), takeSince(bracket.base)), depth);
}

void BridgeBuilder::objectClose(const ScanToken &token) {
  const Bracket bracket = brackets_.back();
  brackets_.pop_back();
  const uint32_t depth = depthSince(bracket.base);
  const size_t count = (entries_.size() - bracket.base) / 2;
  ObjectItem *const items =
      static_cast<ObjectItem *>(target_.arena.allocate(count * sizeof(ObjectItem), alignof(ObjectItem)));
  for (size_t i = 0; i < count; ++i) {
    const Expr *key = entries_[bracket.base + 2 * i].expr;
    // true, false and null are names here.
    if (key->kind == ExprKind::Bool || key->kind == ExprKind::Null)
      key = make<VariableExpr>(key->range(), functionName(*key));
    new (&items[i]) ObjectItem{key, entries_[bracket.base + 2 * i + 1].expr, key->kind == ExprKind::Variable};
  }
  entries_.resize(bracket.base);
  push(make<ObjectExpr>(range(bracket.begin, token.end), std::span<const ObjectItem>(items, count), false), depth);
}

// Operators --------------------------------------------------------------------------------------------------------

namespace {

struct BinaryInfo {
  BinaryOp op;
  uint8_t precedence;
};

BinaryInfo binaryInfo(uint32_t type) {
  switch (type) {
  case tok::OR:
    return {BinaryOp::Or, 1};
  case tok::AND:
    return {BinaryOp::And, 2};
  case tok::EQUAL:
    return {BinaryOp::Equal, 3};
  case tok::NOT_EQUAL:
    return {BinaryOp::NotEqual, 3};
  case tok::LESS:
    return {BinaryOp::Less, 4};
  case tok::LESS_EQUAL:
    return {BinaryOp::LessEqual, 4};
  case tok::GREATER:
    return {BinaryOp::Greater, 4};
  case tok::GREATER_EQUAL:
    return {BinaryOp::GreaterEqual, 4};
  case tok::PLUS:
    return {BinaryOp::Add, 5};
  case tok::MINUS:
    return {BinaryOp::Subtract, 5};
  case tok::STAR:
    return {BinaryOp::Multiply, 6};
  case tok::SLASH:
    return {BinaryOp::Divide, 6};
  case tok::PERCENT:
    return {BinaryOp::Modulo, 6};
  }
  POSTERN_UNREACHABLE();
}

} // namespace

void BridgeBuilder::expression() {
  ops_.push_back({OpKind::Start, 0, 0, 0, {nullptr, 0}});
}

void BridgeBuilder::unary(const ScanToken &op) {
  const UnaryOp kind = op.type == tok::MINUS ? UnaryOp::Negate : UnaryOp::Not;
  ops_.push_back({OpKind::Unary, static_cast<uint8_t>(kind), 0, op.begin, {nullptr, 0}});
}

void BridgeBuilder::reduce() {
  const Op op = ops_.back();
  ops_.pop_back();
  if (op.kind == OpKind::Unary) {
    const Entry operand = pop();
    const SourceRange at{target_.file, op.begin + target_.offset, operand.expr->end};
    push(make<UnaryExpr>(at, static_cast<UnaryOp>(op.op), operand.expr), operand.depth + 1);
    return;
  }
  const Entry right = pop();
  const Entry left = pop();
  push(make<BinaryExpr>(spanning(left.expr->range(), right.expr->range()), static_cast<BinaryOp>(op.op), left.expr,
                        right.expr),
       std::max(left.depth, right.depth) + 1);
}

void BridgeBuilder::operandEnd() {
  for (;;) {
    const OpKind kind = ops_.back().kind;
    if (kind == OpKind::AttrSplat || kind == OpKind::FullSplat)
      closeSplat();
    else if (kind == OpKind::Unary)
      reduce();
    else
      return;
  }
}

std::pair<uint32_t, uint32_t> BridgeBuilder::lastOperand() const {
  if (entries_.empty())
    return {0, 0};
  const Expr &last = *entries_.back().expr;
  return {last.begin - target_.offset, last.end - target_.offset};
}

void BridgeBuilder::binary(const ScanToken &op) {
  const BinaryInfo info = binaryInfo(op.type);
  while (ops_.back().kind == OpKind::Binary && ops_.back().precedence >= info.precedence)
    reduce();
  ops_.push_back({OpKind::Binary, static_cast<uint8_t>(info.op), info.precedence, 0, {nullptr, 0}});
}

void BridgeBuilder::operatorsEnd() {
  while (ops_.back().kind == OpKind::Binary)
    reduce();
  ops_.pop_back();
}

void BridgeBuilder::conditional() {
  const Entry whenFalse = pop();
  const Entry whenTrue = pop();
  const Entry condition = pop();
  push(make<ConditionalExpr>(spanning(condition.expr->range(), whenFalse.expr->range()), condition.expr, whenTrue.expr,
                             whenFalse.expr, false),
       std::max({condition.depth, whenTrue.depth, whenFalse.depth}) + 1);
}

// Steps ------------------------------------------------------------------------------------------------------------

void BridgeBuilder::getAttr(const ScanToken &name) {
  const Entry object = pop();
  const SourceRange at{target_.file, object.expr->begin, name.end + target_.offset};
  push(make<GetAttrExpr>(at, object.expr, slice(name)), object.depth + 1);
}

bool BridgeBuilder::attrSplat(const ScanToken &star) {
  if (ops_.back().kind == OpKind::AttrSplat)
    return false;
  ops_.push_back({OpKind::AttrSplat, 0, 0, 0, pop()});
  push(make<SplatItemExpr>(range(star)), 1);
  return true;
}

void BridgeBuilder::fullSplat(const ScanToken &bracket) {
  index();
  ops_.push_back({OpKind::FullSplat, 0, 0, 0, pop()});
  push(make<SplatItemExpr>(range(bracket)), 1);
}

void BridgeBuilder::closeSplat() {
  const Op op = ops_.back();
  ops_.pop_back();
  const Entry each = pop();
  push(make<SplatExpr>(spanning(op.source.expr->range(), each.expr->range()), op.source.expr, each.expr,
                       op.kind == OpKind::FullSplat),
       std::max(op.source.depth, each.depth) + 1);
}

void BridgeBuilder::index() {
  // A bracket applies to the result of an attribute splat, not to each element (EX-10).
  if (ops_.back().kind == OpKind::AttrSplat)
    closeSplat();
}

void BridgeBuilder::indexClose(const ScanToken &bracket) {
  const Entry key = pop();
  const Entry collection = pop();
  const SourceRange at{target_.file, collection.expr->begin, bracket.end + target_.offset};
  push(make<IndexExpr>(at, collection.expr, key.expr, false), std::max(collection.depth, key.depth) + 1);
}

// For expressions --------------------------------------------------------------------------------------------------

void BridgeBuilder::forOpen(const ScanToken &bracket) {
  const bool object = bracket.type == tok::FOR_BRACE;
  loops_.push_back({bracket.begin, static_cast<uint32_t>(entries_.size()), object, false, false, false, {}, {}});
}

void BridgeBuilder::forVariable(const ScanToken &name) {
  Loop &loop = loops_.back();
  (loop.first.empty() ? loop.first : loop.second) = slice(name);
}

void BridgeBuilder::forArrow() {
  loops_.back().arrow = true;
}

void BridgeBuilder::forGroup() {
  loops_.back().group = true;
}

void BridgeBuilder::forFilter() {
  loops_.back().filter = true;
}

void BridgeBuilder::forClose(const ScanToken &bracket) {
  const Loop loop = loops_.back();
  loops_.pop_back();
  const uint32_t depth = depthSince(loop.base);
  ForExpr made(range(loop.begin, bracket.end));
  made.keyVar = loop.second.empty() ? std::string_view() : loop.first;
  made.valueVar = loop.second.empty() ? loop.first : loop.second;
  made.condition = loop.filter ? pop().expr : nullptr;
  made.value = pop().expr;
  made.key = loop.arrow ? pop().expr : nullptr;
  made.collection = pop().expr;
  made.group = loop.group;
  made.object = loop.object;
  push(make<ForExpr>(made), depth);
}

const Expr *BridgeBuilder::takeExpression() {
  return entries_.empty() ? nullptr : pop().expr;
}

} // namespace postern::hcl
