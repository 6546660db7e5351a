#include "Syntax/JsonSyntax.h"

#include <algorithm>
#include <string>
#include <unordered_map>

namespace postern::hcl {
namespace {

using json::Kind;
using json::Member;
using json::Node;

/// Moves a tree that was parsed out of a decoded string to where its bytes stand in the file.
class Relocator {
public:
  explicit Relocator(const Node &string) : string_(string) {}

  void move(const Expr *expr);
  [[nodiscard]] SourceRange moved(const SourceRange &range) const {
    return {range.file, string_.sourceOf(range.begin), endOf(range.begin, range.end)};
  }

private:
  [[nodiscard]] uint32_t endOf(uint32_t begin, uint32_t end) const {
    return begin < end ? string_.sourceEndOf(end) : string_.sourceOf(begin);
  }

  const Node &string_;
};

/// The nodes were made a moment ago by the parser, in an arena of ours: nothing else has seen them yet.
void Relocator::move(const Expr *expr) {
  if (!expr)
    return;
  auto &node = const_cast<Expr &>(*expr);
  const uint32_t begin = string_.sourceOf(node.begin);
  node.end = endOf(node.begin, node.end);
  node.begin = begin;
  switch (node.kind) {
  case ExprKind::Error:
  case ExprKind::Number:
  case ExprKind::Bool:
  case ExprKind::Null:
  case ExprKind::String:
  case ExprKind::Variable:
  case ExprKind::SplatItem:
    return;
  case ExprKind::Template:
    for (const Expr *const part : as<TemplateExpr>(node).parts)
      move(part);
    return;
  case ExprKind::TemplateWrap:
    return move(as<TemplateWrapExpr>(node).inner);
  case ExprKind::TemplateFor:
    return move(as<TemplateForExpr>(node).loop);
  case ExprKind::GetAttr:
    return move(as<GetAttrExpr>(node).object);
  case ExprKind::Index:
    move(as<IndexExpr>(node).collection);
    return move(as<IndexExpr>(node).key);
  case ExprKind::Splat:
    move(as<SplatExpr>(node).source);
    return move(as<SplatExpr>(node).each);
  case ExprKind::Call: {
    auto &call = static_cast<CallExpr &>(node);
    call.nameEnd = string_.sourceEndOf(call.nameEnd);
    for (const Expr *const arg : call.args)
      move(arg);
    return;
  }
  case ExprKind::Conditional:
    move(as<ConditionalExpr>(node).condition);
    move(as<ConditionalExpr>(node).whenTrue);
    return move(as<ConditionalExpr>(node).whenFalse);
  case ExprKind::Unary:
    return move(as<UnaryExpr>(node).operand);
  case ExprKind::Binary:
    move(as<BinaryExpr>(node).left);
    return move(as<BinaryExpr>(node).right);
  case ExprKind::Paren:
    return move(as<ParenExpr>(node).inner);
  case ExprKind::Tuple:
    for (const Expr *const item : as<TupleExpr>(node).items)
      move(item);
    return;
  case ExprKind::Object:
    for (const ObjectItem &item : as<ObjectExpr>(node).items) {
      move(item.key);
      move(item.value);
    }
    return;
  case ExprKind::For: {
    const auto &loop = as<ForExpr>(node);
    move(loop.collection);
    move(loop.key);
    move(loop.value);
    return move(loop.condition);
  }
  }
}

class Reader {
public:
  Reader(FileId id, Arena &arena, Sink &sink) : id_(id), arena_(arena), sink_(sink) {}

  const Expr *expression(const Node &node, JsonText text);
  const Body *root(const Node &node, const JsonBodySchema &schema);
  const Body *emptyBody(const SourceRange &range) { return arena_.make<Body>(std::span<const Item>(), range); }

private:
  [[nodiscard]] SourceRange rangeOf(const Node &node) const { return {id_, node.begin, node.end}; }
  const Expr *string(const Node &node, JsonText text);
  const Expr *object(const Node &node, JsonText text);
  const Body *body(const Node &node, const JsonBodySchema &schema);
  void members(const Node &node, const JsonBodySchema &schema, std::vector<Item> &out);
  void attribute(const Member &member, JsonText text, std::vector<Item> &out);
  void blocks(const Node &key, const Node &value, const JsonBlock &schema, std::vector<BlockLabel> &labels,
              std::vector<Item> &out);
  void block(const Node &key, const Node &value, const JsonBlock &schema, const std::vector<BlockLabel> &labels,
             std::vector<Item> &out);
  void wrongType(const Node &node, std::string_view wanted);

