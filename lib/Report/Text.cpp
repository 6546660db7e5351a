#include "Report/Text.h"

#include "Source/SourceManager.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <tuple>

namespace postern::report {

namespace {

constexpr size_t kMaxNotes = 6; ///< of one finding's path; a longer one is folded in its middle
constexpr size_t kMaxRelated = 4;
constexpr size_t kMaxInstances = 8;

std::string_view colorOf(Level level) {
  switch (level) {
  case Level::Note:
    return kCyan;
  case Level::Warning:
    return kMagenta;
  case Level::Error:
    return kRed;
  }
  return {};
}

void printHeading(std::string &out, const SourceRange &range, Level level, std::string_view message,
                  std::string_view name, const SourceManager &sources, Style style) {
  if (range.valid()) {
    const LineColumn place = sources.locate(range.file, range.begin);
    fmt::format_to(std::back_inserter(out), "{}{}:{}:{}:{} ", style.of(kBold), printable(sources.path(range.file)),
                   place.line, place.column, style.of(kReset));
  } else {
    fmt::format_to(std::back_inserter(out), "{}postern:{} ", style.of(kBold), style.of(kReset));
  }
  fmt::format_to(std::back_inserter(out), "{}{}:{} {}", style.of(colorOf(level)), levelName(level), style.of(kReset),
                 printable(message));
  if (!name.empty())
    fmt::format_to(std::back_inserter(out), " [{}]", name);
  out += '\n';
}

void printLine(std::string &out, const SourceRange &range, Level level, std::string_view message, std::string_view name,
               std::span<const SourceRange> others, const SourceManager &sources, Style style) {
  printHeading(out, range, level, message, name, sources, style);
  // A file that could not be read has a place and nothing to show.
  if (range.valid() && !sources.text(range.file).empty())
    out += snippet(sources, range, others, style);
}

void printNote(std::string &out, const SourceRange &range, std::string_view message, const SourceManager &sources,
               Style style) {
  printLine(out, range, Level::Note, message, {}, {}, sources, style);
}

void printHead(std::string &out, const Diagnostic &diag, const SourceManager &sources, Style style) {
  // Labels without words that begin on the caret's line are underlined there.
  std::vector<SourceRange> beside;
  std::vector<const Label *> apart;
  for (const Label &label : diag.labels) {
    const bool sameLine = diag.range.valid() && label.range.valid() && label.range.file == diag.range.file &&
                          sources.locate(label.range.file, label.range.begin).line ==
                              sources.locate(diag.range.file, diag.range.begin).line;
    if (sameLine && label.text.empty())
      beside.push_back(label.range);
    else
      apart.push_back(&label);
  }
  printLine(out, diag.range, diag.level, diag.message, diag.name, beside, sources, style);
  for (const Label *label : apart)
    printNote(out, label->range, label->text.empty() ? "together with this" : std::string_view(label->text), sources,
              style);
}

void printPath(std::string &out, const std::vector<PathStep> &path, const SourceManager &sources, Style style) {
  const bool folded = path.size() > kMaxNotes;
  const size_t head = folded ? kMaxNotes / 2 : path.size(), tail = folded ? kMaxNotes - kMaxNotes / 2 - 1 : 0;
  for (size_t i = 0; i < path.size(); ++i) {
    if (folded && i == head) {
      const size_t hidden = path.size() - head - tail;
      printLine(out, path[i].range, Level::Note, fmt::format("… and {} more steps from here", hidden), {}, {}, sources,
                style);
      i += hidden - 1;
      continue;
    }
    printNote(out, path[i].range, path[i].message, sources, style);
  }
}

bool contains(const SourceRange &outer, const SourceRange &inner) {
  return outer.valid() && inner.valid() && outer.file == inner.file && outer.begin <= inner.begin &&
         inner.end <= outer.end;
}

/// Further users of the expression, and then, without its line again, further instances.
void printRelated(std::string &out, const check::Finding &finding, const SourceManager &sources, Style style) {
  std::vector<const check::Related *> uses, instances;
  std::set<std::string_view> named; // an instance may be told several times, with other facts
  for (const check::Related &related : finding.related) {
    if (related.role != "instance")
      uses.push_back(&related);
    else if (named.insert(related.address).second)
      instances.push_back(&related);
  }
  const size_t shown = uses.size() > kMaxRelated + 1 ? kMaxRelated : uses.size();
  for (size_t i = 0; i < shown; ++i) {
    // What arrives where the caret already stands needs no second picture of that line.
    if (contains(uses[i]->range, finding.diag.range))
      printHeading(out, finding.diag.range, Level::Note, uses[i]->message, {}, sources, style);
    else if (i > 0 ? uses[i]->range == uses[i - 1]->range : uses[i]->range == finding.use)
      printHeading(out, uses[i]->range, Level::Note, uses[i]->message, {}, sources, style);
    else
      printNote(out, uses[i]->range, uses[i]->message, sources, style);
  }
  if (shown < uses.size())
    printNote(out, uses[shown]->range, fmt::format("… and {} more places like this", uses.size() - shown), sources,
              style);
  if (instances.empty())
    return;
  std::string names;
  for (size_t i = 0; i < instances.size() && i < kMaxInstances; ++i)
    names += (names.empty() ? "" : ", ") + instances[i]->address;
  if (instances.size() > kMaxInstances)
    names += fmt::format(" and {} more", instances.size() - kMaxInstances);
  printHeading(out, instances[0]->range, Level::Note, "also in " + names, {}, sources, style);
}

void printHelp(std::string &out, const Diagnostic &diag, Style style) {
  if (!diag.help.empty())
    fmt::format_to(std::back_inserter(out), "{}help:{} {}\n", style.of(kGreen), style.of(kReset), printable(diag.help));
}

std::string counted(uint64_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

auto placeOf(const Diagnostic &diag, const SourceManager &sources) {
  const std::string_view path = diag.range.valid() ? sources.path(diag.range.file) : std::string_view();
  return std::tuple(path, diag.range.begin, diag.range.end, diag.code);
}

} // namespace

void printDiagnostic(std::string &out, const Diagnostic &diag, const SourceManager &sources, Style style) {
  printHead(out, diag, sources, style);
  printPath(out, diag.path, sources, style);
  printHelp(out, diag, style);
}

void printFinding(std::string &out, const check::Finding &finding, const SourceManager &sources, Style style) {
  printHead(out, finding.diag, sources, style);
  printPath(out, finding.diag.path, sources, style);
  printRelated(out, finding, sources, style);
  printHelp(out, finding.diag, style);
}

std::string summaryLine(const Result &result) {
  const Counts &counts = result.counts;
  std::string out;
  if (result.findings.empty()) {
    out = fmt::format("no findings in {} of {}", counted(counts.resources, "resource", "resources"),
                      counted(counts.files, "file", "files"));
  } else {
    const auto count = [&result](Level level) {
      return static_cast<uint64_t>(
          std::ranges::count(result.findings, level, [](const check::Finding &f) { return f.diag.level; }));
    };
    std::string levels;
    const auto add = [&levels](uint64_t n, std::string_view one, std::string_view many) {
      if (n > 0)
        levels += (levels.empty() ? "" : ", ") + counted(n, one, many);
    };
    add(count(Level::Error), "error", "errors");
    add(count(Level::Warning), "warning", "warnings");
    add(count(Level::Note), "note", "notes");
    out = fmt::format("{} ({})", counted(result.findings.size(), "finding", "findings"), levels);
  }
  const auto also = [&out](uint64_t n, std::string_view one, std::string_view many) {
    if (n > 0)
      out += "; " + counted(n, one, many);
  };
  also(counts.syntaxErrors, "syntax error", "syntax errors");
  also(counts.unreadable, "file not readable", "files not readable");
  also(counts.limits, "limit reached", "limits reached");
  also(result.unresolved.size(), "expression unresolved", "expressions unresolved");
  also(counts.missingModules, "module not on disk", "modules not on disk");
  return out;
}

std::string toText(const Result &result, const SourceManager &sources, Style style) {
  std::string out;
  // Both lists are sorted; together they are read from top to bottom.
  auto diag = result.errors.begin();
  auto finding = result.findings.begin();
  while (diag != result.errors.end() || finding != result.findings.end()) {
    const bool diagFirst = finding == result.findings.end() ||
                           (diag != result.errors.end() && placeOf(*diag, sources) < placeOf(finding->diag, sources));
    if (diagFirst)
      printDiagnostic(out, *diag++, sources, style);
    else
      printFinding(out, *finding++, sources, style);
  }
  out += summaryLine(result) + "\n";
  if (!result.findings.empty())
    fmt::format_to(std::back_inserter(out), "for more about a finding: postern explain {}\n",
                   result.findings.front().diag.name);
  return out;
}

} // namespace postern::report
