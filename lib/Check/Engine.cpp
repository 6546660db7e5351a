#include "Check/Engine.h"

// While a family of facts is being written its header may be missing; then its subjects are none.
#if __has_include("Net/Exposure.h")
#include "Net/Exposure.h"
#define POSTERN_HAS_NET
#endif
#if __has_include("Iam/Policy.h")
#include "Iam/Policy.h"
#define POSTERN_HAS_IAM
#endif
#if __has_include("Cloud/Settings.h")
#include "Cloud/Settings.h"
#define POSTERN_HAS_CLOUD
#endif

#include <algorithm>
#include <array>

namespace postern::check {

namespace {

using Pointers = std::vector<const void *>;

template <typename Items> Pointers pointersTo(const Items &items) {
  Pointers out;
  out.reserve(items.size());
  for (const auto &item : items)
    out.push_back(&item);
  return out;
}

Pointers subjectsOf(const Facts &facts, Subject subject) {
  switch (subject) {
#ifdef POSTERN_HAS_NET
  case Subject::IngressRule:
    return pointersTo(facts.exposure.ingress);
  case Subject::SecurityGroup:
    return pointersTo(facts.exposure.groups);
#endif
#ifdef POSTERN_HAS_IAM
  case Subject::Statement:
    return pointersTo(facts.policies.statements);
  case Subject::Policy:
    return pointersTo(facts.policies.all);
  case Subject::Attachment:
    return pointersTo(facts.policies.attachments);
#endif
#ifdef POSTERN_HAS_CLOUD
  case Subject::Setting:
    return pointersTo(facts.settings.all);
#endif
  default:
    return {};
  }
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool sameWord(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, lower, lower);
}

// Edits between two short words: how far a slip of the fingers goes.
size_t distance(std::string_view a, std::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j)
    row[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t above = row[j];
      row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (lower(a[i - 1]) == lower(b[j - 1]) ? 0 : 1)});
      diagonal = above;
    }
  }
  return row[b.size()];
}

} // namespace

Findings run(const Facts &facts, std::span<const Rule *const> rules, Reporter &reporter) {
  constexpr std::array kSubjects = {Subject::IngressRule, Subject::SecurityGroup, Subject::Statement,
                                    Subject::Policy,      Subject::Attachment,    Subject::Setting};
  for (const Subject subject : kSubjects) {
    Pointers subjects;
    bool asked = false;
    for (const Rule *rule : rules) {
      if (rule->subject != subject)
        continue;
      if (!asked)
        subjects = subjectsOf(facts, subject);
      asked = true;
      reporter.begin(*rule);
      rule->run(subjects, reporter);
    }
  }
  return reporter.take();
}

bool answersTo(const RuleInfo &rule, std::string_view word) {
  const auto among = [word](std::span<const std::string_view> names) {
    return std::ranges::any_of(names, [word](std::string_view name) { return sameWord(name, word); });
  };
  return word == "all" || sameWord(rule.name, word) || sameWord(rule.code, word) || among(rule.groups) ||
         among(rule.refs);
}

std::vector<const Rule *> select(std::span<const Rule> rules, std::span<const std::string> words,
                                 std::vector<std::string> &unknown) {
  for (const std::string &word : words)
    if (std::ranges::none_of(rules, [&word](const Rule &rule) { return answersTo(*rule.info, word); }))
      unknown.push_back(word);
  std::vector<const Rule *> selected;
  for (const Rule &rule : rules)
    if (words.empty() ||
        std::ranges::any_of(words, [&rule](const std::string &word) { return answersTo(*rule.info, word); }))
      selected.push_back(&rule);
  return selected;
}

std::string_view nearest(std::string_view word, std::span<const Rule> rules) {
  std::string_view best;
  size_t least = std::max<size_t>(2, word.size() / 3) + 1;
  for (const Rule &rule : rules)
    for (const std::string_view name : {rule.info->name, rule.info->code})
      if (const size_t edits = distance(word, name); edits < least) {
        least = edits;
        best = name;
      }
  return best;
}

} // namespace postern::check
