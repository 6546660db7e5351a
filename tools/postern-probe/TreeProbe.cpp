// tree FILE...              the canonical tree of a file; its diagnostics go to standard error
// parse [--count] PATH...   OK or the first diagnostic of every file below, then how many there are of each; with
//                           --count the files that are not OK, and how many there are of each ending
#include "Basic/FileSystem.h"
#include "Diag/Sink.h"
#include "Families.h"
#include "Source/SourceManager.h"
#include "Syntax/Dump.h"
#include "Syntax/Parse.h"
#include "Terraform/JsonSchema.h"

#include <fmt/format.h>

#include <algorithm>
#include <iostream>
#include <map>

namespace postern::probe {
namespace {

std::string place(const SourceRange &range, const SourceManager &sources) {
  const LineColumn begin = sources.locate(range.file, range.begin);
  return fmt::format("{}:{}:{}", sources.path(range.file), begin.line, begin.column);
}

std::string line(const Diagnostic &diag, const SourceManager &sources) {
  return fmt::format("{}: {}[{}]: {}", place(diag.range, sources), levelName(diag.level), diag.code, diag.message);
}

/// With the reference's words, the other places and the help.
std::string lines(const Diagnostic &diag, const SourceManager &sources) {
  std::string out = line(diag, sources);
  if (!diag.summary.empty())
    out += fmt::format(" ({})", diag.summary);
  out += '\n';
  for (const Label &label : diag.labels)
    out += fmt::format("  {}{}{}\n", place(label.range, sources), label.text.empty() ? "" : ": ", label.text);
  if (!diag.help.empty())
    out += fmt::format("  help: {}\n", diag.help);
  return out;
}

hcl::File parseAny(FileId file, const SourceManager &sources, Sink &sink) {
  const std::string_view path = sources.path(file);
  const std::string_view text = sources.text(file);
  if (path.ends_with(".tfvars.json"))
    return hcl::parseJson(file, text, hcl::jsonVariablesSchema(), sink);
  if (path.ends_with(".json"))
    return hcl::parseJson(file, text, tf::jsonModuleSchema(), sink);
  return hcl::parseNative(file, text, sink);
}

/// The ending that makes a file one of Terraform's; empty for others.
std::string_view endingOf(std::string_view path) {
  constexpr std::string_view kEndings[] = {".tfvars.json", ".tofu.json", ".tf.json", ".tfvars", ".tofu", ".hcl", ".tf"};
  for (const std::string_view ending : kEndings)
    if (path.ends_with(ending))
      return ending;
  return {};
}

/// Files as given, and what reads as configuration below folders as given; links inside folders are not followed.
void collect(const FileSystem &fs, const std::string &path, std::vector<std::string> &out) {
  if (fs.kind(path) != FileKind::Directory) {
    out.push_back(path);
    return;
  }
  const Expected<std::vector<DirectoryEntry>> entries = fs.list(path);
  if (!entries)
    return;
  for (const DirectoryEntry &entry : *entries) {
    if (entry.link)
      continue;
    if (entry.kind == FileKind::Directory)
      collect(fs, joinPath(path, entry.name), out);
    else if (entry.kind == FileKind::Regular && !endingOf(entry.name).empty())
      out.push_back(joinPath(path, entry.name));
  }
}

} // namespace

int runTree(std::span<const std::string> args) {
  const RealFileSystem fs;
  SourceManager sources(fs);
  int code = 0;
  for (const std::string &path : args) {
    const Expected<FileId> file = sources.load(path);
    if (!file) {
      std::cerr << "postern-probe: " << file.error().message << '\n';
      return 2;
    }
    Sink sink;
    const hcl::File parsed = parseAny(*file, sources, sink);
    std::vector<Diagnostic> diags = sink.take();
    sortDiagnostics(diags, sources);
    for (const Diagnostic &diag : diags)
      std::cerr << lines(diag, sources);
    if (parsed.broken)
      code = 1;
    else
      std::cout << hcl::dump(*parsed.body);
  }
  return code;
}

int runParse(std::span<const std::string> args) {
  const RealFileSystem fs;
  const bool countOnly = std::ranges::find(args, "--count") != args.end();
  std::vector<std::string> paths;
  for (const std::string &arg : args)
    if (arg != "--count")
      collect(fs, arg, paths);
  struct Count {
    size_t accepted = 0;
    size_t rejected = 0;
  };
  Count all;
  std::map<std::string_view, Count> byEnding;
  for (const std::string &path : paths) {
    SourceManager sources(fs);
    const Expected<FileId> file = sources.load(path);
    std::string said;
    if (file) {
      Sink sink;
      parseAny(*file, sources, sink);
      std::vector<Diagnostic> diags = sink.take();
      sortDiagnostics(diags, sources);
      said = diags.empty() ? "" : line(diags.front(), sources);
    } else {
      said = path + ": " + file.error().message;
    }
    Count &ending = byEnding[endingOf(path)];
    ++(said.empty() ? all.accepted : all.rejected);
    ++(said.empty() ? ending.accepted : ending.rejected);
    if (!said.empty())
      std::cout << said << '\n';
    else if (!countOnly)
      std::cout << path << ": OK\n";
  }
  if (countOnly)
    for (const auto &[ending, count] : byEnding)
      std::cout << fmt::format("{}: {} files, {} accepted, {} rejected\n", ending, count.accepted + count.rejected,
                               count.accepted, count.rejected);
  std::cout << all.accepted << " accepted, " << all.rejected << " rejected\n";
  return 0;
}

} // namespace postern::probe
