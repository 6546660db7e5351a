#include "Check/Reporter.h"

#include "Eval/OriginWalk.h"
#include "Source/SourceManager.h"
#include "Terraform/Instance.h"

#include <fmt/format.h>

#include <algorithm>

namespace postern::check {

namespace {

using eval::OriginKind;
using eval::OriginStep;

bool contains(const SourceRange &outer, const SourceRange &inner) {
  return outer.valid() && inner.valid() && outer.file == inner.file && outer.begin <= inner.begin &&
         inner.end <= outer.end;
}

/// The words of a station that a reader follows; empty for one that a neighbour tells as well.
PathStep noteOf(const OriginStep &step) {
  switch (step.kind) {
  case OriginKind::Argument:
    return {"argument", fmt::format("passed to module \"{}\" as \"{}\"", step.scope, step.name), step.range};
  case OriginKind::Local:
    return {"local", fmt::format("through local.{}", step.name), step.range};
  case OriginKind::Output:
    return {"output", fmt::format("returned by module \"{}\" as \"{}\"", step.scope, step.name), step.range};
  case OriginKind::Literal:
  case OriginKind::Composite:
  case OriginKind::Default:
  case OriginKind::Given:
  case OriginKind::Reference:
  case OriginKind::Call:
  case OriginKind::Hidden:
    return {};
  case OriginKind::Element:
    // Of all elements, those that make an instance or a block, or go into a policy, are stations of their own.
    if (step.scope == "for_each")
      return {"element", fmt::format("taken by for_each as {}", step.name), step.range};
    if (step.scope == "document")
      return {"document", fmt::format("put into {}", step.name), step.range};
    return {};
  }
  return {};
}

/// Where the traversal that begins with `reference` ends, by its text: attributes and indexes follow without blanks.
SourceRange wholeTraversal(const SourceRange &reference, std::string_view text) {
  const auto isName = [](char c) {
    return c == '_' || c == '-' || c == '*' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
  };
  size_t end = reference.end;
  while (end < text.size()) {
    size_t next = end + 1;
    if (text[end] == '.') {
      while (next < text.size() && isName(text[next]))
        ++next;
      if (next == end + 1)
        break;
    } else if (text[end] == '[') {
      for (int depth = 1; depth > 0 && next < text.size() && text[next] != '\n'; ++next)
        depth += text[next] == '[' ? 1 : text[next] == ']' ? -1 : 0;
      if (text[next - 1] != ']')
        break;
    } else {
      break;
    }
    end = next;
  }
  return {reference.file, reference.begin, static_cast<uint32_t>(end)};
}

// FNV-1a: short, and the same on every machine and in every release.
uint64_t hashText(std::string_view text) {
  uint64_t hash = 0xcbf29ce484222325u;
  for (const char c : text)
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
  return hash;
}

} // namespace

Finding &FindingBuilder::finding() {
  return reporter_->findings_.back();
}

FindingBuilder &FindingBuilder::also(const Trace &trace, std::string_view text) {
  const SourceRange range = reporter_->caretOf(trace, nullptr);
  if (range.valid() && range != finding().diag.range)
    finding().diag.labels.push_back({range, std::string(text)});
  return *this;
}

FindingBuilder &FindingBuilder::possible(std::string_view why) {
  Diagnostic &diag = finding().diag;
  diag.level = Level::Note;
  diag.certainty = Certainty::Possible;
  if (!why.empty())
    diag.message += fmt::format(" (possibly: {})", why);
  return *this;
}

FindingBuilder &FindingBuilder::fact(std::string_view name, std::vector<std::string> values) {
  FindingFacts &facts = finding().facts;
  const auto at = std::ranges::find(facts, name, &FindingFact::name);
  if (at == facts.end())
    facts.push_back({name, std::move(values)});
  else
    at->values = std::move(values);
  return *this;
}

FindingBuilder &FindingBuilder::help(std::string_view text) {
  finding().diag.help = text;
  return *this;
}

FindingBuilder &FindingBuilder::covers(std::string_view capability) {
  std::vector<std::string_view> &covers = finding().covers;
  if (std::ranges::find(covers, capability) == covers.end())
    covers.push_back(capability);
  return *this;
}

FindingBuilder &FindingBuilder::coversNothingYet() {
  finding().covers.clear();
  return *this;
}

Reporter::Reporter(const tf::Instances &instances, const SourceManager &sources, Owned owned)
    : instances_(instances), sources_(sources), owned_(std::move(owned)), builder_(*this) {}

void Reporter::begin(const Rule &rule) {
  rule_ = &rule;
}

void Reporter::at(const void *subject, std::span<const tf::ResourceRef> resources, Truth exists, FactsOf facts,
                  std::string_view doubt) {
  subject_ = subject;
  resources_ = resources;
  exists_ = exists;
  facts_ = facts;
  doubt_ = doubt;
}

FindingBuilder &Reporter::add(const MessageInfo &message, const Trace &where, std::string text) {
  const RuleInfo &rule = *rule_->info;
  Finding finding;
  finding.rule = &rule;
  finding.message = &message;
  finding.score = message.score >= 0 ? message.score : rule.score;
  const auto covers = message.covers.empty() ? rule.covers : message.covers;
  finding.covers.assign(covers.begin(), covers.end());
  finding.resources.assign(resources_.begin(), resources_.end());
  finding.use = where.use;
  finding.subjectKind = rule_->subject;
  finding.subject = subject_;
  finding.facts = facts_(subject_);

  Diagnostic &diag = finding.diag;
  diag.code = rule.code;
  diag.name = rule.name;
  diag.level = message.level ? *message.level : message.score >= 0 ? levelOf(message.score) : rule.level;
  diag.message = std::move(text);
  diag.help = message.help.empty() ? rule.help : message.help;
  diag.range = caretOf(where, &diag.path);
  finding.fingerprint = fingerprintOf(finding);
  findings_.push_back(std::move(finding));

  if (exists_ == Truth::Unknown && !doubt_.empty())
    builder_.possible(doubt_);
  else if (exists_ == Truth::Unknown)
    builder_.possible(resources_.empty() ? std::string()
                                         : fmt::format("whether {} exists is not known", resources_[0].address));
  else if (exists_ == Truth::No)
    builder_.possible("it does not exist with these variables");
  return builder_;
}

// The one place that decides where a caret goes: walk from the literal outwards and stop at the first station in a file
// that the user owns. What comes after is the path, one note for each step that a reader has to follow.
SourceRange Reporter::caretOf(const Trace &where, std::vector<PathStep> *path) const {
  const std::vector<OriginStep> steps =
      where.origin.valid() ? eval::stepsOf(*instances_.heap, where.origin) : std::vector<OriginStep>();
  const auto own = [this](const SourceRange &range) { return range.valid() && owned_(range.file); };

  const auto first = std::ranges::find_if(steps, own, &OriginStep::range);
  SourceRange caret;
  if (first != steps.end())
    caret = first->range;
  else if (own(where.use))
    caret = where.use;
  else if (!resources_.empty())
    caret = callOf(resources_[0].address);
  // All of it is somebody else's: then the literal is the best there is.
  if (!caret.valid())
    caret = !steps.empty() && steps.front().range.valid() ? steps.front().range : where.use;
  if (!path)
    return caret;

  SourceRange reference;
  for (auto step = first == steps.end() ? steps.begin() : first; step != steps.end(); ++step) {
    if (step->kind == OriginKind::Reference && step->range.valid())
      reference = wholeTraversal(step->range, sources_.text(step->range.file));
    PathStep note = noteOf(*step);
    if (note.message.empty())
      continue;
    if (contains(note.range, reference))
      note.range = reference;
    reference = {};
    if (!contains(note.range, caret))
      path->push_back(std::move(note));
  }
  SourceRange use = where.use;
  if (contains(use, reference))
    use = reference;
  if (use.valid() && !contains(use, caret) && !resources_.empty())
    path->push_back({"use", fmt::format("used here by {}", resources_[0].address), use});
  return caret;
}

// The innermost module call around a resource that stands in a file of the user's.
SourceRange Reporter::callOf(std::string_view address) const {
  const tf::ModuleInstance *best = nullptr;
  tf::ModuleInstanceId id;
  uint32_t index = 0;
  for (const tf::ModuleInstance &module : instances_.modules) {
    const bool inside =
        module.path.empty() ||
        (address.starts_with(module.path) && address.size() > module.path.size() && address[module.path.size()] == '.');
    if (inside && (!best || module.path.size() > best->path.size())) {
      best = &module;
      id = tf::ModuleInstanceId(index);
    }
    ++index;
  }
  for (; id.valid(); id = instances_.modules[id].parent) {
    const SourceRange &call = instances_.modules[id].call;
    if (call.valid() && owned_(call.file))
      return call;
  }
  return {};
}

std::string Reporter::fingerprintOf(const Finding &finding) const {
  const std::string_view address = finding.resources.empty() ? std::string_view() : finding.resources[0].address;
  const std::string_view text = finding.diag.range.valid() ? sources_.text(finding.diag.range) : std::string_view();
  return fmt::format("{:016x}", hashText(fmt::format("{}\n{}\n{}", finding.rule->name, address, text)));
}

Findings Reporter::take() {
  Findings findings = std::move(findings_);
  findings_.clear();
  subsume(findings);
  merge(findings, sources_);
  return findings;
}

} // namespace postern::check
