// The folders of test data that are no .jsonl files: one line in kFolders of Conformance.cpp and one function each.
#pragma once

#include <string>
#include <vector>

namespace postern::probe {

/// One test of a folder.
struct FolderResult {
  std::string id;  ///< the folder's name and the test's, as "valid-files/locals.tf"
  std::string why; ///< of a failure; empty when it passed
};

/// Runs every test below `path`, in the order of their ids.
using FolderRunner = std::vector<FolderResult> (*)(const std::string &path);

// Each in a source file of its own.
std::vector<FolderResult> runSpecSuite(const std::string &path);
std::vector<FolderResult> runValidFiles(const std::string &path);
std::vector<FolderResult> runInvalidFiles(const std::string &path);
std::vector<FolderResult> runMarkedFiles(const std::string &path);
std::vector<FolderResult> runValidModules(const std::string &path);
std::vector<FolderResult> runInvalidModules(const std::string &path);
std::vector<FolderResult> runInspect(const std::string &path);

} // namespace postern::probe
