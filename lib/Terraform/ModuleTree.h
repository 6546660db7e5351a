// What link makes and expand reads: the configurations of one root, who calls whom, and the root's variable values.
#pragma once

#include "Terraform/Config.h"
#include "Terraform/Expand.h"

#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace postern::tf {

struct ModuleNode;

/// One module block, and what it leads to.
struct ModuleCall {
  std::string_view name;
  const hcl::Block *block;
  const hcl::Attribute *source = nullptr; ///< null when it is not written
  const ModuleNode *target = nullptr;     ///< null: opaque, its outputs are unknown (UN-24)
  std::string opaqueBecause;              ///< "not installed", …; empty when there is a target
  bool isElsewhere = false;               ///< there is no target because its source is not on disk
};

/// A configuration as it is reached by calls. One node may stand for many call paths: what differs between paths is
/// only where their installed modules are, so nodes are shared wherever no manifest says otherwise.
struct ModuleNode {
  const ModuleConfig *config;
  std::vector<ModuleCall> calls; ///< in the order of config->calls
  /// No resources, data sources or opaque modules here or below: outputs depend on arguments alone.
  bool pure = true;
};

/// The value of a root variable before its type is applied.
struct GivenValue {
  enum class From : uint8_t { Environment, File, Flag } from;
  const hcl::Expr *expr = nullptr; ///< constant expression of a variable file; or null:
  FileId text;                     ///< the text of a flag or environment variable, as a file of its own
  SourceRange nameRange;           ///< where the name is written
};

struct ModuleTree {
  std::string directory; ///< of the root
  std::deque<ModuleConfig> configs;
  std::deque<ModuleNode> nodes;
  const ModuleNode *root = nullptr;
  std::map<std::string, GivenValue, std::less<>> given; ///< by variable name
  std::vector<Diagnostic> flagFaults;
};

/// Root variable values in Terraform's order (MO-5), those of a Terragrunt unit where the environment's stand (MO-16).
/// Undeclared names are said here.
void gatherVariables(ModuleTree &tree, FileCache &files, const Root &root, const Options &options, Sink &sink);

} // namespace postern::tf
