// Files and folders of configuration that the reference accepts, refuses, or has something to say about.
//
// What counts is what is said while a module is read and checked for itself: other modules, variable values and
// evaluation play no part.
#include "Basic/FileSystem.h"
#include "Folders.h"
#include "Source/SourceManager.h"
#include "Terraform/Config.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace postern::probe {
namespace {

/// What is said about one module, and where.
struct Said {
  struct Item {
    Diagnostic diag;
    std::string place; ///< FILE:LINE
    uint32_t line = 0;
  };
  std::vector<Item> items;

  [[nodiscard]] const Item *rejecting() const {
    const auto at = std::ranges::find_if(items, [](const Item &item) { return item.diag.rejects; });
    return at == items.end() ? nullptr : &*at;
  }
};

Said located(std::vector<Diagnostic> diags, const SourceManager &sources) {
  sortDiagnostics(diags, sources);
  Said out;
  for (Diagnostic &diag : diags) {
    Said::Item item{.diag = std::move(diag), .place = "?", .line = 0};
    if (const SourceRange &range = item.diag.range; range.valid()) {
      item.line = sources.locate(range.file, range.begin).line;
      item.place = fmt::format("{}:{}", baseName(sources.path(range.file)), item.line);
    }
    out.items.push_back(std::move(item));
  }
  return out;
}

std::string words(const Said::Item &item) {
  return fmt::format("{}: {}: {}", item.place, item.diag.summary, item.diag.message);
}

Said readModule(const std::string &folder, const FileSystem &fs) {
  SourceManager sources(fs);
  tf::FileCache files(sources);
  tf::ModuleConfig config;
  Sink sink;
  tf::loadConfig(config, files, folder, sink);
  return located(sink.take(), sources);
}

/// The file in a folder of its own.
Said readAlone(const std::string &path, const FileSystem &fs) {
  OverlayFileSystem alone(nullptr);
  const Expected<std::string> text = fs.read(path, FileSystem::kMaxFileBytes);
  if (text)
    alone.put(joinPath("alone", baseName(path)), *text);
  return readModule("alone", alone);
}

// Why a test fails; empty when it does not.

std::string accepted(const Said &said) {
  const Said::Item *const item = said.rejecting();
  return item ? words(*item) : "";
}

std::string rejected(const Said &said) {
  return said.rejecting() ? "" : "nothing is wrong with it";
}

template <typename Test>
std::vector<FolderResult> forEachEntry(const std::string &path, FileKind kind, const Test &test) {
  const RealFileSystem fs;
  std::vector<FolderResult> out;
  const Expected<std::vector<DirectoryEntry>> entries = fs.list(path);
  if (!entries)
    return {{path, entries.error().message}};
  for (const DirectoryEntry &entry : *entries)
    if (entry.kind == kind)
      out.push_back({joinPath(baseName(fs.canonical(path)), entry.name), test(joinPath(path, entry.name), fs)});
  return out;
}

/// What the comments of a file ask for, by line.
struct Mark {
  bool rejects;
  std::string_view summary;
};

std::multimap<uint32_t, Mark> marksOf(std::string_view text) {
  std::multimap<uint32_t, Mark> out;
  for (uint32_t line = 1; !text.empty(); ++line) {
    const size_t end = text.find('\n');
    std::string_view content = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    for (const std::string_view word : {"# ERROR: ", "# WARNING: "}) {
      const size_t at = content.find(word);
      if (at == std::string_view::npos)
        continue;
      std::string_view summary = content.substr(at + word.size());
      while (!summary.empty() && (summary.back() == ' ' || summary.back() == '\r'))
        summary.remove_suffix(1);
      out.emplace(line, Mark{word == "# ERROR: ", summary});
    }
  }
  return out;
}

std::string asMarked(const std::string &path, const FileSystem &fs) {
  const Expected<std::string> text = fs.read(path, FileSystem::kMaxFileBytes);
  if (!text)
    return text.error().message;
  SourceManager sources(fs);
  tf::FileCache files(sources);
  const Said said = located(files.get(path).diagnostics, sources);
  const std::multimap<uint32_t, Mark> marks = marksOf(*text);
  for (const auto &[line, mark] : marks) {
    const bool isSaid = std::ranges::any_of(said.items, [line = line, &mark = mark](const Said::Item &item) {
      return item.line == line && item.diag.rejects == mark.rejects && item.diag.summary == mark.summary;
    });
    if (!isSaid)
      return fmt::format("line {} does not give '{}'", line, mark.summary);
  }
  for (const Said::Item &item : said.items)
    if (!marks.contains(item.line))
      return words(item);
  return {};
}

} // namespace

std::vector<FolderResult> runValidFiles(const std::string &path) {
  return forEachEntry(path, FileKind::Regular,
                      [](const std::string &file, const FileSystem &fs) { return accepted(readAlone(file, fs)); });
}

std::vector<FolderResult> runInvalidFiles(const std::string &path) {
  return forEachEntry(path, FileKind::Regular,
                      [](const std::string &file, const FileSystem &fs) { return rejected(readAlone(file, fs)); });
}

std::vector<FolderResult> runMarkedFiles(const std::string &path) {
  return forEachEntry(path, FileKind::Regular, asMarked);
}

std::vector<FolderResult> runValidModules(const std::string &path) {
  return forEachEntry(path, FileKind::Directory,
                      [](const std::string &folder, const FileSystem &fs) { return accepted(readModule(folder, fs)); });
}

std::vector<FolderResult> runInvalidModules(const std::string &path) {
  return forEachEntry(path, FileKind::Directory,
                      [](const std::string &folder, const FileSystem &fs) { return rejected(readModule(folder, fs)); });
}

} // namespace postern::probe
