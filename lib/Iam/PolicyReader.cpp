#include "Iam/PolicyReader.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

namespace postern::iam {
namespace {

using hcl::json::Kind;
using hcl::json::Member;
using hcl::json::Node;

constexpr std::string_view kStatementElements[] = {"Sid",       "Effect",   "Principal",   "NotPrincipal", "Action",
                                                   "NotAction", "Resource", "NotResource", "Condition"};
constexpr std::string_view kPolicyElements[] = {"Version", "Id", "Statement"};

template <size_t N> bool isOneOf(const std::string_view (&names)[N], std::string_view name) {
  return std::any_of(std::begin(names), std::end(names), [&](std::string_view each) { return each == name; });
}

class Reader {
public:
  Reader(const PolicyText &text, PolicyKind kind, Sink &sink) : text_(text), kind_(kind), sink_(sink) {}

  PolicyContents read();
  /// Of the statements read, what each says and where: equal for the same statement in two alternatives.
  [[nodiscard]] const std::vector<std::string> &signatures() const { return signatures_; }

private:
  /// The members of an object by name, the last of equal ones; says when there are several or unknown ones.
  template <size_t N>
  std::map<std::string_view, const Node *> elements(const Node &object, const std::string_view (&names)[N],
                                                    bool *repeated);
  void element(const Member &member);
  void missing(const SourceRange &range, std::string_view name);
  void misplaced(const SourceRange &range, std::string_view name, std::string_view where);
  void repeated(const Member &member);
  Statement statement(const Node &node);
  void effect(const Node *node, const Node &statement, Statement &into);
  /// Calls `add` with each value of a string or list; gives whether there may be more.
  template <typename Add> bool values(const Node &node, const Add &add);
  void principals(const Node &node, Principals &into);
  void conditions(const Node &node, Statement &into);
  void required(const Statement &statement, const Node &node, bool hasPrincipal);

