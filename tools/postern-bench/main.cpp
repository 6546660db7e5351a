// postern-bench lex|parse DIR: how fast the front end reads every .tf file below DIR, on one thread. The files are
// read beforehand; the best of some passes counts. MB are 10^6 bytes.
#include "Basic/FileSystem.h"
#include "Source/SourceManager.h"
#include "Syntax/Parse.h"

#include <fmt/format.h>

#include <chrono>
#include <iostream>
#include <map>
#include <string_view>

namespace postern {
namespace {

void collect(const FileSystem &fs, const std::string &folder, SourceManager &sources, std::vector<FileId> &files) {
  const Expected<std::vector<DirectoryEntry>> entries = fs.list(folder);
  if (!entries)
    return;
  for (const DirectoryEntry &entry : *entries) {
    const std::string path = joinPath(folder, entry.name);
    if (entry.kind == FileKind::Directory && !entry.link)
      collect(fs, path, sources, files);
    else if (entry.kind == FileKind::Regular && entry.name.ends_with(".tf"))
      if (const Expected<FileId> file = sources.load(path))
        files.push_back(*file);
  }
}

/// Keeps the optimiser from dropping the work, and says what was read.
struct Totals {
  uint64_t tokens = 0;
  uint64_t nodeBytes = 0;
  uint64_t diagnostics = 0;
};

void lex(const SourceManager &sources, FileId file, Totals &totals) {
  totals.tokens += hcl::countTokens(sources.text(file));
}

void parse(const SourceManager &sources, FileId file, Totals &totals) {
  Sink sink;
  const hcl::File parsed = hcl::parseNative(file, sources.text(file), sink);
  totals.nodeBytes += parsed.arena->bytes();
  totals.diagnostics += sink.all().size();
}

int run(const std::string &what, const std::string &folder) {
  const std::map<std::string_view, decltype(&lex)> stages = {{"lex", lex}, {"parse", parse}};
  const auto stage = stages.find(what);
  if (stage == stages.end()) {
    std::cerr << "postern-bench: no measurement '" << what << "'; there are lex and parse\n";
    return 2;
  }
  const RealFileSystem fs;
  SourceManager sources(fs);
  std::vector<FileId> files;
  collect(fs, folder, sources, files);
  if (files.empty()) {
    std::cerr << "postern-bench: no .tf file below " << folder << '\n';
    return 2;
  }

  constexpr int kPasses = 7;
  double best = 1e9;
  Totals totals;
  for (int pass = 0; pass < kPasses; ++pass) {
    totals = {};
    const auto start = std::chrono::steady_clock::now();
    for (const FileId file : files)
      stage->second(sources, file, totals);
    best = std::min(best, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  }
  const double bytes = static_cast<double>(sources.totalBytes());
  std::cout << fmt::format("files {}\nbytes {}\n", files.size(), sources.totalBytes());
  if (totals.tokens > 0)
    std::cout << fmt::format("tokens {}\n", totals.tokens);
  if (totals.nodeBytes > 0)
    std::cout << fmt::format("tree_bytes_per_byte {:.1f}\ndiagnostics {}\n",
                             static_cast<double>(totals.nodeBytes) / bytes, totals.diagnostics);
  std::cout << fmt::format("MB_per_s {:.1f}\n", bytes / 1e6 / best);
  return 0;
}

} // namespace
} // namespace postern

int main(int argc, char **argv) {
  if (argc != 3) {
    std::cerr << "usage: postern-bench lex|parse DIR\n";
    return 2;
  }
  return postern::run(argv[1], argv[2]);
}
