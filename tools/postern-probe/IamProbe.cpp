// Questions about globs, action and ARN patterns, principals and conditions; and the algebra held to brute force.
#include "Families.h"
#include "Iam/Action.h"
#include "Iam/Arn.h"
#include "Iam/Condition.h"
#include "Iam/Principal.h"

#include <fmt/format.h>

#include <cstdio>
#include <random>

namespace postern::probe {
namespace {

using namespace postern::iam;

std::string_view word(Truth truth) {
  return truth == Truth::Yes ? "yes" : truth == Truth::No ? "no" : "unknown";
}

/// `${x}` is a hole of which nothing is known, `${account}` and `${arn}` ones of that class.
Text textWithHoles(std::string_view source) {
  Text out;
  while (!source.empty()) {
    const size_t at = source.find("${");
    const size_t end = source.find('}', at == std::string_view::npos ? 0 : at);
    if (at == std::string_view::npos || end == std::string_view::npos) {
      out.literal += source;
      break;
    }
    out.literal += source.substr(0, at);
    Hole hole;
    hole.offset = static_cast<uint32_t>(out.literal.size());
    hole.name = source.substr(at + 2, end - at - 2);
    hole.kind = hole.name == "account" ? eval::HoleClass::AccountId
                : hole.name == "arn"   ? eval::HoleClass::Arn
                                       : eval::HoleClass::Any;
    out.holes.push_back(std::move(hole));
    source.remove_prefix(end + 1);
  }
  return out;
}

std::string_view kindWord(PrincipalKind kind) {
  switch (kind) {
  case PrincipalKind::Anyone:
    return "anyone";
  case PrincipalKind::Account:
    return "account";
  case PrincipalKind::Identity:
    return "identity";
  case PrincipalKind::Canonical:
    return "canonical";
  case PrincipalKind::Service:
    return "service";
  case PrincipalKind::Federated:
    return "federated";
  case PrincipalKind::Unknown:
    return "unknown";
  }
  return "";
}

struct Tally {
  uint64_t questions = 0, faults = 0;

