// conformance PATH... [--root DIR] [--exempt FILE] [--places]
//
// Runs the records of .jsonl files and the tests of the folders that kFolders names: a line for each that fails, then
// how many there were. Of any other folder everything in it is run. Folders named in records start from DIR, by
// default the file's. FILE lists records that are known to fail, `ID reason` a line; one that
// passes all the same is a failure. --places names the texts that are rejected at another place than the record says.
// The last line is `N passed, N failed`.
#include "Basic/FileSystem.h"
#include "Families.h"
#include "Folders.h"
#include "Vectors.h"

#include <fmt/format.h>

#include <algorithm>
#include <iostream>
#include <map>
#include <set>

namespace postern::probe {
namespace {

struct Folder {
  std::string_view name;
  FolderRunner run;
};

constexpr Folder kFolders[] = {
    {"specsuite", runSpecSuite},
    {"valid-files", runValidFiles},
    {"invalid-files", runInvalidFiles},
    {"error-files", runMarkedFiles},
    {"warning-files", runMarkedFiles},
    {"valid-modules", runValidModules},
    {"invalid-modules", runInvalidModules},
    {"inspect", runInspect},
};

struct Totals {
  size_t passed = 0;
  size_t failed = 0;
  size_t exempt = 0;
  size_t rejected = 0;
  size_t samePlace = 0;
  bool showPlaces = false;
  std::set<std::string, std::less<>> exempted; ///< what may fail
  std::map<std::string, size_t> notAsked;
};

void fail(Totals &totals, std::string_view id, const std::string &why) {
  ++totals.failed;
  std::cout << "FAIL " << id << ": " << hcl::json::escaped(why) << '\n';
}

void count(Totals &totals, std::string_view id, const Verdict &verdict) {
  const bool known = totals.exempted.contains(id);
  switch (verdict.outcome) {
  case Outcome::Passed:
    if (known)
      return fail(totals, id, "passes, and need not be exempt any more");
    ++totals.passed;
    return;
  case Outcome::Failed:
    if (!known)
      return fail(totals, id, verdict.why);
    ++totals.exempt;
    return;
  case Outcome::NotAsked:
    ++totals.notAsked[verdict.why];
    return;
  }
}

void runLine(std::string_view line, const std::string &root, Totals &totals) {
  Arena arena;
  const hcl::json::Document document = hcl::json::parse(line, arena);
  if (!document.ok())
    return fail(totals, "?", "the record is no JSON");
  const hcl::json::Node *const idNode = document.root->find("id");
  const std::string_view id = idNode ? idNode->text : "?";
  const Verdict verdict = runRecord(*document.root, root);
  totals.rejected += !verdict.place.empty();
  totals.samePlace += verdict.place == "same";
  if (totals.showPlaces && !verdict.place.empty() && verdict.place != "same")
    std::cout << "PLACE " << id << ": " << hcl::json::escaped(verdict.place) << '\n';
  count(totals, id, verdict);
}

bool runFile(const FileSystem &fs, const std::string &path, const std::string &root, Totals &totals) {
  const Expected<std::string> text = fs.read(path, FileSystem::kMaxFileBytes);
  if (!text) {
    std::cerr << "postern-probe: " << text.error().message << '\n';
    return false;
  }
  const std::string base = root.empty() ? directoryName(path) : root;
  std::string_view rest = *text;
  while (!rest.empty()) {
    const size_t end = rest.find('\n');
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    if (!line.empty())
      runLine(line, base, totals);
  }
  return true;
}

/// Whatever there is to run at `path`.
bool runPath(const FileSystem &fs, const std::string &path, const std::string &root, Totals &totals) {
  if (fs.kind(path) != FileKind::Directory)
    return runFile(fs, path, root, totals);
  const std::string name(baseName(fs.canonical(path)));
  if (const auto *const folder = std::ranges::find(kFolders, name, &Folder::name); folder != std::end(kFolders)) {
    for (const FolderResult &result : folder->run(path))
      count(totals, result.id, {result.why.empty() ? Outcome::Passed : Outcome::Failed, result.why, ""});
    return true;
  }
  const Expected<std::vector<DirectoryEntry>> entries = fs.list(path);
  if (!entries) {
    std::cerr << "postern-probe: " << entries.error().message << '\n';
    return false;
  }
  for (const DirectoryEntry &entry : *entries) {
    const std::string below = joinPath(path, entry.name);
    if (entry.kind == FileKind::Directory ? !entry.link && !runPath(fs, below, root, totals)
                                          : entry.name.ends_with(".jsonl") && !runFile(fs, below, root, totals))
      return false;
  }
  return true;
}

std::set<std::string, std::less<>> readExemptions(std::string_view text) {
  std::set<std::string, std::less<>> out;
  while (!text.empty()) {
    const size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    const std::string_view id = takeWord(line);
    if (!id.empty() && id[0] != '#')
      out.emplace(id);
  }
  return out;
}

} // namespace

int runConformance(std::span<const std::string> args) {
  const RealFileSystem fs;
  std::vector<std::string> paths;
  std::string root;
  Totals totals;
  for (size_t i = 0; i < args.size(); ++i) {
    if (args[i] == "--root" && i + 1 < args.size()) {
      root = args[++i];
    } else if (args[i] == "--exempt" && i + 1 < args.size()) {
      const Expected<std::string> text = fs.read(args[++i], FileSystem::kMaxFileBytes);
      if (!text) {
        std::cerr << "postern-probe: " << text.error().message << '\n';
        return 2;
      }
      totals.exempted = readExemptions(*text);
    } else if (args[i] == "--places") {
      totals.showPlaces = true;
    } else {
      paths.push_back(args[i]);
    }
  }
  for (const std::string &path : paths)
    if (!runPath(fs, path, root, totals))
      return 2;
  for (const auto &[kind, records] : totals.notAsked)
    std::cout << fmt::format("{} records of kind '{}' ask for nothing that is offered\n", records, kind);
  if (totals.rejected > 0)
    std::cout << fmt::format("{} of {} rejected at the same place\n", totals.samePlace, totals.rejected);
  if (totals.exempt > 0)
    std::cout << fmt::format("{} exempt\n", totals.exempt);
  std::cout << fmt::format("{} passed, {} failed\n", totals.passed, totals.failed);
  return 0;
}

} // namespace postern::probe
