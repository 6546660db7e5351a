// What Terraform left in a root's data folder: which modules `terraform init` fetched, .terraform/modules/modules.json
// (language.md MO-9), and the workspace that was selected, .terraform/environment.
#pragma once

#include "Diag/Sink.h"
#include "Terraform/Expand.h"

#include <map>
#include <string>
#include <string_view>

namespace postern::tf {

/// What terraform.workspace is: what the options say, else the one selected in that root's data folder, else "default".
std::string workspaceOf(FileCache &files, const std::string &root, const Options &options);

class Manifest {
public:
  struct Entry {
    std::string source;
    std::string directory; ///< joined with the root folder
  };

  /// A missing or empty file means that nothing is installed; a file that cannot be read is a diagnostic.
  void read(FileCache &files, const std::string &root, const Options &options, Sink &sink);

  /// By the call names joined with dots; null when it is not installed.
  [[nodiscard]] const Entry *find(const std::string &key) const;
  /// Whether anything is installed below that key, so that the way to a module matters.
  [[nodiscard]] bool hasBelow(const std::string &key) const;

private:
  std::map<std::string, Entry> entries_;
};

} // namespace postern::tf
