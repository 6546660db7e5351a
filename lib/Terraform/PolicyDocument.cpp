#include "Terraform/PolicyDocument.h"

#include "Terraform/PolicyRenderer.h"

#include <algorithm>
#include <utility>

namespace postern::tf {
namespace policy {

void reportDuplicateSid(Sink &sink, SourceRange range, std::string_view sid) {
  sink.report(kind::DuplicateSid, range, sid);
}

void Renderer::merge(std::vector<Statement> &into, Statement statement) {
  if (!statement.sid.empty()) {
    for (Statement &existing : into) {
      if (existing.sid == statement.sid) {
        existing = std::move(statement);
        return;
      }
    }
  }
  into.push_back(std::move(statement));
}

Value Renderer::render(const BodyView &document) {
  Value versionAt;
  version_ = textArgument(document, "version", "2012-10-17", &versionAt);
  variables_ = version_ != "2008-10-17";

  std::vector<Statement> own;
  bool open = false;
  for (const BodyView &block : document.nested("statement", &open)) {
    bool hole = false;
    if (!present(block, hole)) {
      if (hole)
        own.push_back({{}, holeText("statement"), {}});
      continue;
    }
    Statement statement;
    statement.text = this->statement(block, statement);
    if (!statement.sid.empty() && sink_ != nullptr &&
        std::any_of(own.begin(), own.end(), [&](const Statement &other) { return other.sid == statement.sid; }))
      reportDuplicateSid(*sink_, block.useOf("sid"), statement.sid);
    own.push_back(std::move(statement));
  }
  if (open)
    own.push_back({{}, holeText("statement"), {}});

  std::vector<Statement> all;
  sources(document, "source_json", false, all);
  sources(document, "source_policy_documents", true, all);
  for (Statement &statement : own)
    merge(all, std::move(statement));
  const auto isNamed = [](const Value &id) {
    return id.valid() && (id.kind() != ValueKind::String || !id.text().empty());
  };
  if (const Value id = argument(document, "policy_id"); isNamed(id))
    id_ = id;
  sources(document, "override_policy_documents", false, all);
  sources(document, "override_json", false, all);

  PolicyText out = newText();
  out.raw("{");
  out.line(1);
  out.name("Version");
  out.colon();
  std::string written;
  if (versionAt.valid() && (!textOf(versionAt, written) || written == version_))
    out.string(versionAt, false);
  else
    out.name(version_);
  if (isNamed(id_)) {
    out.raw(",");
    out.line(1);
    out.name("Id");
    out.colon();
    out.string(id_, false);
  }
  if (!all.empty()) {
    out.raw(",");
    out.line(1);
    out.name("Statement");
    out.colon();
    out.raw("[");
    bool first = true;
    for (const Statement &statement : all) {
      if (!std::exchange(first, false))
        out.raw(",");
      out.line(2);
      out.append(statement.text);
    }
    out.line(1);
    out.raw("]");
  }
  out.line(0);
  out.raw("}");
  return out.value(heap_, document.header(), address_);
}

} // namespace policy

namespace {

using policy::Decision;
using policy::Question;
using policy::Renderer;
using policy::Value;

/// The more worlds, the more text; beyond this many, choices become holes.
constexpr size_t kMaxWorlds = eval::Heap::kMaxAlternatives;

Value renderWorlds(eval::Heap &heap, const BodyView &document, std::string_view address,
                   std::vector<Decision> &decisions, size_t budget, bool minified, Sink *sink) {
  Renderer renderer(heap, address, decisions, budget > 1, minified, sink);
  const Value value = renderer.render(document);
  const std::optional<Question> question = renderer.pending();
  if (!question)
    return value;
  if (question->answers > budget) {
    // Too many worlds: render once more, and let what is undecided be holes.
    Renderer last(heap, address, decisions, false, minified, nullptr);
    return last.render(document);
  }
  std::vector<Value> alternatives;
  for (size_t answer = 0; answer < question->answers; ++answer) {
    decisions.push_back({*question, answer});
    alternatives.push_back(
        renderWorlds(heap, document, address, decisions, budget / question->answers, minified, nullptr));
    decisions.pop_back();
  }
  const eval::SymbolId condition = question->condition
                                       ? question->condition
                                       : heap.symbol(eval::SymbolKind::Condition, std::string(address) + " (blocks)");
  return heap.choice(alternatives, condition);
}

} // namespace

Value renderPolicyDocument(eval::Heap &heap, const BodyView &document, std::string_view address, bool minified,
                           Sink &sink) {
  std::vector<Decision> decisions;
  return renderWorlds(heap, document, address, decisions, kMaxWorlds, minified, &sink);
}

} // namespace postern::tf
