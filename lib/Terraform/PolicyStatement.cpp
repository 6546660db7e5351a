#include "Terraform/PolicyRenderer.h"
#include "Terraform/PolicySets.h"

#include <algorithm>
#include <map>
#include <utility>

namespace postern::tf::policy {

std::optional<size_t> Renderer::decide(const Question &question) {
  for (const Decision &decision : decisions_)
    if (decision.question == question)
      return decision.answer;
  if (decideMore_ && !pending_)
    pending_ = question;
  return std::nullopt;
}

Value Renderer::pick(Value value) {
  if (!value.valid() || !value.isChoice())
    return value;
  const eval::ChoiceNode &choice = eval::asChoice(value);
  const Question question{choice.condition, choice.condition ? nullptr : value.node, choice.alternatives.size()};
  const std::optional<size_t> answer = decide(question);
  if (answer && *answer < choice.alternatives.size())
    return choice.alternatives[*answer];
  return heap_.unknown(heap_.types.string(), choice.condition, value.origin);
}

Value Renderer::argument(const BodyView &block, std::string_view name) {
  const Value value = pick(block.get(name));
  return value.valid() && value.isNull() ? Value{} : value;
}

std::string Renderer::textArgument(const BodyView &block, std::string_view name, std::string_view otherwise,
                                   Value *at) {
  *at = argument(block, name);
  std::string text(otherwise);
  if (at->valid())
    textOf(*at, text);
  return text;
}

bool Renderer::present(const BodyView &block, bool &hole) {
  if (block.exists() == Truth::Yes)
    return true;
  if (block.exists() == Truth::No)
    return false;
  const std::optional<size_t> answer = decide(Question{});
  hole = hole || !answer;
  return answer == size_t{0};
}

void Renderer::add(Strings &to, Value item) {
  item = pick(item);
  if (!item.valid() || item.isNull())
    return;
  to.items.push_back(item);
}

Strings Renderer::collect(const Value &written) {
  Strings out;
  const Value value = pick(written);
  if (!value.valid() || value.isNull())
    return out;
  out.written = true;
  out.origin = value.origin;
  if (value.kind() == ValueKind::Sequence) {
    const eval::SequenceNode &sequence = eval::asSequence(value);
    out.open = sequence.open;
    for (size_t i = 0; i < sequence.items.size(); ++i)
      add(out, heap_.extracted(sequence.items[i], value, std::to_string(i)));
  } else if (value.isUnknown() || value.kind() == ValueKind::Mapping) {
    out.hole = value;
  } else {
    add(out, value);
  }
  return out;
}

Strings Renderer::collect(const BodyView &block, std::string_view name) {
  Strings out = collect(block.get(name));
  for (Value &item : out.items)
    item = item.withOrigin(
        heap_.origin({eval::OriginKind::Element, block.useOf(name), item.origin, {}, address_, "document", {}}));
  return out;
}

/// As the provider does with its sets: no text twice, in falling order.
void Renderer::arrange(Strings &strings) {
  std::vector<std::pair<std::string, Value>> known;
  std::vector<Value> others;
  for (const Value &item : strings.items) {
    std::string text;
    if (textOf(item, text))
      known.emplace_back(std::move(text), item);
    else
      others.push_back(item);
  }
  std::stable_sort(known.begin(), known.end(), [](const auto &a, const auto &b) { return a.first > b.first; });
  const auto last =
      std::unique(known.begin(), known.end(), [](const auto &a, const auto &b) { return a.first == b.first; });
  strings.items.clear();
  for (auto it = known.begin(); it != last; ++it)
    strings.items.push_back(it->second);
  strings.items.insert(strings.items.end(), others.begin(), others.end());
}

void Renderer::emitList(PolicyText &out, const Strings &strings, size_t depth, bool variables, bool flat) {
  if (strings.hole) {
    out.hole(heap_, *strings.hole);
    return;
  }
  if (strings.items.size() == 1 && !strings.open && flat) {
    out.string(strings.items.front(), variables);
    return;
  }
  if (strings.items.empty() && !strings.open) {
    out.raw("[]");
    return;
  }
  const PolicyText::Mark start = out.mark();
  out.raw("[");
  bool first = true;
  for (const Value &item : strings.items) {
    if (!std::exchange(first, false))
      out.raw(",");
    out.line(depth + 1);
    out.string(item, variables);
  }
  if (strings.open) {
    if (!first)
      out.raw(",");
    out.line(depth + 1);
    out.append(holeText("elements"));
  }
  out.line(depth);
  out.raw("]");
  out.spanFrom(start, strings.origin);
}

PolicyText Renderer::holeText(std::string_view what) {
  PolicyText out = newText();
  const std::string text = std::string(address_) + " (" + std::string(what) + ")";
  out.hole(heap_, heap_.unknown(heap_.types.string(), heap_.symbol(eval::SymbolKind::Opaque, text)));
  return out;
}

void Renderer::checkVariables(const BodyView &block, std::string_view name, const Strings &strings) {
  if (variables_ || sink_ == nullptr)
    return;
  for (const Value &item : strings.items) {
    std::string text;
    if (textOf(item, text) && text.find("&{") != std::string::npos) {
      sink_->report(kind::VariableInOldVersion, block.useOf(name), text, version_);
      return;
    }
  }
}

void Renderer::strings(const BodyView &block, std::string_view from, std::string_view as, bool variables,
                       std::vector<Member> &members) {
  Strings found = collect(block, from);
  if (!found.hole && found.items.empty() && !found.open)
    return;
  arrange(found);
  if (variables)
    checkVariables(block, from, found);
  Member &member = members.emplace_back(Member{as, newText()});
  emitList(member.text, found, 3, variables && variables_);
}

namespace {

/// The texts of a list, when all of them are known.
std::optional<std::vector<std::string>> textsOf(const Strings &strings) {
  if (strings.hole || strings.open)
    return std::nullopt;
  std::vector<std::string> out;
  for (const Value &item : strings.items) {
    std::string text;
    if (!textOf(item, text))
      return std::nullopt;
    out.push_back(std::move(text));
  }
  return out;
}

/// Puts blocks into the order of the provider's sets, each once. Where one is not wholly known that order is not
/// either; then they stay as written.
template <typename Block> void arrangeBlocks(std::vector<Block> &blocks) {
  if (std::any_of(blocks.begin(), blocks.end(), [](const Block &block) { return !block.key; }))
    return;
  std::stable_sort(blocks.begin(), blocks.end(), [](const Block &a, const Block &b) { return *a.key < *b.key; });
  blocks.erase(
      std::unique(blocks.begin(), blocks.end(), [](const Block &a, const Block &b) { return *a.key == *b.key; }),
      blocks.end());
}

void addAll(Strings &into, const Strings &more) {
  into.items.insert(into.items.end(), more.items.begin(), more.items.end());
  into.open = into.open || more.open;
  if (more.hole)
    into.hole = more.hole;
}

} // namespace

void Renderer::principals(const BodyView &block, std::string_view from, std::string_view as,
                          std::vector<Member> &members) {
  struct Written {
    Value at;
    std::string type;
    Strings identifiers;
    std::optional<std::string> key;
  };
  std::vector<Written> written;
  bool hole = false;
  for (const BodyView &principal : block.nested(from, &hole)) {
    if (!present(principal, hole))
      continue;
    Written &one = written.emplace_back();
    one.type = textArgument(principal, "type", "", &one.at);
    if (one.type.empty()) {
      hole = true;
      continue;
    }
    one.identifiers = collect(principal, "identifiers");
    checkVariables(principal, "identifiers", one.identifiers);
    if (const auto texts = textsOf(one.identifiers))
      one.key = setKey("identifiers:" + serializedSet(*texts) + ";type:" + one.type + ";");
    arrange(one.identifiers);
  }
  if (hole) {
    members.push_back({as, holeText(from)});
    return;
  }
  if (written.empty())
    return;
  arrangeBlocks(written);
  Member &member = members.emplace_back(Member{as, newText()});
  PolicyText &out = member.text;
  std::string text;
  if (const Strings &only = written.front().identifiers; written.size() == 1 && written.front().type == "*" &&
                                                         !only.hole && !only.open && only.items.size() == 1 &&
                                                         textOf(only.items.front(), text) && text == "*") {
    out.string(only.items.front(), false);
    return;
  }
  struct Kind {
    Value at;
    Strings identifiers;
    bool alone = true;
  };
  std::map<std::string, Kind> kinds;
  for (Written &one : written) {
    const auto [at, isNew] = kinds.try_emplace(one.type, Kind{one.at, one.identifiers, true});
    if (isNew)
      continue;
    at->second.alone = false;
    addAll(at->second.identifiers, one.identifiers);
  }
  out.raw("{");
  bool first = true;
  for (const auto &[name, kind] : kinds) {
    if (!std::exchange(first, false))
      out.raw(",");
    out.line(4);
    out.string(kind.at, false);
    out.colon();
    emitList(out, kind.identifiers, 4, variables_, kind.alone);
  }
  out.line(3);
  out.raw("}");
}

void Renderer::conditions(const BodyView &block, std::vector<Member> &members) {
  struct Written {
    Value testAt, variableAt;
    std::string test, variable;
    Strings values;
    std::optional<std::string> key;
  };
  std::vector<Written> written;
  bool hole = false;
  for (const BodyView &condition : block.nested("condition", &hole)) {
    if (!present(condition, hole))
      continue;
    Written &one = written.emplace_back();
    one.test = textArgument(condition, "test", "", &one.testAt);
    one.variable = textArgument(condition, "variable", "", &one.variableAt);
    if (one.test.empty() || one.variable.empty()) {
      hole = true;
      continue;
    }
    one.values = collect(condition, "values");
    checkVariables(condition, "values", one.values);
    if (const auto texts = textsOf(one.values))
      one.key = setKey("test:" + one.test + ";values:" + serializedList(*texts) + ";variable:" + one.variable + ";");
  }
  if (hole) {
    members.push_back({"Condition", holeText("condition")});
    return;
  }
  if (written.empty())
    return;
  arrangeBlocks(written);
  struct Key {
    Value at;
    Strings values;
  };
  struct Test {
    Value at;
    std::map<std::string, Key> keys;
  };
  std::map<std::string, Test> tests;
  for (const Written &one : written) {
    Test &test = tests.try_emplace(one.test, Test{one.testAt, {}}).first->second;
    // Values of equal test and variable are joined: what reads like "and" becomes "or".
    const auto [at, isNew] = test.keys.try_emplace(one.variable, Key{one.variableAt, one.values});
    if (!isNew)
      addAll(at->second.values, one.values);
  }
  Member &member = members.emplace_back(Member{"Condition", newText()});
  PolicyText &out = member.text;
  out.raw("{");
  bool firstTest = true;
  for (const auto &[test, entry] : tests) {
    if (!std::exchange(firstTest, false))
      out.raw(",");
    out.line(4);
    out.string(entry.at, false);
    out.colon();
    out.raw("{");
    bool firstKey = true;
    for (const auto &[variable, key] : entry.keys) {
      if (!std::exchange(firstKey, false))
        out.raw(",");
      out.line(5);
      out.string(key.at, false);
      out.colon();
      emitList(out, key.values, 5, variables_);
    }
    out.line(4);
    out.raw("}");
  }
  out.line(3);
  out.raw("}");
}

PolicyText Renderer::statement(const BodyView &block, Statement &into) {
  std::vector<Member> members;
  Value sid;
  into.sid = textArgument(block, "sid", "", &sid);
  if (sid.valid() && (!into.sid.empty() || sid.kind() != ValueKind::String)) {
    Member &member = members.emplace_back(Member{"Sid", newText()});
    member.text.string(sid, false);
  }
  const Value effect = argument(block, "effect");
  Member &effectMember = members.emplace_back(Member{"Effect", newText()});
  if (effect.valid())
    effectMember.text.string(effect, false);
  else
    effectMember.text.name("Allow");
  strings(block, "actions", "Action", false, members);
  strings(block, "not_actions", "NotAction", false, members);
  strings(block, "resources", "Resource", true, members);
  strings(block, "not_resources", "NotResource", true, members);
  principals(block, "principals", "Principal", members);
  principals(block, "not_principals", "NotPrincipal", members);
  conditions(block, members);

  PolicyText out = newText();
  out.rawFrom("{", heap_.literal(block.header()));
  bool first = true;
  for (const Member &member : members) {
    if (!std::exchange(first, false))
      out.raw(",");
    out.line(3);
    out.name(member.name);
    out.colon();
    out.append(member.text);
  }
  out.line(2);
  out.raw("}");
  return out;
}

} // namespace postern::tf::policy
