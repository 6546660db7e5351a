// What a rule says goes in here; findings with caret, path notes, level and certainty come out.
#pragma once

#include "Check/Finding.h"
#include "Check/Rule.h"
#include "Check/SubjectFacts.h"
#include "Eval/Traced.h"
#include "Eval/Truth.h"

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace postern::tf {
class Instances;
} // namespace postern::tf

namespace postern::check {

class Reporter;

/// What a rule may add to a finding that it has just reported.
class FindingBuilder {
public:
  /// A further place that belongs to the finding: the caret that `trace` would have got. The words may be empty.
  FindingBuilder &also(const Trace &trace, std::string_view text);
  /// An unknown took part: `why` names it ("var.cidr is not known"). Makes the finding a note.
  FindingBuilder &possible(std::string_view why);
  /// In place of what the subject says by that name: just the part that the finding is about.
  FindingBuilder &fact(std::string_view name, std::vector<std::string> values);
  /// In place of the card's help.
  FindingBuilder &help(std::string_view text);
  /// A further capability that holds here.
  FindingBuilder &covers(std::string_view capability);
  /// None of the card's capabilities holds by itself: those that do are added one by one.
  FindingBuilder &coversNothingYet();

private:
  friend class Reporter;
  explicit FindingBuilder(Reporter &reporter) : reporter_(&reporter) {}
  Finding &finding();
  Reporter *reporter_;
};

class Reporter {
public:
  /// `owned` says whether the user can edit a file; carets go to such files only.
  using Owned = std::function<bool(FileId)>;
  Reporter(const tf::Instances &instances, const SourceManager &sources, Owned owned);

  /// The rule that reports from here on.
  void begin(const Rule &rule);
  using FactsOf = FindingFacts (*)(const void *subject);
  /// The subject that is reported on from here on; `facts` is asked when there is a finding. `doubt` says why the
  /// subject may not exist, where there is something better to say than that of its resource.
  void at(const void *subject, std::span<const tf::ResourceRef> resources, Truth exists, FactsOf facts,
          std::string_view doubt = {});

  /// A fact that breaks the rule. A rule calls it once per fact; where the caret goes, which notes lead there, the
  /// level, and what is the same finding again are decided here.
  template <typename... Args>
  FindingBuilder &report(const Message<Args...> &message, const Trace &where,
                         const std::type_identity_t<Args> &...args) {
    return add(message, where, formatMessage(message, args...));
  }

  /// Everything that was reported, subsumption done, merged and sorted.
  Findings take();

private:
  friend class FindingBuilder;

  FindingBuilder &add(const MessageInfo &message, const Trace &where, std::string text);
  [[nodiscard]] SourceRange caretOf(const Trace &where, std::vector<PathStep> *path) const;
  [[nodiscard]] SourceRange callOf(std::string_view address) const;
  [[nodiscard]] std::string fingerprintOf(const Finding &finding) const;

  const tf::Instances &instances_;
  const SourceManager &sources_;
  Owned owned_;
  const Rule *rule_ = nullptr;
  const void *subject_ = nullptr;
  std::span<const tf::ResourceRef> resources_;
  Truth exists_ = Truth::Yes;
  FactsOf facts_ = nullptr;
  std::string_view doubt_;
  Findings findings_;
  FindingBuilder builder_;
};

/// How a row of the table calls its rule: every subject in turn, options as the card gives them.
template <typename RuleType, typename SubjectType> void runRule(std::span<const void *const> subjects, Reporter &out) {
  const typename RuleType::Options options{};
  for (const void *const erased : subjects) {
    const SubjectType &subject = *static_cast<const SubjectType *>(erased);
    std::string_view doubt;
    if constexpr (requires { subject.doubt; })
      doubt = subject.doubt;
    out.at(
        erased, subject.resources, subject.exists,
        [](const void *of) { return factsOf(*static_cast<const SubjectType *>(of)); }, doubt);
    RuleType::check(subject, options, out);
  }
}

} // namespace postern::check

namespace postern {
using check::Reporter;
} // namespace postern
