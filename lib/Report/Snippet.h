// A source line with a caret below it, as terminals and editors can show it.
#pragma once

#include "Source/SourceRange.h"

#include <span>
#include <string>
#include <string_view>

namespace postern {
class SourceManager;
} // namespace postern

namespace postern::report {

/// Escape sequences, or nothing at all.
struct Style {
  bool color = false;
  [[nodiscard]] std::string_view of(std::string_view sequence) const { return color ? sequence : std::string_view(); }
};
inline constexpr std::string_view kReset = "\x1b[0m";
inline constexpr std::string_view kBold = "\x1b[1m";
inline constexpr std::string_view kRed = "\x1b[1;31m";
inline constexpr std::string_view kMagenta = "\x1b[1;35m";
inline constexpr std::string_view kCyan = "\x1b[1;36m";
inline constexpr std::string_view kGreen = "\x1b[1;32m";

/// Two lines: the first line of `range`, and `^~~~` below the part of it that stands on that line; `others` that begin
/// on the same line are underlined with `~`. Tabs become blanks, what a terminal would obey or hide is replaced, a
/// very long line is cut around the caret.
std::string snippet(const SourceManager &sources, const SourceRange &range, std::span<const SourceRange> others,
                    Style style);

/// `text` without control characters, directional overrides and bytes that are not UTF-8: nothing in a configuration
/// may give orders to the reader's terminal. Newlines become blanks.
std::string printable(std::string_view text);

} // namespace postern::report
