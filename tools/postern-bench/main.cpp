// postern-bench lex|parse|check DIR: how fast postern reads or checks every .tf file below DIR. MB are 10^6 bytes of
// .tf source; the best of some passes counts.
#include "Basic/FileSystem.h"
#include "Driver/Audit.h"
#include "Report/Text.h"
#include "Source/SourceManager.h"
#include "Syntax/Parse.h"
#include "rules/RuleTable.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <chrono>
#include <iostream>
#include <sys/resource.h>
#include <thread>

namespace postern {
namespace {

struct Request {
  std::string folder;
  uint32_t threads = 1;
  uint32_t passes = 7;
};

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
  uint64_t nodeBytes = 0; ///< taken for the trees, with the unused end of it
  uint64_t diagnostics = 0;
  uint64_t findings = 0;

  void add(const Totals &other) {
    tokens += other.tokens;
    nodeBytes += other.nodeBytes;
    diagnostics += other.diagnostics;
    findings += other.findings;
  }
};

using PerFile = void (*)(const SourceManager &sources, FileId file, Totals &totals);

void lexFile(const SourceManager &sources, FileId file, Totals &totals) {
  totals.tokens += hcl::countTokens(sources.text(file));
}

void parseFile(const SourceManager &sources, FileId file, Totals &totals) {
  Sink sink;
  const hcl::File parsed = hcl::parseNative(file, sources.text(file), sink);
  totals.nodeBytes += parsed.arena->bytes();
  totals.diagnostics += sink.all().size();
}

/// Every file once; each thread takes the next one from the queue when it is done with its last.
Totals pass(const SourceManager &sources, const std::vector<FileId> &files, PerFile work, uint32_t threads) {
  std::vector<Totals> totals(threads);
  std::atomic<size_t> next = 0;
  const auto run = [&](Totals &mine) {
    Totals local;
    for (size_t at = next++; at < files.size(); at = next++)
      work(sources, files[at], local);
    mine = local;
  };
  std::vector<std::thread> others;
  for (uint32_t i = 1; i < threads; ++i)
    others.emplace_back([&run, &totals, i] { run(totals[i]); });
  run(totals[0]);
  for (std::thread &other : others)
    other.join();
  Totals sum;
  for (const Totals &each : totals)
    sum.add(each);
  return sum;
}

/// The whole check from the disk to the printed text, with nothing kept from an earlier pass.
Totals checkAll(const FileSystem &fs, const std::string &folder) {
  driver::Options options;
  options.paths = {folder};
  SourceManager sources(fs);
  tf::FileCache files(sources);
  std::vector<const check::Rule *> rules;
  for (const check::Rule &rule : rules::allRules())
    rules.push_back(&rule);
  const driver::Audit audit = driver::auditAll({options, sources, files, rules});
  Totals totals;
  totals.findings = audit.result.findings.size();
  totals.diagnostics = audit.result.errors.size();
  if (report::toText(audit.result, sources, {}).empty())
    totals.findings = 0;
  return totals;
}

template <typename Work> double best(uint32_t passes, const Work &work) {
  double seconds = 1e9;
  for (uint32_t i = 0; i < passes; ++i) {
    const auto start = std::chrono::steady_clock::now();
    work();
    seconds = std::min(seconds, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  }
  return seconds;
}

int run(const std::string &what, const Request &request) {
  const RealFileSystem fs;
  SourceManager sources(fs);
  std::vector<FileId> files;
  collect(fs, request.folder, sources, files);
  if (files.empty()) {
    std::cerr << "postern-bench: no .tf file below " << request.folder << '\n';
    return 2;
  }
  // The largest first: the last one to be taken should not be the one that everybody waits for.
  std::ranges::stable_sort(files, std::ranges::greater(), [&](FileId file) { return sources.text(file).size(); });

  const double bytes = static_cast<double>(sources.totalBytes());
  std::cout << fmt::format("files {}\nbytes {}\n", files.size(), sources.totalBytes());
  Totals totals;
  double seconds = 0;
  if (what == "check") {
    seconds = best(request.passes, [&] { totals = checkAll(fs, request.folder); });
    std::cout << fmt::format("findings {}\ndiagnostics {}\n", totals.findings, totals.diagnostics);
  } else if (what == "lex") {
    seconds = best(request.passes, [&] { totals = pass(sources, files, lexFile, request.threads); });
    std::cout << fmt::format("tokens {}\n", totals.tokens);
  } else {
    seconds = best(request.passes, [&] { totals = pass(sources, files, parseFile, request.threads); });
    std::cout << fmt::format("diagnostics {}\ntree_bytes_per_byte {:.1f}\n", totals.diagnostics,
                             static_cast<double>(totals.nodeBytes) / bytes);
  }
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  std::cout << fmt::format("seconds {:.3f}\npeak_memory_MB {:.0f}\nMB_per_s {:.1f}\n", seconds,
                           static_cast<double>(usage.ru_maxrss) * 1024 / 1e6, bytes / 1e6 / seconds);
  return 0;
}

} // namespace
} // namespace postern

namespace {

constexpr std::string_view kUsage =
    "usage: postern-bench lex DIR [--passes N] [--threads N]    tokens alone\n"
    "       postern-bench parse DIR [--passes N] [--threads N]  from text to the tree\n"
    "       postern-bench check DIR [--passes N]                from the disk to the printed findings, on one thread\n";

/// Between 1 and `most`; 0 for anything else.
uint32_t countOf(std::string_view text, uint32_t most) {
  uint32_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() && value <= most ? value : 0;
}

} // namespace

int main(int argc, char **argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  postern::Request request;
  bool good = arguments.size() >= 2 && arguments.size() % 2 == 0 &&
              (arguments[0] == "lex" || arguments[0] == "parse" || arguments[0] == "check");
  for (size_t i = 2; good && i < arguments.size(); i += 2) {
    const bool threads = arguments[i] == "--threads" && arguments[0] != "check";
    uint32_t &value = threads ? request.threads : request.passes;
    value = countOf(arguments[i + 1], threads ? 256 : 1000);
    good = value > 0 && (threads || arguments[i] == "--passes");
  }
  if (!good) {
    std::cerr << kUsage;
    return 2;
  }
  request.folder = arguments[1];
  return postern::run(arguments[0], request);
}