  const PolicyText &text_;
  PolicyKind kind_;
  Sink &sink_;
  std::vector<std::string> signatures_;
};

void Reader::element(const Member &member) {
  sink_.report(kind::UnknownPolicyElement, text_.place(member.key), member.key.text);
}

void Reader::repeated(const Member &member) {
  sink_.report(kind::RepeatedPolicyElement, text_.place(member.key), member.key.text);
}

void Reader::missing(const SourceRange &range, std::string_view name) {
  sink_.report(kind::MissingPolicyElement, range, name);
}

void Reader::misplaced(const SourceRange &range, std::string_view name, std::string_view where) {
  sink_.report(kind::MisplacedPolicyElement, range, name, where);
}

template <size_t N>
std::map<std::string_view, const Node *> Reader::elements(const Node &object, const std::string_view (&names)[N],
                                                          bool *more) {
  std::map<std::string_view, const Node *> out;
  for (const Member &member : object.members()) {
    if (member.key.hasHoles()) {
      *more = true;
      continue;
    }
    if (!isOneOf(names, member.key.text)) {
      element(member);
      continue;
    }
    const auto [at, isNew] = out.emplace(member.key.text, &member.value);
    if (!isNew) {
      repeated(member);
      at->second = &member.value;
    }
  }
  return out;
}

template <typename Add> bool Reader::values(const Node &node, const Add &add) {
  bool open = false;
  const auto one = [&](const Node &item) {
    if (item.kind == Kind::Array || item.kind == Kind::Object || item.kind == Kind::Null)
      return;
    open = open || text_.isOpen(item);
    add(item);
  };
  if (node.kind == Kind::Array)
    for (const Node &item : node.items())
      one(item);
  else
    one(node);
  return open;
}

void Reader::effect(const Node *node, const Node &statement, Statement &into) {
  if (node == nullptr) {
    missing(text_.place(statement.begin, statement.begin + 1), "Effect");
    return;
  }
  const Text effect = text_.text(*node);
  if (effect.known() && effect.literal == "Allow")
    into.effect = Effect::Allow;
  else if (effect.known() && effect.literal == "Deny")
    into.effect = Effect::Deny;
  else if (effect.known())
    sink_.report(kind::BadEffect, text_.place(*node), effect.literal);
}

void Reader::principals(const Node &node, Principals &into) {
  into.written = true;
  into.at = text_.trace(node);
  if (node.kind == Kind::Object) {
    for (const Member &member : node.members()) {
      if (member.key.hasHoles()) {
        into.open = true;
        continue;
      }
      const bool open = values(member.value, [&](const Node &item) {
        into.items.emplace_back(Principal::parse(member.key.text, text_.text(item)), text_.trace(item));
      });
      into.open = into.open || open;
    }
    return;
  }
  const bool open = values(node, [&](const Node &item) {
    into.items.emplace_back(Principal::parse("AWS", text_.text(item)), text_.trace(item));
  });
  into.open = into.open || open;
}

void Reader::conditions(const Node &node, Statement &into) {
  if (node.kind != Kind::Object) {
    into.conditionsOpen = true;
    return;
  }
  std::map<std::string_view, bool> seen;
  for (const Member &test : node.members()) {
    if (!test.key.hasHoles() && !seen.emplace(test.key.text, true).second) {
      repeated(test);
      // Which of the two counts is not documented.
      into.conditionsOpen = true;
    }
    if (test.value.kind != Kind::Object) {
      into.conditionsOpen = true;
      continue;
    }
    for (const Member &key : test.value.members()) {
      Condition condition{parseOperator(test.key.text),
                          {text_.text(test.key), text_.trace(test.key)},
                          {text_.text(key.key), text_.trace(key.key)},
                          {},
                          false};
      condition.open = values(
          key.value, [&](const Node &item) { condition.values.emplace_back(text_.text(item), text_.trace(item)); });
      into.conditions.push_back(std::move(condition));
    }
  }
}

// What every service refuses; elements that some refuse and others fill in are left alone.
void Reader::required(const Statement &statement, const Node &node, bool hasPrincipal) {
  const SourceRange at = text_.place(node.begin, node.begin + 1);
  if (!statement.actions.written)
    missing(at, "Action");
  switch (kind_) {
  case PolicyKind::Identity:
  case PolicyKind::Boundary:
    if (!statement.resourceSet.written)
      missing(at, "Resource");
    if (hasPrincipal)
      misplaced(at, "Principal", "an identity policy");
    break;
  case PolicyKind::Trust:
    if (statement.resourceSet.written)
      misplaced(at, "Resource", "a trust policy");
    if (!hasPrincipal)
      missing(at, "Principal");
    break;
  case PolicyKind::Resource:
  case PolicyKind::Guardrail:
  case PolicyKind::Endpoint:
  case PolicyKind::Session:
  case PolicyKind::Unknown:
    break;
  }
}

Statement Reader::statement(const Node &node) {
  Statement out;
  out.at = text_.trace(node.begin, node.begin + 1);
  bool more = false;
  const auto found = elements(node, kStatementElements, &more);
  const auto get = [&](std::string_view name) -> const Node * {
    const auto at = found.find(name);
    return at == found.end() ? nullptr : at->second;
  };
  if (const Node *sid = get("Sid"))
    out.sid = text_.text(*sid).shown();
  effect(get("Effect"), node, out);

  for (const bool complement : {false, true}) {
    if (const Node *actions = get(complement ? "NotAction" : "Action")) {
      out.actions.complement = complement;
      out.actions.written = true;
      out.actions.at = text_.trace(*actions);
      out.actions.open = values(*actions, [&](const Node &item) {
        out.actions.patterns.emplace_back(ActionPattern(text_.text(item)), text_.trace(item));
      });
    }
    if (const Node *resources = get(complement ? "NotResource" : "Resource")) {
      out.resourceSet.complement = complement;
      out.resourceSet.written = true;
      out.resourceSet.at = text_.trace(*resources);
      out.resourceSet.open = values(*resources, [&](const Node &item) {
        out.resourceSet.patterns.emplace_back(ArnPattern(text_.text(item)), text_.trace(item));
      });
    }
    if (const Node *principals = get(complement ? "NotPrincipal" : "Principal")) {
      out.principals.complement = complement;
      this->principals(*principals, out.principals);
    }
  }
  if (const Node *conditions = get("Condition"))
    this->conditions(*conditions, out);
  if (more) {
    out.actions.open = out.resourceSet.open = out.principals.open = out.conditionsOpen = true;
    return out;
  }
  required(out, node, out.principals.written);
  return out;
}

PolicyContents Reader::read() {
  PolicyContents out;
  const hcl::json::Document &document = text_.document();
  if (!document.ok()) {
    // A hole may be what the fault is about, so only a text that is wholly known is surely wrong.
    if (document.error.fault != hcl::json::Fault::Hole && !text_.hasHoles())
      sink_.report(hcl::json::diagnose(document.error, text_.place(document.error.begin, document.error.end)));
    out.opaque = true;
    out.why = text_.hasHoles() ? text_.holeNames() : "the text is not JSON";
    return out;
  }
  const Node &root = *document.root;
  if (root.kind == Kind::Hole) {
    out.opaque = true;
    out.why = text_.holeNames();
    return out;
  }
  if (root.kind != Kind::Object) {
    sink_.report(kind::PolicyIsNoObject, text_.place(root));
    out.opaque = true;
    out.why = "the text is not a policy";
    return out;
  }
  const auto found = elements(root, kPolicyElements, &out.open);
  if (const auto at = found.find("Version"); at != found.end())
    out.version = text_.text(*at->second).shown();
  const auto at = found.find("Statement");
  if (at == found.end()) {
    if (!out.open)
      missing(text_.place(root.begin, root.begin + 1), "Statement");
    return out;
  }
  const auto one = [&](const Node &node) {
    if (node.kind != Kind::Object) {
      out.open = out.open || node.kind == Kind::Hole;
      return;
    }
    out.statements.push_back(statement(node));
    const SourceRange place = text_.place(node.begin, node.begin + 1);
    signatures_.push_back(fmt::format("{}\n{}:{}", text_.signature(node), place.file.index(), place.begin));
  };
  if (at->second->kind == Kind::Array)
    for (const Node &node : at->second->items())
      one(node);
  else
    one(*at->second);
  return out;
}

std::string symbolName(const eval::Heap &heap, const eval::Value &value) {
  const Text text = textOf(heap, value);
  return text.holes.empty() ? std::string() : text.holes.front().name;
}

PolicyContents opaque(std::string why) {
  PolicyContents out;
  out.present = true;
  out.opaque = true;
  out.why = std::move(why);
  return out;
}

struct Alternative {
  PolicyContents contents;
  std::vector<std::string> signatures;
};

Alternative readOne(eval::Heap &heap, Arena &arena, const eval::Value &value, SourceRange use, PolicyKind kind,
                    Sink &sink) {
  switch (value.kind()) {
  case eval::ValueKind::Null:
    return {};
  case eval::ValueKind::String:
  case eval::ValueKind::Partial: {
    const PolicyText text(heap, arena, value, use);
    // An empty text is how some resources spell "no policy".
    if (!text.hasHoles() && text.literal().find_first_not_of(" \t\r\n") == std::string_view::npos)
      return {};
    Reader reader(text, kind, sink);
    PolicyContents contents = reader.read();
    contents.present = true;
    return {std::move(contents), reader.signatures()};
  }
  case eval::ValueKind::Unknown:
    return {opaque(symbolName(heap, value)), {}};
  case eval::ValueKind::Choice:
  case eval::ValueKind::Bool:
  case eval::ValueKind::Number:
  case eval::ValueKind::Sequence:
  case eval::ValueKind::Mapping:
    return {opaque("it is not text"), {}};
  }
  return {};
}

} // namespace

PolicyContents readPolicy(eval::Heap &heap, const eval::Value &value, SourceRange use, PolicyKind kind, Truth exists,
                          Sink &sink) {
  Arena arena;
  Sink unsaid;
  if (!value.valid())
    return {};
  if (!value.isChoice())
    return readOne(heap, arena, value, use, kind, must(exists) ? sink : unsaid).contents;

  std::vector<Alternative> alternatives;
  for (const eval::Value &each : eval::asChoice(value).alternatives)
    alternatives.push_back(readOne(heap, arena, each, use, kind, unsaid));

  // A statement that every alternative has is sure; the others may be there.
  PolicyContents out;
  std::vector<std::string> taken;
  for (Alternative &alternative : alternatives) {
    PolicyContents &contents = alternative.contents;
    out.present = out.present || contents.present;
    out.open = out.open || contents.open || contents.opaque;
    if (out.version.empty())
      out.version = contents.version;
    if (contents.opaque)
      out.why = contents.why;
    for (size_t i = 0; i < contents.statements.size(); ++i) {
      const std::string &signature = alternative.signatures[i];
      if (std::find(taken.begin(), taken.end(), signature) != taken.end())
        continue;
      taken.push_back(signature);
      const bool everywhere = std::all_of(alternatives.begin(), alternatives.end(), [&](const Alternative &other) {
        return std::find(other.signatures.begin(), other.signatures.end(), signature) != other.signatures.end();
      });
      Statement &statement = out.statements.emplace_back(std::move(contents.statements[i]));
      if (!everywhere)
        statement.exists = Truth::Unknown;
    }
  }
  out.opaque = std::all_of(alternatives.begin(), alternatives.end(),
                           [](const Alternative &each) { return each.contents.opaque; });
  return out;
}

} // namespace postern::iam
