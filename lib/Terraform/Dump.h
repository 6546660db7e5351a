// Dumps of link and expand: deterministic text for people and tests.
#pragma once

#include "Source/SourceManager.h"
#include "Terraform/Expand.h"
#include "Terraform/Instance.h"

#include <string>

namespace postern::tf {

/// One line per instance with its place, then its arguments and nested blocks. Unknowns are written unknown(name),
/// holes of strings ${name}, one of several values oneof(a, b), a collection that may have more [a, ...].
std::string dumpInstances(const Instances &instances, const SourceManager &sources);

/// The same as one JSON object, a resource a line; docs/instances.md says what is in it. Paths are relative to `base`.
std::string dumpInstancesJson(const Instances &instances, const SourceManager &sources, const Root &root,
                              const std::string &base);

/// A value as the dump writes it, on one line.
std::string renderValue(const eval::Heap &heap, const eval::Value &value);

} // namespace postern::tf
