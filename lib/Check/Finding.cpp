#include "Check/Finding.h"

#include "Source/SourceManager.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <unordered_map>

namespace postern::check {

namespace {

void addCovers(std::vector<std::string_view> &into, const std::vector<std::string_view> &more) {
  for (const std::string_view name : more)
    if (std::ranges::find(into, name) == into.end())
      into.push_back(name);
}

bool subsumes(const RuleInfo &rule, const RuleInfo &other) {
  return &rule != &other && std::ranges::find(rule.subsumes, other.name) != rule.subsumes.end();
}

std::string_view addressOf(const Finding &finding) {
  return finding.resources.empty() ? std::string_view() : finding.resources[0].address;
}

/// Takes findings into one that stands for all of them. What it holds is indexed: a rule in a loop finds thousands.
class Absorber {
public:
  explicit Absorber(Finding &into) : into_(into) {
    for (const Related &related : into.related)
      index(related, &related - into.related.data());
    for (const Label &label : into.diag.labels)
      labels_.insert(label.range);
    for (const PathStep &step : into.diag.path)
      path_.insert(step.range);
    for (size_t i = 0; i < into.resources.size(); ++i)
      resources_.emplace(into.resources[i].address, i);
  }

  /// What the reader sees of `other` once this one stands for both.
  void absorb(Finding &&other) {
    const std::string address(addressOf(other));
    // Another call that the same expression goes through is a place to know of.
    for (const PathStep &step : other.diag.path)
      if (step.role == "argument" && !path_.contains(step.range) && !isTold(step.range))
        add({"caller", fmt::format("also {}", step.message), step.range, address, {}});
    tell(other, address);
    for (Related &related : other.related)
      add(std::move(related));
    for (tf::ResourceRef &resource : other.resources)
      add(std::move(resource));
    for (Label &label : other.diag.labels)
      if (labels_.insert(label.range).second)
        into_.diag.labels.push_back(std::move(label));
    addCovers(into_.covers, other.covers);
  }

private:
  void tell(Finding &other, const std::string &address) {
    const bool sameWords = other.diag.message == into_.diag.message;
    const bool sameResource = address == addressOf(into_);
    if (sameResource && sameWords)
      return addFacts(into_.facts, other.facts);
    if (sameResource) {
      std::string also = fmt::format("also {}", other.diag.message);
      if (const auto said = messages_.find(also); said != messages_.end())
        return addFacts(into_.related[said->second].facts, other.facts);
      return add({"use", std::move(also), other.use, address, std::move(other.facts)});
    }
    if (other.use.valid() && !isTold(other.use) && other.use != other.diag.range)
      add({"use", fmt::format("also used here by {}", address), other.use, address, std::move(other.facts)});
    else if (!isNamed(other, address))
      add({"instance", fmt::format("also in {}", address), into_.diag.range, address, std::move(other.facts)});
  }

  [[nodiscard]] bool isTold(const SourceRange &range) const { return range == into_.use || told_.contains(range); }

  /// Two roots may call one thing by the same name.
  [[nodiscard]] bool isNamed(const Finding &other, const std::string &address) const {
    const auto [first, last] = instances_.equal_range(address);
    return std::any_of(first, last,
                       [&](const auto &entry) { return into_.related[entry.second].facts == other.facts; });
  }

  void add(Related &&related) {
    index(related, into_.related.size());
    into_.related.push_back(std::move(related));
  }

  void add(tf::ResourceRef &&resource) {
    const auto [first, last] = resources_.equal_range(resource.address);
    if (std::any_of(first, last, [&](const auto &entry) { return into_.resources[entry.second] == resource; }))
      return;
    resources_.emplace(resource.address, into_.resources.size());
    into_.resources.push_back(std::move(resource));
  }

  void index(const Related &related, size_t at) {
    messages_.emplace(related.message, at);
    told_.insert(related.range);
    if (related.role == "instance")
      instances_.emplace(related.address, at);
  }

  Finding &into_;
  std::unordered_map<std::string, size_t> messages_;                   ///< the first related one with that message
  std::unordered_multimap<std::string, size_t> instances_, resources_; ///< by address
  std::set<SourceRange> told_, labels_, path_;
};

} // namespace

void subsume(Findings &findings) {
  // What stands on one subject with one caret.
  std::map<std::tuple<Subject, const void *, SourceRange>, std::vector<size_t>> groups;
  for (size_t i = 0; i < findings.size(); ++i)
    groups[{findings[i].subjectKind, findings[i].subject, findings[i].diag.range}].push_back(i);

  std::vector<bool> dropped(findings.size());
  for (const auto &[key, members] : groups) {
    if (members.size() < 2)
      continue;
    // A chain of subsumption hands covers on from its end; it is no longer than the group.
    bool more = true;
    for (size_t round = 0; more && round < members.size(); ++round) {
      more = false;
      for (const size_t strong : members)
        for (const size_t weak : members) {
          const Finding &a = findings[strong], &b = findings[weak];
          // What is only possible does not make up for what is certain.
          if (!subsumes(*a.rule, *b.rule) || a.diag.certainty > b.diag.certainty)
            continue;
          const size_t known = a.covers.size();
          addCovers(findings[strong].covers, b.covers);
          more |= !dropped[weak] || a.covers.size() > known;
          dropped[weak] = true;
        }
    }
  }
  size_t kept = 0;
  for (size_t i = 0; i < findings.size(); ++i) {
    if (dropped[i])
      continue;
    findings[i].subject = nullptr;
    if (kept != i)
      findings[kept] = std::move(findings[i]);
    ++kept;
  }
  findings.resize(kept);
}

void merge(Findings &findings, const SourceManager &sources) {
  // Of findings that are one, the gravest and surest speaks for all.
  const auto place = [&sources](const Finding &finding) {
    const SourceRange &range = finding.diag.range;
    const std::string_view path = range.valid() ? sources.path(range.file) : std::string_view();
    return std::tuple(path, range.begin, range.end, finding.diag.code);
  };
  std::ranges::stable_sort(findings, [&place](const Finding &a, const Finding &b) {
    const auto left = place(a), right = place(b);
    if (left != right)
      return left < right;
    if (a.diag.level != b.diag.level)
      return a.diag.level > b.diag.level;
    if (a.score != b.score)
      return a.score > b.score;
    if (a.diag.certainty != b.diag.certainty)
      return a.diag.certainty < b.diag.certainty;
    return addressOf(a) < addressOf(b);
  });
  size_t kept = 0;
  std::optional<Absorber> absorber;
  for (size_t i = 0; i < findings.size(); ++i) {
    if (kept > 0 && findings[i].diag.range.valid() && place(findings[kept - 1]) == place(findings[i])) {
      if (!absorber)
        absorber.emplace(findings[kept - 1]);
      absorber->absorb(std::move(findings[i]));
      continue;
    }
    absorber.reset();
    if (kept != i)
      findings[kept] = std::move(findings[i]);
    ++kept;
  }
  findings.resize(kept);
}

} // namespace postern::check
