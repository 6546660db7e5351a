// The run as JSON of our own schema, "postern/1": one document, or one finding a line.
#pragma once

#include "Report/Result.h"

#include <span>
#include <string>
#include <string_view>

namespace postern::check {
struct Rule;
} // namespace postern::check

namespace postern::report {

/// Paths are printed relative to `base` where they stand below it. Ends with a newline.
std::string toJson(const Result &result, const SourceManager &sources, std::string_view base, std::string_view version);

/// One line per finding, each the object that toJson has in `findings`; then one with `errors`, `unresolved` and
/// `summary`.
std::string toJsonLines(const Result &result, const SourceManager &sources, std::string_view base,
                        std::string_view version);

/// The rule table: what `postern rules --format=json` prints.
std::string rulesToJson(std::span<const check::Rule> rules);

} // namespace postern::report
