#include "Eval/TextBuilder.h"
#include "Terraform/PolicyRenderer.h"

#include <utility>

namespace postern::tf::policy {

void Renderer::sources(const BodyView &document, std::string_view argument, std::vector<Statement> &into) {
  const Strings texts = collect(document.get(argument));
  for (const Value &text : texts.items)
    if (!source(text, document.useOf(argument), into))
      into.push_back({{}, holeText(argument)});
  if (texts.hole || texts.open)
    into.push_back({{}, holeText(argument)});
}

bool Renderer::source(const Value &text, SourceRange use, std::vector<Statement> &into) {
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
  const hcl::json::Document parsed = hcl::json::parse(source.literal, offsets, source.arena);
  if (!parsed.ok() || parsed.root->kind != hcl::json::Kind::Object) {
    if (!parsed.ok() && offsets.empty() && sink_ != nullptr)
      sink_->report(hcl::json::diagnose(parsed.error, use));
    return false;
  }
  if (const hcl::json::Node *version = parsed.root->find("Version"); version && version->text > version_)
    version_ = version->text;
  const hcl::json::Node *const statements = parsed.root->find("Statement");
  if (statements == nullptr)
    return true;
  bool whole = true;
  const auto one = [&](const hcl::json::Node &node) {
    if (node.kind != hcl::json::Kind::Object) {
      whole = false;
      return;
    }
    Statement statement;
    if (const hcl::json::Node *sid = node.find("Sid"); sid && !sid->hasHoles())
      statement.sid = sid->text;
    emitNode(statement.text, source, node, 2);
    merge(into, std::move(statement));
  };
  if (statements->kind == hcl::json::Kind::Array)
    for (const hcl::json::Node &node : statements->items())
      one(node);
  else
    one(*statements);
  return whole;
}

Value Renderer::stringOf(const SourceText &source, const hcl::json::Node &node) {
  const eval::OriginId origin =
      eval::sliceOrigin(heap_, source.value.origin, node.begin, node.end - node.begin, source.literal.size());
  if (!node.hasHoles())
    return heap_.string(node.text, origin);
  std::vector<eval::Piece> pieces;
  size_t at = 0;
  for (const hcl::json::StringHole &hole : node.holes()) {
    if (hole.offset > at)
      pieces.push_back({node.text.substr(at, hole.offset - at), {}});
    at = hole.offset;
    pieces.push_back({{}, source.holes[hole.hole]});
  }
  if (at < node.text.size())
    pieces.push_back({node.text.substr(at), {}});
  return heap_.partial(pieces, origin);
}

void Renderer::emitNode(PolicyText &out, const SourceText &source, const hcl::json::Node &node, size_t depth) {
  switch (node.kind) {
  case hcl::json::Kind::Hole:
    out.hole(heap_, source.holes[node.hole]);
    return;
  case hcl::json::Kind::String:
    out.string(stringOf(source, node), false);
    return;
  case hcl::json::Kind::Null:
    out.raw("null");
    return;
  case hcl::json::Kind::Bool:
    // The provider keeps booleans of conditions as text.
    out.name(node.boolean ? "true" : "false");
    return;
  case hcl::json::Kind::Number:
    out.raw(node.text);
    return;
  case hcl::json::Kind::Array:
  case hcl::json::Kind::Object:
    break;
  }
  const bool object = node.kind == hcl::json::Kind::Object;
  if (node.count == 0) {
    out.raw(object ? "{}" : "[]");
    return;
  }
  const eval::OriginId brace = eval::sliceOrigin(heap_, source.value.origin, node.begin, 1, source.literal.size());
  out.rawFrom(object ? "{" : "[", depth == 2 ? brace : eval::OriginId{});
  bool first = true;
  const auto next = [&] {
    if (!std::exchange(first, false))
      out.raw(",");
    out.line(depth + 1);
  };
  for (const hcl::json::Member &member : node.members()) {
    next();
    out.string(stringOf(source, member.key), false);
    out.raw(": ");
    emitNode(out, source, member.value, depth + 1);
  }
  for (const hcl::json::Node &item : node.items()) {
    next();
    emitNode(out, source, item, depth + 1);
  }
  out.line(depth);
  out.raw(object ? "}" : "]");
}

} // namespace postern::tf::policy
