// One walk over the facts: every selected rule sees every subject of its kind.
#pragma once

#include "Check/Finding.h"
#include "Check/Reporter.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace postern::iam {
struct Policies;
} // namespace postern::iam
namespace postern::net {
struct Exposure;
} // namespace postern::net
namespace postern::cloud {
struct Settings;
} // namespace postern::cloud

namespace postern::check {

/// What lower made of one root module. Nothing of it is Terraform-shaped.
struct Facts {
  const iam::Policies &policies;
  const net::Exposure &exposure;
  const cloud::Settings &settings;
};

/// Runs `rules` over the facts; what they report comes out merged and sorted.
Findings run(const Facts &facts, std::span<const Rule *const> rules, Reporter &reporter);

/// Whether `word` means this rule: its name, its code, one of its groups, another tool's id in its refs, or "all".
bool answersTo(const RuleInfo &rule, std::string_view word);

/// Every rule that one of the words means, in table order; all of them when there are no words. A word that means no
/// rule is put into `unknown`.
std::vector<const Rule *> select(std::span<const Rule> rules, std::span<const std::string> words,
                                 std::vector<std::string> &unknown);

/// What the user may have meant by `word` among names and codes of `rules`; empty when nothing is near.
std::string_view nearest(std::string_view word, std::span<const Rule> rules);

} // namespace postern::check
