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
  std::string root; ///< the folder of the only root that it is for; empty: all of them
};

struct Options {
  std::vector<VariableFlag> variables;
  std::map<std::string, std::string> environment; ///< TF_VAR_name and TF_DATA_DIR, without anything else
  std::map<std::string, std::string> moduleMap;   ///< source → folder
  std::string workspace;                          ///< empty: the one that each root has selected
  std::string readBelow;                          ///< files outside are not read; usually the folder given
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
  /// The canonical path that follows from its folder's: of an entry that was listed and is no link.
  std::optional<std::string> plainCanonical(const std::string &path) const;

  SourceManager &sources_;
  std::mutex mutex_;
  std::map<std::string, std::unique_ptr<Slot>> slots_;
  std::map<std::string, Listing> listings_;
  std::map<std::string, std::string> canonical_;
};

/// What is checked on its own: a root module's folder, and the terragrunt.hcl that gives it values, if one does.
struct Root {
  std::string directory;
  std::string unit; ///< path of the terragrunt.hcl, or empty

  auto operator<=>(const Root &) const = default;
};

/// The roots below `path`: `path` itself when it holds configuration, every folder below that does and is no module
/// called from another folder there, and what each Terragrunt unit there runs (MO-16). Sorted.
std::vector<Root> findRoots(FileCache &files, const std::string &path, const std::vector<std::string> &exclude,
                            Sink &sink);

/// A module's configuration as link leaves it, for `--dump=modules`; the definition is private to the library.
struct ModuleTree;
struct ModuleTreeDeleter {
  void operator()(ModuleTree *tree) const;
};
using ModuleTreePtr = std::unique_ptr<ModuleTree, ModuleTreeDeleter>;

/// Follows module calls that are on disk from the root module; merges override files; ranks variable values. From here
/// on no configuration is added: a module not found is unknown, said by reportOpaque.
ModuleTreePtr link(FileCache &files, const Root &root, const Options &options, Sink &sink);

/// What is wrong with values given on the command line, as far as this root shows it: it is a fault when every root
/// has it.
const std::vector<Diagnostic> &flagFaults(const ModuleTree &tree);
std::string dumpModules(const ModuleTree &tree, const SourceManager &sources);

/// Modules that have been evaluated, for all roots of a run: a module that is called with equal arguments, from
/// whichever root, is evaluated once (docs/decisions/009-a-module-once-for-equal-arguments.md). What expand gives is
/// the same with one and without, so several threads may have one each. Not shared between threads.
class ModuleMemo {
public:
  /// `tellsAll`: the arguments of every call are told apart, for counting them; else only where a folder is called
  /// again.
  explicit ModuleMemo(bool tellsAll = false);
  ~ModuleMemo();
  ModuleMemo(const ModuleMemo &) = delete;
  ModuleMemo &operator=(const ModuleMemo &) = delete;

  /// Lets go of all when it has become too much. Not while something that expand gave is still in use.
  void trim();

  class Impl;
  Impl &impl() { return *impl_; }

private:
  std::unique_ptr<Impl> impl_;
};

/// Evaluates everything: one instance per count and for_each key. From here on nothing is read and nothing evaluated.
/// With a memo, modules that get equal arguments are evaluated once, and the memo must outlive the result.
Instances expand(const ModuleTree &tree, FileCache &files, const Options &options, Sink &sink, ModuleMemo *memo);

/// Says every source that is not on disk once, at its first call, with how many calls there are and how many resources
/// hang on their outputs. `calls` are those of all roots.
void reportOpaque(std::vector<OpaqueCall> calls, const SourceManager &sources, Sink &sink);

} // namespace postern::tf
