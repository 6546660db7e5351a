// Which rules run and how grave their findings are, as the user wants it.
#pragma once

#include "Basic/Expected.h"
#include "Check/Finding.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace postern::check {

/// One -W. They hold in the order in which they were given: a later one wins.
struct LevelFlag {
  enum class What : uint8_t { Enable, Disable, AsError, NotAsError } what;
  std::string name; ///< rule, group, code or another tool's id; empty: all
};

/// Whether `word` means this rule: its name, its code, one of its groups, another tool's id in its refs, or "all".
bool answersTo(const RuleInfo &rule, std::string_view word);

/// Every rule that one of `only` means (all when that is empty) and that no flag turns off, in table order. A word
/// that means no rule is an error, with what may have been meant.
Expected<std::vector<const Rule *>> select(std::span<const Rule> rules, const std::vector<std::string> &only,
                                           const std::vector<LevelFlag> &flags);

/// Raises and lowers levels as the flags say. AsError without a name takes every warning.
void adjustLevels(Findings &findings, const std::vector<LevelFlag> &flags);

/// The first rule that `word` means by name, code or another tool's id; an error says what may have been meant.
Expected<const Rule *> find(std::span<const Rule> rules, std::string_view word);

} // namespace postern::check
