// tree FILE        the canonical tree of a file; its diagnostics go to standard error
// parse PATH...    OK or the first diagnostic of every file below, then how many there are of each
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

namespace postern::probe {
namespace {

std::string line(const Diagnostic &diag, const SourceManager &sources) {
  const LineColumn begin = sources.locate(diag.range.file, diag.range.begin);
  return fmt::format("{}:{}:{}: {}[{}]: {}", sources.path(diag.range.file), begin.line, begin.column,
                     levelName(diag.level), diag.code, diag.message);
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

bool isConfiguration(std::string_view path) {
  constexpr std::string_view kEndings[] = {".tf", ".tofu", ".hcl", ".tfvars", ".tf.json", ".tofu.json", ".tfvars.json"};
  return std::ranges::any_of(kEndings, [path](std::string_view ending) { return path.ends_with(ending); });
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
    else if (entry.kind == FileKind::Regular && isConfiguration(entry.name))
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
      std::cerr << line(diag, sources) << '\n';
    if (parsed.broken)
      code = 1;
    else
      std::cout << hcl::dump(*parsed.body);
  }
  return code;
}

int runParse(std::span<const std::string> args) {
  const RealFileSystem fs;
  std::vector<std::string> paths;
  for (const std::string &arg : args)
    collect(fs, arg, paths);
  size_t good = 0;
  size_t bad = 0;
  for (const std::string &path : paths) {
    SourceManager sources(fs);
    const Expected<FileId> file = sources.load(path);
    if (!file) {
      std::cout << path << ": " << file.error().message << '\n';
      ++bad;
      continue;
    }
    Sink sink;
    const hcl::File parsed = parseAny(*file, sources, sink);
    std::vector<Diagnostic> diags = sink.take();
    sortDiagnostics(diags, sources);
    if (diags.empty())
      std::cout << path << ": OK\n";
    else
      std::cout << line(diags.front(), sources) << '\n';
    ++(diags.empty() ? good : bad);
  }
  std::cout << good << " accepted, " << bad << " rejected\n";
  return 0;
}

} // namespace postern::probe
