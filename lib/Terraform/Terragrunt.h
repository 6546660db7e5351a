// Terragrunt's units, as far as their text says without running Terragrunt (language.md MO-16).
#pragma once

#include "Terraform/Expand.h"

#include <string>
#include <string_view>
#include <vector>

namespace postern::tf {

inline constexpr std::string_view kUnitFile = "terragrunt.hcl";

/// The folder of the module that the unit in the file `path` runs: the one that its `source` means when that is on
/// disk, its own folder when it names none. Empty when the source is elsewhere or not known. `top` is the folder that
/// stands for the repository where nothing else says which one it is.
std::string unitModule(FileCache &files, const std::string &path, const std::string &top);

struct UnitInput {
  std::string_view name;
  const hcl::Expr *value; ///< constant
  SourceRange nameRange;
};

/// The inputs with constant values, those of included files first, so that the unit's own replace them.
std::vector<UnitInput> unitInputs(FileCache &files, const std::string &path);

} // namespace postern::tf
