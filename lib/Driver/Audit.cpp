#include "Driver/Audit.h"

#include "Basic/FileSystem.h"
#include "Driver/Fold.h"
#include "Syntax/Dump.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <tuple>

namespace postern::driver {

namespace {

/// What a path of the command line stands for.
struct Target {
  std::vector<tf::Root> roots;
  std::string only; ///< a file: findings elsewhere are left out
};

/// Configuration, variables, or a text that configuration reads: a policy, a template. Which of the latter are read is
/// not known before; a file of another kind is most likely a slip.
bool mayHoldFindings(std::string_view path) {
  constexpr std::array<std::string_view, 6> kEndings = {".tf", ".tofu", ".tfvars", ".json", ".tpl", ".tftpl"};
  return std::ranges::any_of(kEndings, [path](std::string_view ending) { return path.ends_with(ending); });
}

Target targetOf(const std::string &given, const Run &run, tf::Options &options, Sink &sink) {
  const std::string path = cleanPath(given);
  const bool isFolder = run.sources.fileSystem().kind(path) == FileKind::Directory;
  if (!isFolder && mayHoldFindings(path)) {
    options.readBelow = directoryName(path);
    return {{tf::Root{directoryName(path), {}}}, path};
  }
  options.readBelow = path;
  std::vector<tf::Root> roots;
  if (isFolder)
    roots = tf::findRoots(run.files, path, run.options.exclude, sink);
  if (roots.empty())
    sink.report(kind::NoConfiguration, {}, path);
  return {std::move(roots), {}};
}

/// With a file as argument, what stands in other files is left out, but for what keeps the whole from being read: the
/// file itself may mean something else then.
bool isSaidFor(const std::string &only, const Diagnostic &diag, const SourceManager &sources) {
  if (only.empty() || !diag.range.valid() || sources.path(diag.range.file) == only)
    return true;
  report::Counts counts;
  tally(counts, {diag});
  return counts.syntaxErrors + counts.unreadable + counts.limits > 0;
}

/// One item per expression: roots that share a module say the same.
void mergeUnresolved(std::vector<tf::Unresolved> &items, const SourceManager &sources) {
  const auto key = [&sources](const tf::Unresolved &item) {
    const std::string_view path = item.range.valid() ? sources.path(item.range.file) : std::string_view();
    return std::tuple(path, item.range.begin, item.range.end, std::string_view(item.expression));
  };
  std::ranges::stable_sort(items, {}, key);
  std::vector<tf::Unresolved> merged;
  for (tf::Unresolved &item : items) {
    if (merged.empty() || key(merged.back()) != key(item)) {
      merged.push_back(std::move(item));
      continue;
    }
    std::vector<std::string> &affects = merged.back().affects;
    affects.insert(affects.end(), item.affects.begin(), item.affects.end());
  }
  for (tf::Unresolved &item : merged) {
    std::ranges::sort(item.affects);
    item.affects.erase(std::unique(item.affects.begin(), item.affects.end()), item.affects.end());
  }
  items = std::move(merged);
}

std::string dumpFiles(const SourceManager &sources) {
  std::vector<std::pair<std::string_view, size_t>> files;
  for (uint32_t i = 0; i < sources.fileCount(); ++i)
    files.emplace_back(sources.path(FileId(i)), sources.text(FileId(i)).size());
  std::ranges::sort(files);
  std::string out;
  for (const auto &[path, size] : files)
    fmt::format_to(std::back_inserter(out), "{} {}\n", path, size);
  return out;
}

std::string dumpTrees(const Run &run) {
  std::vector<std::string> paths;
  for (uint32_t i = 0; i < run.sources.fileCount(); ++i)
    paths.emplace_back(run.sources.path(FileId(i)));
  std::ranges::sort(paths);
  std::string out;
  for (const std::string &path : paths) {
    const hcl::File &file = run.files.get(path).file;
    if (file.body && isNative(path))
      out += (paths.size() > 1 ? "# " + path + "\n" : std::string()) + hcl::dump(*file.body);
  }
  return out;
}

std::string dumpFindings(const check::Findings &findings, const SourceManager &sources) {
  std::string out;
  for (const check::Finding &finding : findings) {
    const SourceRange &range = finding.diag.range;
    const LineColumn place = range.valid() ? sources.locate(range.file, range.begin) : LineColumn{};
    fmt::format_to(std::back_inserter(out), "{}:{}:{}: {} {}{}", range.valid() ? sources.path(range.file) : "-",
                   place.line, place.column, levelName(finding.diag.level), finding.diag.name,
                   finding.diag.certainty == Certainty::Possible ? " possible" : "");
    for (const tf::ResourceRef &resource : finding.resources)
      out += " " + resource.address;
    out += '\n';
  }
  return out;
}

template <typename T> void append(std::vector<T> &into, std::vector<T> &&more) {
  into.insert(into.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

} // namespace

bool isNative(std::string_view path) {
  return path.ends_with(".tf") || path.ends_with(".tofu") || path.ends_with(".tfvars");
}

void tally(report::Counts &counts, const std::vector<Diagnostic> &diagnostics) {
  constexpr std::array<std::string_view, 2> kUnreadable = {"UnreadableFile", "UnreadableFolder"};
  constexpr std::array<std::string_view, 2> kMissing = {"ComputedSource", "NoModuleThere"};
  constexpr std::array<std::string_view, 3> kLimits = {"TooManyFolders", "TooManyInTotal", "EvaluationLimit"};
  const auto among = [](const auto &names, std::string_view name) {
    return std::ranges::find(names, name) != names.end();
  };
  for (const Diagnostic &diag : diagnostics) {
    if (diag.code.starts_with("E1") && diag.level == Level::Error)
      ++counts.syntaxErrors;
    else if (among(kUnreadable, diag.name))
      ++counts.unreadable;
    else if (among(kMissing, diag.name))
      ++counts.missingModules;
    else if (among(kLimits, diag.name))
      ++counts.limits;
  }
}

Audit auditAll(const Run &run) {
  const auto start = std::chrono::steady_clock::now();
  Audit audit;
  report::Result &result = audit.result;
  Options options = run.options;
  Sink sink;
  std::vector<tf::Root> done;
  std::vector<tf::OpaqueCall> opaque;
  std::optional<std::vector<Diagnostic>> flagFaults;
  tf::ModuleMemo memo(options.stats);
  const bool isJsonDump = options.dump == Stage::Instances && options.format == Format::Json;
  for (const std::string &path : run.options.paths) {
    const Target target = targetOf(path, run, options.terraform, sink);
    for (const tf::Root &root : target.roots) {
      // A root that two arguments lead to is checked once, unless only a part of it is asked for.
      if (target.only.empty() && std::ranges::find(done, root) != done.end())
        continue;
      done.push_back(root);
      RootResult one =
          driver::audit(root, {options, run.sources, run.files, run.rules}, options.memo ? &memo : nullptr);
      memo.trim();
      ++result.counts.roots;
      result.counts.resources += one.resources;
      audit.largestHeap = std::max(audit.largestHeap, one.heapBytes);
      audit.statistics.moduleCalls += one.statistics.moduleCalls;
      audit.statistics.distinctCalls += one.statistics.distinctCalls;
      audit.statistics.modulesEvaluated += one.statistics.modulesEvaluated;
      audit.statistics.steps += one.statistics.steps;
      if (isJsonDump && !audit.dump.empty())
        audit.dump += ",\n";
      audit.dump += one.dump;
      if (!target.only.empty())
        std::erase_if(one.findings, [&](const check::Finding &finding) {
          return !finding.diag.range.valid() || run.sources.path(finding.diag.range.file) != target.only;
        });
      std::erase_if(one.diagnostics,
                    [&](const Diagnostic &diag) { return !isSaidFor(target.only, diag, run.sources); });
      std::erase_if(one.opaque, [&](const tf::OpaqueCall &call) {
        return !target.only.empty() && run.sources.path(call.range.file) != target.only;
      });
      append(result.findings, std::move(one.findings));
      append(result.errors, std::move(one.diagnostics));
      append(result.unresolved, std::move(one.unresolved));
      for (tf::OpaqueCall &call : one.opaque)
        call.root = done.size();
      append(opaque, std::move(one.opaque));
      // What is given on the command line is for all roots, so it is wrong only where it fits none of them.
      if (!flagFaults)
        flagFaults = std::move(one.flagFaults);
      else
        std::erase_if(*flagFaults, [&one](const Diagnostic &fault) {
          return std::ranges::none_of(one.flagFaults, [&fault](const Diagnostic &other) {
            return fault.range == other.range && fault.message == other.message;
          });
        });
    }
  }
  std::set<std::pair<std::string_view, uint32_t>> missing; // calls, once each however many roots reach them
  for (const tf::OpaqueCall &call : opaque)
    missing.emplace(run.sources.path(call.range.file), call.range.begin);
  tf::reportOpaque(std::move(opaque), run.sources, sink);
  append(result.errors, sink.take());
  if (flagFaults)
    append(result.errors, std::move(*flagFaults));
  check::merge(result.findings, run.sources);
  check::adjustLevels(result.findings, run.options.levels);
  sortDiagnostics(result.errors, run.sources);
  foldOldSpellings(result.errors, run.sources);
  mergeUnresolved(result.unresolved, run.sources);
  result.counts.files = run.sources.fileCount();
  tally(result.counts, result.errors);
  result.counts.missingModules += missing.size();
  if (isJsonDump)
    audit.dump = "{\"schema\":\"postern-instances/1\",\"roots\":[" + audit.dump + "]}\n";
  if (run.options.dump == Stage::Files)
    audit.dump = dumpFiles(run.sources);
  else if (run.options.dump == Stage::Ast)
    audit.dump = dumpTrees(run);
  else if (run.options.dump == Stage::Findings)
    audit.dump = dumpFindings(result.findings, run.sources);
  result.counts.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return audit;
}

} // namespace postern::driver
