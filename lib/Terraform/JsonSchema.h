// What the properties of Terraform's JSON files are: blocks, templates, literal text or expressions.
#pragma once

#include "Syntax/JsonSyntax.h"

namespace postern::tf {

/// The schema of .tf.json files (language.md JS-2 to JS-6). Arguments of resources, providers and modules are not
/// listed: they are templates, and an object among them may stand for a nested block.
const hcl::JsonBodySchema &jsonModuleSchema();

} // namespace postern::tf
