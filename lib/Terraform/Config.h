// One module's configuration: what the files of a folder declare, override files merged into it.
#pragma once

#include "Basic/Arena.h"
#include "Terraform/Expand.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace postern::tf {

struct VariableDecl {
  std::string_view name;
  const hcl::Block *block;
  [[nodiscard]] const hcl::Attribute *attribute(std::string_view attr) const { return block->body->attribute(attr); }
};

struct LocalDecl {
  std::string_view name;
  const hcl::Attribute *attribute;
};

struct OutputDecl {
  std::string_view name;
  const hcl::Block *block;
};

struct CallDecl {
  std::string_view name;
  const hcl::Block *block;
};

struct ResourceDecl {
  Mode mode;
  std::string_view type;
  std::string_view name;
  const hcl::Block *block;
};

struct ProviderDecl {
  std::string name; ///< as `provider` arguments write it: "aws", "aws.west"
  const hcl::Block *block;
};

/// What a name declared in a module is found by; values are positions in the vectors of ModuleConfig.
using NameIndex = std::map<std::string_view, uint32_t>;

/// Views point into parsed files and into `arena`, so they are good as long as the tree and the file cache are.
struct ModuleConfig {
  std::string directory;
  std::vector<std::string> files; ///< as loaded, in order
  std::vector<VariableDecl> variables;
  std::vector<LocalDecl> locals;
  std::vector<OutputDecl> outputs;
  std::vector<CallDecl> calls;
  std::vector<ResourceDecl> resources;
  std::vector<ProviderDecl> providers;
  NameIndex variableNames, localNames, outputNames, callNames;
  std::map<std::pair<std::string_view, std::string_view>, uint32_t> resourceNames[3]; ///< by mode: type, name
  bool broken = false; ///< something could not be read, so a name that is missing may stand there
  Arena arena;         ///< blocks that merging made
};

/// The files of a folder that make a module, in name order, override files last (MO-1 to MO-3). Names only.
struct ModuleFiles {
  std::vector<std::string> primary;
  std::vector<std::string> overrides;
  [[nodiscard]] bool empty() const { return primary.empty() && overrides.empty(); }
};
ModuleFiles moduleFiles(const std::vector<DirectoryEntry> &entries);

/// Whether Terraform ignores a file of that name: hidden, or an editor's backup.
bool isIgnoredName(std::string_view name);

/// Whether a file of that name belongs to a module, and whether it may only change what others declare.
bool isModuleFile(std::string_view name);
bool isOverrideName(std::string_view name);

/// Reads, merges and indexes the module in `directory`. Syntax diagnostics of its files go to `sink` too.
void loadConfig(ModuleConfig &config, FileCache &files, const std::string &directory, Sink &sink);

/// Hands on what reading and parsing the file had to say.
void reportParsed(const FileCache::Parsed &parsed, Sink &sink);

/// `base` with the arguments and nested blocks of `override` in place of its own (MO-3). Nodes go to `arena`.
const hcl::Block *mergeBlock(const hcl::Block &base, const hcl::Block &override, Arena &arena);

/// The text of a constant string expression; nothing for anything else.
std::optional<std::string_view> constantText(const hcl::Expr *expr);

/// The nearest of `candidates` to a mistyped name, or empty when none is near.
std::string nearest(std::string_view name, const std::vector<std::string_view> &candidates);

} // namespace postern::tf
