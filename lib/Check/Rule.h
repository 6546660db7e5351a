// A row of the rule table: what a card declares, and the function that checks one subject.
#pragma once

#include "Check/Message.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace postern::check {

class Reporter;

/// What a rule looks at, one at a time. The engine knows where each kind is found among the facts.
enum class Subject : uint8_t { IngressRule, SecurityGroup, Statement, Policy, Attachment, Setting };

/// A card's declaration. Everything is static text that the generator wrote.
struct RuleInfo {
  std::string_view name;    ///< "ssh-open-to-world"
  std::string_view code;    ///< "NET101"
  std::string_view subject; ///< as the card spells it: "ingress_rule"
  Level level;              ///< given, or from the score
  double score = -1;        ///< 0 to 10; negative: none
  std::string_view since;
  std::string_view summary;
  std::string_view help;
  bool preview = false;
  std::span<const std::string_view> covers; ///< capability names
  std::span<const std::string_view> refs;   ///< other tools' ids and standards: "CKV_AWS_24", "CWE-284"
  std::span<const std::string_view> groups; ///< the card's folder first: "net"
  std::span<const std::string_view> subsumes;
  std::span<const MessageInfo *const> messages;
};

/// Three levels from a score: error from 7.0, warning from 4.0, note below.
constexpr Level levelOf(double score) {
  return score >= 7.0 ? Level::Error : score >= 4.0 ? Level::Warning : Level::Note;
}

/// `run` calls the rule's function for each of the subjects, which are all of the type that `subject` stands for.
struct Rule {
  const RuleInfo *info = nullptr;
  Subject subject{};
  void (*run)(std::span<const void *const> subjects, Reporter &out) = nullptr;
  std::string_view card; ///< the card's text, for `postern explain`
};

} // namespace postern::check
