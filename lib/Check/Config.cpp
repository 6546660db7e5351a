#include "Check/Config.h"

#include "Basic/Nearest.h"

#include <fmt/format.h>

#include <algorithm>

namespace postern::check {

namespace {

bool sameWord(std::string_view a, std::string_view b) {
  return lowerCase(a) == lowerCase(b);
}

bool among(std::span<const std::string_view> names, std::string_view word) {
  return std::ranges::any_of(names, [word](std::string_view name) { return sameWord(name, word); });
}

/// `what` says what would have been taken: a rule, or a group as well.
Error unknownWord(std::span<const Rule> rules, std::string_view word, std::string_view what) {
  std::vector<std::string_view> known;
  for (const Rule &rule : rules) {
    known.insert(known.end(), {rule.info->name, rule.info->code});
    if (what != "rule")
      known.insert(known.end(), rule.info->groups.begin(), rule.info->groups.end());
  }
  const std::string_view meant = nearestWord(word, known);
  return Error{fmt::format("no {} is named '{}'{}; see 'postern rules'", what, word,
                           meant.empty() ? "" : fmt::format(", did you mean '{}'?", meant))};
}

} // namespace

bool answersTo(const RuleInfo &rule, std::string_view word) {
  return sameWord(word, "all") || sameWord(rule.name, word) || sameWord(rule.code, word) || among(rule.groups, word) ||
         among(rule.refs, word);
}

Expected<std::vector<const Rule *>> select(std::span<const Rule> rules, const std::vector<std::string> &only,
                                           const std::vector<LevelFlag> &flags) {
  const auto known = [&rules](const std::string &word) {
    return std::ranges::any_of(rules, [&word](const Rule &rule) { return answersTo(*rule.info, word); });
  };
  for (const std::string &word : only)
    if (!known(word))
      return unknownWord(rules, word, "rule or group");
  for (const LevelFlag &flag : flags)
    if (!flag.name.empty() && !known(flag.name))
      return unknownWord(rules, flag.name, "rule or group");

  std::vector<const Rule *> selected;
  for (const Rule &rule : rules) {
    bool on = only.empty() ||
              std::ranges::any_of(only, [&rule](const std::string &word) { return answersTo(*rule.info, word); });
    for (const LevelFlag &flag : flags) {
      const bool turns = flag.what == LevelFlag::What::Enable || flag.what == LevelFlag::What::Disable;
      if (turns && answersTo(*rule.info, flag.name))
        on = flag.what == LevelFlag::What::Enable;
    }
    if (on)
      selected.push_back(&rule);
  }
  return selected;
}

void adjustLevels(Findings &findings, const std::vector<LevelFlag> &flags) {
  if (flags.empty())
    return;
  for (Finding &finding : findings) {
    const Level own = finding.diag.level;
    Level level = own;
    for (const LevelFlag &flag : flags) {
      const bool all = flag.name.empty();
      if (!all && !answersTo(*finding.rule, flag.name))
        continue;
      if (flag.what == LevelFlag::What::AsError && (!all || own == Level::Warning))
        level = Level::Error;
      else if (flag.what == LevelFlag::What::NotAsError)
        level = std::min(own, Level::Warning);
    }
    finding.diag.level = level;
  }
}

Expected<const Rule *> find(std::span<const Rule> rules, std::string_view word) {
  for (const Rule &rule : rules)
    if (sameWord(rule.info->name, word) || sameWord(rule.info->code, word))
      return &rule;
  for (const Rule &rule : rules)
    if (among(rule.info->refs, word))
      return &rule;
  return unknownWord(rules, word, "rule");
}

} // namespace postern::check
