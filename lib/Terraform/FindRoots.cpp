#include "Terraform/Config.h"
#include "Terraform/Terragrunt.h"

#include <algorithm>
#include <deque>
#include <set>

namespace postern::tf {
namespace {

constexpr size_t kMaxFolders = 200'000;

/// Folders that tools make and that hold copies of configuration, or none at all.
bool isToolFolder(std::string_view name) {
  return name == ".terraform" || name == ".terragrunt-cache" || name == ".git" || name == "node_modules";
}

bool isBelow(const std::string &path, const std::string &folder) {
  return path == folder || folder == "/" || path.starts_with(folder + "/");
}

/// `*` and `?` stay within one part of a path, `**` crosses parts.
bool matchesGlob(std::string_view pattern, std::string_view text) {
  // Where the last star was, and how much of the text it has taken: enough to go back to.
  size_t p = 0, t = 0, star = std::string_view::npos, taken = 0;
  bool crosses = false;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      crosses = pattern.substr(p).starts_with("**");
      p += crosses ? 2 : 1;
      star = p;
      taken = t;
    } else if (p < pattern.size() && (pattern[p] == text[t] || (pattern[p] == '?' && text[t] != '/'))) {
      ++p;
      ++t;
    } else if (star != std::string_view::npos && (crosses || text[taken] != '/')) {
      p = star;
      t = ++taken;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', p) == std::string_view::npos;
}

/// A pattern without a slash means a name at any depth, one with a slash a path from the folder given.
bool excluded(const std::vector<std::string> &patterns, const std::string &relative) {
  const std::string_view name = baseName(relative);
  return std::ranges::any_of(patterns, [&](const std::string &pattern) {
    const bool isPath = pattern.find('/') != std::string::npos;
    return matchesGlob(pattern, isPath ? std::string_view(relative) : name);
  });
}

class Finder {
public:
  Finder(FileCache &files, const std::string &path, const std::vector<std::string> &exclude, Sink &sink)
      : files_(files), top_(cleanPath(path)), exclude_(exclude), sink_(sink) {}

  std::vector<Root> run() {
    walk();
    std::set<std::string> called;
    std::vector<Root> roots;
    std::set<std::string> reached;
    for (const std::string &unit : units_) {
      const std::string module = unitModule(files_, unit, top_);
      if (moduleFiles(files_.list(module).entries).empty())
        continue; // settings for other units, or a module that is not on disk
      roots.push_back({module, unit});
      called.insert(module);
      reach(module, reached);
    }
    for (const auto &[folder, calls] : folders_)
      for (const std::string &target : calls)
        if (target != folder)
          called.insert(target);

    const auto add = [&](const std::string &folder) {
      roots.push_back({folder, {}});
      reach(folder, reached);
    };
    for (const auto &[folder, calls] : folders_)
      if ((folder == top_ && !isUnit(roots, folder)) || !called.contains(folder))
        add(folder);
    // Modules that call each other in a circle are nobody's children.
    for (const auto &[folder, calls] : folders_)
      if (!reached.contains(folder))
        add(folder);
    std::ranges::sort(roots);
    return roots;
  }

private:
  /// Whether the folder is a root already, with the values that Terragrunt gives it.
  static bool isUnit(const std::vector<Root> &roots, const std::string &folder) {
    return std::ranges::any_of(roots, [&](const Root &root) { return root.directory == folder; });
  }

  void walk() {
    const std::string realTop = files_.canonical(top_);
    std::set<std::string> seen; // links inside the tree may lead in circles
    std::deque<std::string> queue{top_};
    while (!queue.empty()) {
      const std::string folder = std::move(queue.front());
      queue.pop_front();
      if (!seen.insert(files_.canonical(folder)).second)
        continue;
      if (seen.size() > kMaxFolders) {
        sink_.report(kind::TooManyFolders, {}, top_, kMaxFolders);
        return;
      }
      const FileCache::Listing &listing = files_.list(folder);
      if (!listing.error.empty())
        sink_.report(kind::UnreadableFolder, {}, listing.error);
      for (const DirectoryEntry &entry : listing.entries) {
        if (entry.kind != FileKind::Directory || isToolFolder(entry.name))
          continue;
        const std::string path = joinPath(folder, entry.name);
        if (excluded(exclude_, relativePath(path, top_)))
          continue;
        if (entry.link && !isBelow(files_.canonical(path), realTop))
          sink_.report(kind::SkippedLink, {}, path);
        else
          queue.push_back(path);
      }
      configuration(folder, listing);
    }
  }

  void configuration(const std::string &folder, const FileCache::Listing &listing) {
    for (const DirectoryEntry &entry : listing.entries)
      if (entry.kind == FileKind::Regular && entry.name == kUnitFile)
        units_.push_back(joinPath(folder, entry.name));
    const ModuleFiles names = moduleFiles(listing.entries);
    if (names.empty())
      return;
    std::vector<std::string> &calls = folders_[folder];
    for (const std::vector<std::string> *part : {&names.primary, &names.overrides})
      for (const std::string &name : *part)
        collectCalls(folder, files_.get(joinPath(folder, name)).file.body, calls);
  }

  static void collectCalls(const std::string &folder, const hcl::Body *body, std::vector<std::string> &calls) {
    if (!body)
      return;
    for (const hcl::Item &item : body->items) {
      if (!item.block || item.block->type != "module")
        continue;
      const hcl::Attribute *const source = item.block->body->attribute("source");
      const std::optional<std::string_view> text = source ? constantText(source->value) : std::nullopt;
      if (text && (text->starts_with("./") || text->starts_with("../")))
        calls.push_back(joinPath(folder, *text));
    }
  }

  void reach(const std::string &folder, std::set<std::string> &reached) const {
    std::vector<std::string> pending{folder};
    while (!pending.empty()) {
      const std::string at = std::move(pending.back());
      pending.pop_back();
      const auto calls = folders_.find(at);
      if (calls == folders_.end() || !reached.insert(at).second)
        continue;
      pending.insert(pending.end(), calls->second.begin(), calls->second.end());
    }
  }

  FileCache &files_;
  const std::string top_;
  const std::vector<std::string> &exclude_;
  Sink &sink_;
  std::map<std::string, std::vector<std::string>> folders_; ///< with configuration, and what each calls
  std::vector<std::string> units_;                          ///< Terragrunt's files
};

} // namespace

std::vector<Root> findRoots(FileCache &files, const std::string &path, const std::vector<std::string> &exclude,
                            Sink &sink) {
  return Finder(files, path, exclude, sink).run();
}

} // namespace postern::tf
