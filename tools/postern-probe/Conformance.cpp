// conformance PATH... [--root DIR] [--exempt FILE] [--places]
//
// Runs the records of .jsonl files: a line for each that fails, then how many there were. Folders named in records
// start from DIR, by default the file's. FILE lists records that are known to fail, `ID reason` a line; one that
// passes all the same is a failure. --places names the texts that are rejected at another place than the record says.
// The last line is `N passed, N failed`.
#include "Basic/FileSystem.h"
#include "Families.h"
#include "Vectors.h"

#include <fmt/format.h>

#include <iostream>
#include <map>
#include <set>

namespace postern::probe {
namespace {

struct Totals {
  size_t passed = 0;
  size_t failed = 0;
  size_t exempt = 0;
  size_t rejected = 0;
  size_t samePlace = 0;
  bool showPlaces = false;
  std::map<std::string, size_t> notAsked;
};

void fail(Totals &totals, std::string_view id, const std::string &why) {
  ++totals.failed;
  std::cout << "FAIL " << id << ": " << hcl::json::escaped(why) << '\n';
}

void runLine(std::string_view line, const std::string &root, const std::set<std::string, std::less<>> &exempt,
             Totals &totals) {
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
  const bool known = exempt.contains(id);
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
  std::set<std::string, std::less<>> exempt;
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
      exempt = readExemptions(*text);
    } else if (args[i] == "--places") {
      totals.showPlaces = true;
    } else {
      paths.push_back(args[i]);
    }
  }
  for (const std::string &path : paths) {
    const Expected<std::string> text = fs.read(path, FileSystem::kMaxFileBytes);
    if (!text) {
      std::cerr << "postern-probe: " << text.error().message << '\n';
      return 2;
    }
    const std::string base = root.empty() ? directoryName(path) : root;
    std::string_view rest = *text;
    while (!rest.empty()) {
      const size_t end = rest.find('\n');
      const std::string_view line = rest.substr(0, end);
      rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
      if (!line.empty())
        runLine(line, base, exempt, totals);
    }
  }
  for (const auto &[kind, count] : totals.notAsked)
    std::cout << fmt::format("{} records of kind '{}' ask for nothing that is offered\n", count, kind);
  if (totals.rejected > 0)
    std::cout << fmt::format("{} of {} rejected at the same place\n", totals.samePlace, totals.rejected);
  if (totals.exempt > 0)
    std::cout << fmt::format("{} exempt\n", totals.exempt);
  std::cout << fmt::format("{} passed, {} failed\n", totals.passed, totals.failed);
  return 0;
}

} // namespace postern::probe
