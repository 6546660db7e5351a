// The stages link and expand: from parsed files to instances, for one root module.
#pragma once

#include "Diag/Sink.h"
#include "Eval/Evaluator.h"
#include "Source/SourceManager.h"
#include "Syntax/Parse.h"
#include "Terraform/Instance.h"

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace postern::tf {

/// One `--var` or `--var-file`, in the order they were given.
struct VariableFlag {
  enum class Kind : uint8_t { Assignment, File } kind;
  std::string text; ///< "name=value", or the file's path
};

struct Options {
  std::vector<VariableFlag> variables;
  std::map<std::string, std::string> environment; ///< TF_VAR_name and TF_DATA_DIR, without anything else
  std::map<std::string, std::string> moduleMap;   ///< source → folder
  std::string workspace = "default";
  std::string readBelow; ///< files outside are not read; usually the folder given
  bool includeDormant = false;
  bool pedantic = false; ///< say also what Terraform warns of and accepts
  eval::Limits limits;
};

/// Parsed files of the whole run, each read and parsed once however many roots use it. Thread-safe.
class FileCache {
public:
  explicit FileCache(SourceManager &sources) : sources_(sources) {}

  struct Parsed {
    hcl::File file;
    std::vector<Diagnostic> diagnostics; ///< of syntax, and of the form of a module's blocks
    std::string error;                   ///< why it could not be read; then `file` is empty
  };
  /// By path; parsed at the first question. The reference is good for the run.
  const Parsed &get(const std::string &path);

  /// The entries of a folder, or why it could not be read; asked of the disk once, so every root sees the same.
  struct Listing {
    std::vector<DirectoryEntry> entries;
    std::string error;
  };
  const Listing &list(const std::string &directory);

  /// As FileSystem::canonical, asked once.
  const std::string &canonical(const std::string &path);

  SourceManager &sources() { return sources_; }

private:
  struct Slot {
    std::once_flag once;
    Parsed parsed;
  };
  SourceManager &sources_;
  std::mutex mutex_;
  std::map<std::string, std::unique_ptr<Slot>> slots_;
  std::map<std::string, Listing> listings_;
  std::map<std::string, std::string> canonical_;
};

/// Folders below `path` that hold configuration and are no module called from another folder there (MO, issue text);
/// `path` itself when it holds configuration. Sorted. `files` counts what was seen.
std::vector<std::string> findRoots(FileCache &files, const std::string &path, const std::vector<std::string> &exclude,
                                   Sink &sink);

/// A module's configuration as link leaves it, for `--dump=modules`; the definition is private to the library.
struct ModuleTree;
struct ModuleTreeDeleter {
  void operator()(ModuleTree *tree) const;
};
using ModuleTreePtr = std::unique_ptr<ModuleTree, ModuleTreeDeleter>;

/// Follows module calls that are on disk from the root module in `directory`; merges override files; ranks variable
/// values. From here on no configuration is added: a module not found is unknown, said once.
ModuleTreePtr link(FileCache &files, const std::string &directory, const Options &options, Sink &sink);
std::string dumpModules(const ModuleTree &tree, const SourceManager &sources);

/// Modules that have been evaluated, for all roots of a run: a module that is called with equal arguments, from
/// whichever root, is evaluated once (docs/decisions/007-module-memo.md). Not shared between threads.
class ModuleMemo {
public:
  ModuleMemo();
  ~ModuleMemo();
  ModuleMemo(const ModuleMemo &) = delete;
  ModuleMemo &operator=(const ModuleMemo &) = delete;

  class Impl;
  Impl &impl() { return *impl_; }

private:
  std::unique_ptr<Impl> impl_;
};

/// Evaluates everything: one instance per count and for_each key. From here on nothing is read and nothing evaluated.
/// Without a memo every call is evaluated anew; the result is the same.
Instances expand(const ModuleTree &tree, FileCache &files, const Options &options, Sink &sink, ModuleMemo *memo);

} // namespace postern::tf