  void expect(bool holds, const std::string &what) {
    ++questions;
    if (!holds && ++faults <= 10)
      fmt::print("fault: {}\n", what);
  }
};

/// All texts of up to `longest` letters.
std::vector<std::string> textsOf(std::string_view letters, size_t longest) {
  std::vector<std::string> out{""};
  for (size_t begin = 0, length = 1; length <= longest; ++length) {
    const size_t end = out.size();
    for (; begin < end; ++begin)
      for (const char c : letters)
        out.push_back(out[begin] + c);
  }
  return out;
}

/// By the book: a star is any number of characters, tried one by one.
bool matchesByHand(std::string_view pattern, std::string_view text, bool stopAtColon) {
  if (pattern.empty())
    return text.empty();
  if (pattern[0] == '*') {
    for (size_t i = 0; i <= text.size(); ++i) {
      if (matchesByHand(pattern.substr(1), text.substr(i), stopAtColon))
        return true;
      if (stopAtColon && i < text.size() && text[i] == ':')
        return false;
    }
    return false;
  }
  if (text.empty())
    return false;
  if (pattern[0] == '?' ? stopAtColon && text[0] == ':' : pattern[0] != text[0])
    return false;
  return matchesByHand(pattern.substr(1), text.substr(1), stopAtColon);
}

// Patterns of up to four characters over two letters are decided by their texts of up to six over three: a third letter
// stands for all that occur in no pattern.
void checkGlobs(Tally &tally, uint32_t fields) {
  const bool stopAtColon = fields > 0;
  const std::vector<std::string> patterns = textsOf(stopAtColon ? "a:*?" : "ab*?", 4);
  const std::vector<std::string> texts = textsOf(stopAtColon ? "a:c" : "abc", 7);
  std::mt19937 random(20261);
  std::vector<std::vector<bool>> matches;
  const Glob::Options options{false, fields};
  for (const std::string &pattern : patterns) {
    std::vector<bool> row;
    row.reserve(texts.size());
    for (const std::string &text : texts)
      row.push_back(matchesByHand(pattern, text, stopAtColon));
    matches.push_back(std::move(row));
  }
  for (int round = 0; round < 4000; ++round) {
    const size_t p = random() % patterns.size(), t = random() % texts.size();
    tally.expect(Glob(patterns[p], options).matches(texts[t]) == matches[p][t],
                 fmt::format("match '{}' '{}'", patterns[p], texts[t]));
  }
  for (int round = 0; round < 12000; ++round) {
    const size_t a = random() % patterns.size(), b = random() % patterns.size(), c = random() % patterns.size();
    bool inside = true, insideUnion = true, common = false;
    for (size_t i = 0; i < texts.size(); ++i) {
      inside = inside && (!matches[a][i] || matches[b][i]);
      insideUnion = insideUnion && (!matches[a][i] || matches[b][i] || matches[c][i]);
      common = common || (matches[a][i] && matches[b][i]);
    }
    const Glob left(patterns[a], options);
    const Glob rights[] = {Glob(patterns[b], options), Glob(patterns[c], options)};
    tally.expect(covers(rights[0], left) == inside, fmt::format("'{}' covers '{}'", patterns[b], patterns[a]));
    tally.expect(covers(rights, left) == insideUnion,
                 fmt::format("'{}' or '{}' covers '{}'", patterns[b], patterns[c], patterns[a]));
    tally.expect(intersects(left, rights[0]) == common, fmt::format("'{}' intersects '{}'", patterns[a], patterns[b]));
  }
}

} // namespace

// glob match|covers|intersects A B
std::string answerGlob(std::string_view question) {
  const std::vector<std::string_view> parts = words(question);
  if (parts.size() != 3)
    return notUnderstood(question);
  const Glob a(parts[1]);
  if (parts[0] == "match")
    return std::string(word(truthOf(a.matches(parts[2]))));
  if (parts[0] == "covers")
    return std::string(word(truthOf(covers(a, Glob(parts[2])))));
  if (parts[0] == "intersects")
    return std::string(word(truthOf(intersects(a, Glob(parts[2])))));
  return notUnderstood(question);
}

// action match|covers|intersects PATTERN ACTIONS… (several patterns are a union: A,B)
// action all|service PATTERN; action not PATTERN ACTIONS
std::string answerAction(std::string_view question) {
  const std::vector<std::string_view> parts = words(question);
  if (parts.size() < 2)
    return notUnderstood(question);
  ActionSet set;
  set.written = true;
  set.complement = parts[0] == "not";
  std::string_view patterns = parts[1];
  while (!patterns.empty()) {
    const size_t comma = patterns.find('|');
    set.patterns.emplace_back(ActionPattern(textWithHoles(patterns.substr(0, comma))), Trace{});
    patterns.remove_prefix(comma == std::string_view::npos ? patterns.size() : comma + 1);
  }
  if (parts[0] == "all")
    return std::string(word(set.coversEverything()));
  if (parts[0] == "service")
    return std::string(word(set.patterns.front()->coversService()));
  if (parts.size() != 3)
    return notUnderstood(question);
  if (parts[0] == "covers" || parts[0] == "match" || parts[0] == "not")
    return std::string(word(set.covers(actionGlob(parts[2]))));
  if (parts[0] == "intersects")
    return std::string(word(set.intersects(actionGlob(parts[2]))));
  return notUnderstood(question);
}

// arn covers|intersects PATTERN ARN; arn all PATTERN; arn kind PATTERN SERVICE RESOURCE
std::string answerArn(std::string_view question) {
  const std::vector<std::string_view> parts = words(question);
  if (parts.size() < 2)
    return notUnderstood(question);
  const ArnPattern pattern(textWithHoles(parts[1]));
  if (parts[0] == "all" && parts.size() == 2)
    return std::string(word(pattern.coversEverything()));
  if (parts[0] == "kind" && parts.size() == 4)
    return std::string(word(pattern.coversKind(parts[2], parts[3])));
  if (parts.size() != 3)
    return notUnderstood(question);
  const ArnPattern other(textWithHoles(parts[2]));
  if (parts[0] == "covers")
    return std::string(word(pattern.covers(other.least())));
  if (parts[0] == "intersects")
    return std::string(word(pattern.intersects(other.least())));
  return notUnderstood(question);
}

// principal TYPE TEXT
std::string answerPrincipal(std::string_view question) {
  const std::vector<std::string_view> parts = words(question);
  if (parts.size() != 2)
    return notUnderstood(question);
  const Principal principal = Principal::parse(parts[0], textWithHoles(parts[1]));
  return fmt::format("{}{}{}", kindWord(principal.kind), principal.account.empty() ? "" : " of " + principal.account,
                     principal.wildcard ? ", all of them" : "");
}

// condition allow|deny OPERATOR KEY VALUE…
std::string answerCondition(std::string_view question) {
  const std::vector<std::string_view> parts = words(question);
  if (parts.size() < 3)
    return notUnderstood(question);
  Condition condition{parseOperator(parts[1]), {Text(parts[1]), {}}, {Text(parts[2]), {}}, {}, false};
  for (size_t i = 3; i < parts.size(); ++i)
    condition.values.emplace_back(textWithHoles(parts[i]), Trace{});
  if (parts[0] == "allow")
    return fmt::format("only chosen callers: {}", word(condition.admitsOnlyChosen()));
  if (parts[0] == "deny")
    return fmt::format("every stranger: {}", word(condition.meetsAllStrangers()));
  return notUnderstood(question);
}

int runIam(std::span<const std::string> args) {
  if (args.size() != 1 || args[0] != "selftest") {
    fmt::print(stderr, "usage: postern-probe iam selftest\n");
    return 2;
  }
  Tally tally;
  checkGlobs(tally, 0);
  checkGlobs(tally, 0xffffffff);
  fmt::print("{} questions, {} faults\n", tally.questions, tally.faults);
  return tally.faults == 0 ? 0 : 1;
}

} // namespace postern::probe
