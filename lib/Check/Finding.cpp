#include "Check/Finding.h"

#include "Source/SourceManager.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

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

/// What the reader sees of `other` once `into` stands for both.
void absorb(Finding &into, Finding &&other) {
  const std::string address(addressOf(other));
  const bool sameWords = other.diag.message == into.diag.message;
  const bool sameResource = address == addressOf(into);
  const auto told = [&into](const SourceRange &range) {
    return range == into.use || std::ranges::find(into.related, range, &Related::range) != into.related.end();
  };
  // Another call that the same expression goes through is a place to know of.
  for (const PathStep &step : other.diag.path) {
    const auto isHere = [&step](const PathStep &known) { return known.range == step.range; };
    if (step.role == "argument" && std::ranges::none_of(into.diag.path, isHere) && !told(step.range))
      into.related.push_back({"caller", fmt::format("also {}", step.message), step.range, address, {}});
  }
  // Two roots may call one thing by the same name.
  const auto named = [&] {
    return std::ranges::any_of(into.related, [&](const Related &related) {
      return related.role == "instance" && related.address == address && related.facts == other.facts;
    });
  };
  if (!sameResource || !sameWords) {
    const auto add = [&](std::string_view role, std::string message, const SourceRange &range) {
      into.related.push_back({role, std::move(message), range, address, std::move(other.facts)});
    };
    const std::string also = fmt::format("also {}", other.diag.message);
    const auto said = std::ranges::find(into.related, also, &Related::message);
    if (sameResource && said != into.related.end())
      addFacts(said->facts, other.facts);
    else if (sameResource)
      add("use", also, other.use);
    else if (other.use.valid() && !told(other.use) && other.use != other.diag.range)
      add("use", fmt::format("also used here by {}", address), other.use);
    else if (!named())
      add("instance", fmt::format("also in {}", address), into.diag.range);
  } else {
    addFacts(into.facts, other.facts);
  }
  for (Related &related : other.related)
    into.related.push_back(std::move(related));
  for (tf::ResourceRef &resource : other.resources)
    if (std::ranges::find(into.resources, resource) == into.resources.end())
      into.resources.push_back(std::move(resource));
  for (Label &label : other.diag.labels) {
    const bool known =
        std::ranges::any_of(into.diag.labels, [&label](const Label &l) { return l.range == label.range; });
    if (!known)
      into.diag.labels.push_back(std::move(label));
  }
  addCovers(into.covers, other.covers);
}

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
    for (size_t round = 0; round < members.size(); ++round)
      for (const size_t strong : members)
        for (const size_t weak : members) {
          const Finding &a = findings[strong], &b = findings[weak];
          // What is only possible does not make up for what is certain.
          if (!subsumes(*a.rule, *b.rule) || a.diag.certainty > b.diag.certainty)
            continue;
          addCovers(findings[strong].covers, b.covers);
          dropped[weak] = true;
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
  for (size_t i = 0; i < findings.size(); ++i) {
    if (kept > 0 && findings[i].diag.range.valid() && place(findings[kept - 1]) == place(findings[i])) {
      absorb(findings[kept - 1], std::move(findings[i]));
      continue;
    }
    if (kept != i)
      findings[kept] = std::move(findings[i]);
    ++kept;
  }
  findings.resize(kept);
}

} // namespace postern::check
