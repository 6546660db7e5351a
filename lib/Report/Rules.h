// The rules as people read them: the list, and one card with what it flags and accepts.
#pragma once

#include "Check/Rule.h"
#include "Diag/KindTable.h"
#include "Report/Snippet.h"

#include <span>
#include <string>

namespace postern::report {

/// A line per rule: code, level, name, summary.
std::string rulesToText(std::span<const check::Rule> rules, Style style);

/// The same as a table of Markdown.
std::string rulesToMarkdown(std::span<const check::Rule> rules);

/// The card as `postern explain` prints it: what the declaration says in words, then the prose and the examples.
std::string explain(const check::Rule &rule, Style style);

/// What `postern explain` prints for an engine diagnostic.
std::string explain(const kind::Info &kind, Style style);

} // namespace postern::report
