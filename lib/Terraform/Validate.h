// Checks the form of a module's blocks: what Terraform refuses while it loads one module, before anything is evaluated.
//
// Everything is said as far as it goes and nothing is lost by it: no block is left out for what is found here.
#pragma once

#include "Diag/Sink.h"
#include "Syntax/Ast.h"
#include "Terraform/Config.h"

#include <span>

namespace postern::tf {

enum class FileRole : uint8_t { Primary, Override };

/// What one file tells by itself; the same however many modules read it. From `fault` on, the first place that could
/// not be read, an argument may have slipped out of its block.
void validateFile(const hcl::Body &body, FileRole role, uint32_t fault, Sink &sink);

/// One file of a module, in the order of loading.
struct ModulePart {
  const hcl::Body *body;
  FileRole role;
};

/// What only shows when a module's files are seen together: settings given twice, defaults that an override spoils.
/// Names declared twice are found where they are indexed (Config.cpp).
void validateModule(std::span<const ModulePart> parts, const ModuleConfig &config, Sink &sink);

/// Says what is wrong with the default of a variable whose block, perhaps made by an override, is `block`.
void validateDefault(const hcl::Block &block, Sink &sink);

} // namespace postern::tf