  FileId id_;
  Arena &arena_;
  Sink &sink_;
};

const Expr *Reader::string(const Node &node, JsonText text) {
  // Most strings hold nothing to parse.
  const bool plain =
      text == JsonText::Literal || (text == JsonText::Template && node.text.find("${") == std::string_view::npos &&
                                    node.text.find("%{") == std::string_view::npos);
  if (plain)
    return arena_.make<StringExpr>(rangeOf(node), node.text);
  const auto parse = text == JsonText::Template ? parseTemplate : parseExpression;
  const bool decoded = node.detail != nullptr;
  Sink errors;
  const Expr *const expr = parse(id_, node.text, decoded ? 0 : node.begin + 1, arena_, errors);
  Relocator relocator(node);
  if (decoded)
    relocator.move(expr);
  for (Diagnostic &diag : errors.take()) {
    if (decoded) {
      diag.range = relocator.moved(diag.range);
      for (Label &label : diag.labels)
        label.range = relocator.moved(label.range);
    }
    sink_.report(std::move(diag));
  }
  // The string as a whole is what stands there, quotes included, as in native syntax.
  if (text == JsonText::Template) {
    auto &whole = const_cast<Expr &>(*expr);
    whole.begin = node.begin;
    whole.end = node.end;
  }
  return expr;
}

const Expr *Reader::object(const Node &node, JsonText text) {
  std::vector<ObjectItem> items;
  items.reserve(node.count);
  for (const Member &member : node.members()) {
    const Expr *const key = string(member.key, text);
    items.push_back({key, expression(member.value, text), key->kind == ExprKind::Variable});
  }
  return arena_.make<ObjectExpr>(rangeOf(node), arena_.copy(items), true);
}

const Expr *Reader::expression(const Node &node, JsonText text) {
  switch (node.kind) {
  case Kind::Null:
    return arena_.make<NullExpr>(rangeOf(node));
  case Kind::Bool:
    return arena_.make<BoolExpr>(rangeOf(node), node.boolean);
  case Kind::Number:
    return arena_.make<NumberExpr>(rangeOf(node), node.text);
  case Kind::String:
    return string(node, text);
  case Kind::Array: {
    std::vector<const Expr *> items;
    items.reserve(node.count);
    for (const Node &item : node.items())
      items.push_back(expression(item, text));
    return arena_.make<TupleExpr>(rangeOf(node), arena_.copy(items));
  }
  case Kind::Object:
    return object(node, text);
  case Kind::Hole:
    break;
  }
  POSTERN_UNREACHABLE();
}

void Reader::wrongType(const Node &node, std::string_view wanted) {
  sink_.report(kind::JsonWrongType, rangeOf(node), wanted);
}

void Reader::attribute(const Member &member, JsonText text, std::vector<Item> &out) {
  const SourceRange name = rangeOf(member.key);
  out.push_back({arena_.make<Attribute>(member.key.text, name, expression(member.value, text),
                                        spanning(name, rangeOf(member.value))),
                 nullptr});
}

void Reader::block(const Node &key, const Node &value, const JsonBlock &schema, const std::vector<BlockLabel> &labels,
                   std::vector<Item> &out) {
  if (value.kind != Kind::Object)
    return wrongType(value, "a block is written as an object, or several as an array of objects");
  // Several blocks may share the property of their type: each stands where its own property does.
  const SourceRange name = labels.empty() ? rangeOf(key) : labels.back().range;
  const Body *const inner = body(value, *schema.body);
  out.push_back(
      {nullptr, arena_.make<Block>(key.text, name, std::span<const BlockLabel>(arena_.copy(labels)), inner,
                                   spanning(name, rangeOf(value)), SourceRange{id_, value.begin, value.begin + 1},
                                   SourceRange{id_, value.end - 1, value.end})});
}

/// One level of object per label, then one block or an array of them; arrays may stand at every level.
void Reader::blocks(const Node &key, const Node &value, const JsonBlock &schema, std::vector<BlockLabel> &labels,
                    std::vector<Item> &out) {
  if (value.kind == Kind::Null)
    return;
  if (value.kind == Kind::Array) {
    for (const Node &item : value.items()) {
      if (item.kind == Kind::Array)
        wrongType(item, "an array of blocks holds objects");
      else
        blocks(key, item, schema, labels, out);
    }
    return;
  }
  if (labels.size() == schema.labels)
    return block(key, value, schema, labels, out);
  if (value.kind != Kind::Object)
    return wrongType(value, "a block with a label is written as an object whose properties are the labels");
  for (const Member &member : value.members()) {
    labels.push_back({member.key.text, rangeOf(member.key), true});
    blocks(key, member.value, schema, labels, out);
    labels.pop_back();
  }
}

void Reader::members(const Node &node, const JsonBodySchema &schema, std::vector<Item> &out) {
  for (const Member &member : node.members()) {
    const std::string_view name = member.key.text;
    if (name == "//")
      continue;
    const auto block = std::ranges::find(schema.blocks, name, &JsonBlock::type);
    if (block != schema.blocks.end()) {
      std::vector<BlockLabel> labels;
      blocks(member.key, member.value, *block, labels, out);
      continue;
    }
    const auto known = std::ranges::find(schema.attributes, name, &JsonAttribute::name);
    attribute(member, known != schema.attributes.end() ? known->text : schema.others, out);
  }
}

/// Blocks may repeat their name, attributes may not; the first one stays.
void dropRepeatedAttributes(std::vector<Item> &items, Sink &sink) {
  std::unordered_map<std::string_view, const Attribute *> seen;
  std::erase_if(items, [&](const Item &item) {
    if (!item.attribute)
      return false;
    const auto [first, fresh] = seen.try_emplace(item.attribute->name, item.attribute);
    if (!fresh)
      sink.report(kind::JsonAttributeTwice, item.attribute->nameRange, item.attribute->name)
          .labels.push_back({first->second->nameRange, "it is set here first"});
    return !fresh;
  });
}

const Body *Reader::body(const Node &node, const JsonBodySchema &schema) {
  std::vector<Item> items;
  members(node, schema, items);
  dropRepeatedAttributes(items, sink_);
  return arena_.make<Body>(std::span<const Item>(arena_.copy(items)), SourceRange{id_, node.begin + 1, node.end - 1});
}

const Body *Reader::root(const Node &node, const JsonBodySchema &schema) {
  if (node.kind == Kind::Object)
    return body(node, schema);
  if (node.kind != Kind::Array) {
    wrongType(node, "a configuration is an object or an array of objects");
    return emptyBody(rangeOf(node));
  }
  std::vector<Item> items;
  for (const Node &item : node.items()) {
    if (item.kind == Kind::Object)
      members(item, schema, items);
    else
      wrongType(item, "a configuration in an array holds objects");
  }
  dropRepeatedAttributes(items, sink_);
  return arena_.make<Body>(std::span<const Item>(arena_.copy(items)), rangeOf(node));
}

} // namespace

const JsonBodySchema &jsonVariablesSchema() {
  static constexpr JsonBodySchema kSchema{{}, {}, JsonText::Literal};
  return kSchema;
}

File parseJson(FileId id, std::string_view text, const JsonBodySchema &schema, Sink &sink) {
  File file;
  file.id = id;
  file.arena = std::make_unique<Arena>();
  Reader reader(id, *file.arena, sink);
  const json::Document document = json::parse(text, *file.arena);
  if (!document.ok()) {
    Diagnostic &diag = sink.report(json::diagnose(document.error, {id, document.error.begin, document.error.end}));
    const bool atStart = document.error.begin == text.find_first_not_of(" \t\r\n");
    if (atStart && (document.error.fault == json::Fault::Keyword || document.error.fault == json::Fault::InvalidStart))
      diag.help = "this file is read as JSON because its name ends in .json";
    file.body = reader.emptyBody({id, 0, static_cast<uint32_t>(text.size())});
    file.broken = true;
    return file;
  }
  const size_t before = sink.all().size();
  file.json = document.root;
  file.body = reader.root(*document.root, schema);
  file.broken = sink.all().size() > before;
  return file;
}

const Expr *jsonExpression(const json::Node &node, FileId id, JsonText text, Arena &arena, Sink &sink) {
  return Reader(id, arena, sink).expression(node, text);
}

} // namespace postern::hcl
