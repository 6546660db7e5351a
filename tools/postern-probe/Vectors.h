// Runs one record of the test vectors for the language: what it asks for, and whether the answer is as it says.
#pragma once

#include "Syntax/JsonDocument.h"

#include <string>

namespace postern::probe {

enum class Outcome { Passed, Failed, NotAsked };

struct Verdict {
  Outcome outcome = Outcome::Failed;
  std::string why;   ///< of a failure; of NotAsked, what kind of record it is
  std::string place; ///< of a text that had to be rejected: "same", or where it was and where the record says
};

/// `record` is one line of a .jsonl file; relative folders in it start from `root`.
Verdict runRecord(const hcl::json::Node &record, const std::string &root);

} // namespace postern::probe
