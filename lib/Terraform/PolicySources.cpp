#include "Eval/TextBuilder.h"
#include "Terraform/PolicyRenderer.h"

#include <algorithm>
#include <set>
#include <utility>

namespace postern::tf::policy {
namespace {

namespace json = hcl::json;
using json::Kind;
using json::Node;

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// The value of the element, which the provider finds whatever the case of its name; of several the last. Null for an
/// element that is null, too.
const Node *elementOf(const Node &object, std::string_view name) {
  const Node *found = nullptr;
  for (const json::Member &member : object.members())
    if (!member.key.hasHoles() &&
        std::ranges::equal(member.key.text, name, [](char a, char b) { return lower(a) == lower(b); }))
      found = &member.value;
  return found && found->kind != Kind::Null ? found : nullptr;
}

/// The members by key, the last of equal ones.
std::vector<const json::Member *> byKey(const Node &object) {
  std::vector<const json::Member *> out;
  for (const json::Member &member : object.members())
    out.push_back(&member);
  std::ranges::stable_sort(out, {}, [](const json::Member *member) { return member->key.text; });
  size_t kept = 0;
  for (size_t i = 0; i < out.size(); ++i)
    if (i + 1 == out.size() || out[i]->key.text != out[i + 1]->key.text)
      out[kept++] = out[i];
  out.resize(kept);
  return out;
}

bool hasKeyHoles(const Node &object) {
  return std::ranges::any_of(object.members(), [](const json::Member &member) { return member.key.hasHoles(); });
}

std::vector<const Node *> itemsOf(const Node &array) {
  std::vector<const Node *> out;
  for (const Node &item : array.items())
    out.push_back(&item);
  return out;
}

} // namespace

void Renderer::sources(const BodyView &document, std::string_view argument, bool unique, std::vector<Statement> &into) {
  const Strings texts = collect(document.get(argument));
  std::vector<Statement> found;
  for (const Value &text : texts.items)
    if (!source(text, document.useOf(argument), found))
      found.push_back({{}, holeText(argument), {}});
  if (texts.hole || texts.open)
    found.push_back({{}, holeText(argument), {}});

  std::set<std::string> seen;
  for (Statement &statement : found) {
    if (unique && !statement.sid.empty() && !seen.insert(statement.sid).second && sink_ != nullptr)
      reportDuplicateSid(*sink_, statement.place.valid() ? statement.place : document.useOf(argument), statement.sid);
    merge(into, std::move(statement));
  }
}

bool Renderer::source(const Value &text, SourceRange use, std::vector<Statement> &found) {
  SourceText source{text, {}, {}, {}};
  std::vector<uint32_t> offsets;
  if (text.kind() == ValueKind::Partial) {
    for (const eval::Piece &piece : eval::asPartial(text).pieces) {
      if (piece.isHole()) {
        source.holes.push_back(piece.hole);
        offsets.push_back(static_cast<uint32_t>(source.literal.size()));
      } else {
        source.literal += piece.literal;
      }
    }
  } else if (!textOf(text, source.literal)) {
    return false;
  }
  // The provider takes an empty text for none.
  if (source.literal.empty() && offsets.empty())
    return true;
  const json::Document parsed = json::parse(source.literal, offsets, source.arena);
  if (!parsed.ok() || parsed.root->kind != Kind::Object) {
    if (!parsed.ok() && offsets.empty() && sink_ != nullptr)
      sink_->report(json::diagnose(parsed.error, use));
    return false;
  }
  if (const Node *version = elementOf(*parsed.root, "Version"); version && version->text > version_)
    version_ = version->text;
  if (const Node *id = elementOf(*parsed.root, "Id"); id && (id->hasHoles() || !id->text.empty()))
    id_ = stringOf(source, *id);
  const Node *const statements = elementOf(*parsed.root, "Statement");
  if (statements == nullptr)
    return true;
  bool whole = true;
  const auto one = [&](const Node &node) {
    if (node.kind == Kind::Object)
      found.push_back(sourceStatement(source, node));
    else
      whole = false;
  };
  if (statements->kind == Kind::Array)
    for (const Node &node : statements->items())
      one(node);
  else
    one(*statements);
  if (statements->kind == Kind::Object && sink_ != nullptr)
    sink_->report(kind::SourceStatementIsNoList, placeOf(source, *statements, use));
  return whole;
}

SourceRange Renderer::placeOf(const SourceText &source, const Node &node, SourceRange otherwise) {
  const eval::OriginId origin =
      eval::sliceOrigin(heap_, source.value.origin, node.begin, node.end - node.begin, source.literal.size());
  SourceRange place = otherwise;
  for (eval::OriginId at = origin; at; at = heap_[at].from)
    if (heap_[at].range.valid())
      place = heap_[at].range;
  return place;
}

// The provider reads a statement into what it knows of and writes that again: elements in its own order, others lost.
Renderer::Statement Renderer::sourceStatement(const SourceText &source, const Node &node) {
  Statement statement{{}, newText(), {}};
  if (const Node *sid = elementOf(node, "Sid"); sid && !sid->hasHoles()) {
    statement.sid = sid->text;
    statement.place = placeOf(source, *sid, {});
  }
  PolicyText &out = statement.text;
  out.rawFrom("{", eval::sliceOrigin(heap_, source.value.origin, node.begin, 1, source.literal.size()));
  bool first = true;
  const auto begin = [&](std::string_view name) {
    if (!std::exchange(first, false))
      out.raw(",");
    out.line(3);
    out.name(name);
    out.colon();
  };
  for (const std::string_view name : {"Sid", "Effect", "Action", "NotAction", "Resource", "NotResource"}) {
    const Node *const value = elementOf(node, name);
    const bool isText = name == "Sid" || name == "Effect";
    if (value == nullptr || (isText && value->kind == Kind::String && value->text.empty() && !value->hasHoles()))
      continue;
    begin(name);
    emitNode(out, source, *value, 3);
  }
  for (const std::string_view name : {"Principal", "NotPrincipal", "Condition"}) {
    const Node *const value = elementOf(node, name);
    PolicyText text = newText();
    if (value == nullptr ||
        !(name == "Condition" ? emitConditions(text, source, *value) : emitPrincipals(text, source, *value)))
      continue;
    begin(name);
    out.append(text);
  }
  // What such an element is cannot be told.
  for (const json::Member &member : node.members()) {
    if (!member.key.hasHoles())
      continue;
    if (!std::exchange(first, false))
      out.raw(",");
    out.line(3);
    out.string(stringOf(source, member.key), false);
    out.colon();
    emitNode(out, source, member.value, 3);
  }
  out.line(2);
  out.raw("}");
  return statement;
}

void Renderer::emitStrings(PolicyText &out, const SourceText &source, std::span<const Node *const> items,
                           size_t depth) {
  if (items.empty()) {
    out.raw("[]");
    return;
  }
  out.raw("[");
  bool first = true;
  for (const Node *const item : items) {
    if (!std::exchange(first, false))
      out.raw(",");
    out.line(depth + 1);
    emitNode(out, source, *item, depth + 1);
  }
  out.line(depth);
  out.raw("]");
}

bool Renderer::emitPrincipals(PolicyText &out, const SourceText &source, const Node &node) {
  const auto isEverybody = [](const Node &value) {
    const Node &one = value.kind == Kind::Array && value.count == 1 ? value.items()[0] : value;
    return one.kind == Kind::String && !one.hasHoles() && one.text == "*";
  };
  if (node.kind == Kind::String) {
    // Whatever the text is, it is read as "everybody".
    if (isEverybody(node))
      out.string(stringOf(source, node), false);
    else
      out.rawFrom("\"*\"", stringOf(source, node).origin);
    return true;
  }
  if (node.kind != Kind::Object || hasKeyHoles(node)) {
    emitNode(out, source, node, 3);
    return true;
  }
  if (node.count == 0)
    return false;
  const std::vector<const json::Member *> members = byKey(node);
  if (members.size() == 1 && members.front()->key.text == "*" && isEverybody(members.front()->value)) {
    const Node &value = members.front()->value;
    out.string(stringOf(source, value.kind == Kind::Array ? value.items()[0] : value), false);
    return true;
  }
  out.raw("{");
  bool first = true;
  for (const json::Member *const member : members) {
    if (!std::exchange(first, false))
      out.raw(",");
    out.line(4);
    out.string(stringOf(source, member->key), false);
    out.colon();
    std::vector<const Node *> items = itemsOf(member->value);
    const bool known =
        std::ranges::all_of(items, [](const Node *item) { return item->kind == Kind::String && !item->hasHoles(); });
    if (known)
      std::ranges::stable_sort(items, std::greater<>(), [](const Node *item) { return item->text; });
    if (member->value.kind == Kind::Array)
      emitStrings(out, source, items, 4);
    else
      emitNode(out, source, member->value, 4);
  }
  out.line(3);
  out.raw("}");
  return true;
}

bool Renderer::emitConditions(PolicyText &out, const SourceText &source, const Node &node) {
  const bool plain = node.kind == Kind::Object && !hasKeyHoles(node) &&
                     std::ranges::all_of(node.members(), [](const json::Member &test) {
                       return test.value.kind == Kind::Object && !hasKeyHoles(test.value);
                     });
  if (!plain) {
    emitNode(out, source, node, 3);
    return true;
  }
  bool any = false;
  for (const json::Member *const test : byKey(node)) {
    bool anyKey = false;
    for (const json::Member *const key : byKey(test->value)) {
      // A bare number or null is lost on the way, and with it the condition.
      if (key->value.kind == Kind::Number || key->value.kind == Kind::Null)
        continue;
      if (!anyKey) {
        out.raw(std::exchange(any, true) ? "," : "{");
        out.line(4);
        out.string(stringOf(source, test->key), false);
        out.colon();
      }
      out.raw(std::exchange(anyKey, true) ? "," : "{");
      out.line(5);
      out.string(stringOf(source, key->key), false);
      out.colon();
      const std::vector<const Node *> items = itemsOf(key->value);
      if (key->value.kind != Kind::Array)
        emitNode(out, source, key->value, 5);
      else if (items.size() == 1 && items.front()->kind != Kind::Hole)
        emitNode(out, source, *items.front(), 5);
      else
        emitStrings(out, source, items, 5);
    }
    if (anyKey) {
      out.line(4);
      out.raw("}");
    }
  }
  if (any) {
    out.line(3);
    out.raw("}");
  }
  return any;
}

Value Renderer::stringOf(const SourceText &source, const Node &node) {
  const eval::OriginId origin =
      eval::sliceOrigin(heap_, source.value.origin, node.begin, node.end - node.begin, source.literal.size());
  if (!node.hasHoles())
    return heap_.string(node.text, origin);
  std::vector<eval::Piece> pieces;
  size_t at = 0;
  for (const json::StringHole &hole : node.holes()) {
    if (hole.offset > at)
      pieces.push_back({node.text.substr(at, hole.offset - at), {}});
    at = hole.offset;
    pieces.push_back({{}, source.holes[hole.hole]});
  }
  if (at < node.text.size())
    pieces.push_back({node.text.substr(at), {}});
  return heap_.partial(pieces, origin);
}

void Renderer::emitNode(PolicyText &out, const SourceText &source, const Node &node, size_t depth) {
  switch (node.kind) {
  case Kind::Hole:
    out.hole(heap_, source.holes[node.hole]);
    return;
  case Kind::String:
    out.string(stringOf(source, node), false);
    return;
  case Kind::Null:
    out.raw("null");
    return;
  case Kind::Bool:
    // The provider keeps booleans of conditions as text.
    out.string(
        heap_.string(node.boolean ? "true" : "false", eval::sliceOrigin(heap_, source.value.origin, node.begin,
                                                                        node.end - node.begin, source.literal.size())),
        false);
    return;
  case Kind::Number:
    out.raw(node.text);
    return;
  case Kind::Array:
  case Kind::Object:
    break;
  }
  const bool object = node.kind == Kind::Object;
  if (node.count == 0) {
    out.raw(object ? "{}" : "[]");
    return;
  }
  out.raw(object ? "{" : "[");
  bool first = true;
  const auto next = [&] {
    if (!std::exchange(first, false))
      out.raw(",");
    out.line(depth + 1);
  };
  for (const json::Member &member : node.members()) {
    next();
    out.string(stringOf(source, member.key), false);
    out.colon();
    emitNode(out, source, member.value, depth + 1);
  }
  for (const Node &item : node.items()) {
    next();
    emitNode(out, source, item, depth + 1);
  }
  out.line(depth);
  out.raw(object ? "}" : "]");
}

} // namespace postern::tf::policy
