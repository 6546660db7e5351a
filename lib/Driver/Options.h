// The command line as data: what the user asked for, checked as far as it can be without looking at the disk.
#pragma once

#include "Basic/Expected.h"
#include "Check/Config.h"
#include "Diag/Diagnostic.h"
#include "Terraform/Expand.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace postern::driver {

enum class Command : uint8_t {
  Print, ///< `text` is the whole answer: help, version
  Check,
  Explain,
  Rules,
  Support,
};

enum class Format : uint8_t { Text, Json, JsonLines, Markdown };
enum class Color : uint8_t { Auto, Always, Never };
enum class Stage : uint8_t { None, Files, Ast, Modules, Instances, Policies, Ingress, Findings };

struct Options {
  Command command = Command::Print;
  std::string text;

  // check
  std::vector<std::string> paths; ///< at least one
  tf::Options terraform;
  std::vector<std::string> exclude;
  std::vector<std::string> only; ///< run these rules only; empty: all
  std::vector<check::LevelFlag> levels;
  std::optional<Level> failOn = Level::Warning; ///< nothing: never fail
  Format format = Format::Text;
  Color color = Color::Auto;
  Stage dump = Stage::None;
  bool strict = false;
  bool stats = false;
  bool memo = true; ///< modules with equal arguments are evaluated once
  bool verify = false;
  std::string verifyRule; ///< what a bare `error:` expects

  // explain
  std::string rule;
};

/// Reads the arguments after the program's name. An error is one sentence about what is wrong and what may have been
/// meant.
Expected<Options> readOptions(const std::vector<std::string> &arguments);

/// TF_VAR_… and TF_DATA_DIR of `environment` ("NAME=value"), which is all of it that plays a part.
std::map<std::string, std::string> terraformEnvironment(const char *const *environment);

} // namespace postern::driver
