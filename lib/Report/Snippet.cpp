#include "Report/Snippet.h"

#include "Source/SourceManager.h"

#include <fmt/format.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <vector>

namespace postern::report {

namespace {

constexpr uint32_t kTabStop = 8;
constexpr uint32_t kMaxColumns = 150; ///< of a line, before it is cut around the caret
constexpr uint32_t kBefore = 60;      ///< what is left before the caret then
constexpr std::string_view kReplacement = "\xef\xbf\xbd";
constexpr std::string_view kEllipsis = "\xe2\x80\xa6";

/// One thing on the screen: the bytes to print, where it stands in the line, how many columns it takes.
struct Cell {
  std::string text;
  uint32_t offset;
  uint32_t width;
};

/// The next code point of `text` as a cell; moves `offset` behind it. `column` counts what was printed so far.
Cell nextCell(std::string_view text, uint32_t &offset, uint32_t column) {
  const uint32_t start = offset;
  UChar32 c = 0;
  U8_NEXT(text.data(), offset, static_cast<uint32_t>(text.size()), c);
  if (c == '\t') {
    const uint32_t width = kTabStop - column % kTabStop;
    return {std::string(width, ' '), start, width};
  }
  if (c < 0)
    return {std::string(kReplacement), start, 1};
  if (c == 0xfeff && start == 0)
    return {"", start, 0}; // a byte order mark is nothing to see
  const int8_t type = u_charType(c);
  if (type == U_CONTROL_CHAR || type == U_FORMAT_CHAR || type == U_LINE_SEPARATOR || type == U_PARAGRAPH_SEPARATOR ||
      type == U_SURROGATE)
    return {std::string(kReplacement), start, 1};
  uint32_t width = 1;
  if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK) {
    width = 0;
  } else {
    const int32_t wide = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
    if (wide == U_EA_FULLWIDTH || wide == U_EA_WIDE)
      width = 2;
  }
  return {std::string(text.substr(start, offset - start)), start, width};
}

std::vector<Cell> cellsOf(std::string_view line) {
  std::vector<Cell> cells;
  uint32_t column = 0;
  for (uint32_t offset = 0; offset < line.size();) {
    cells.push_back(nextCell(line, offset, column));
    column += cells.back().width;
  }
  return cells;
}

/// The cells to show: all, or those around the caret with an ellipsis where something was left out.
std::vector<Cell> cut(std::vector<Cell> cells, uint32_t caret) {
  uint32_t columns = 0, caretColumn = 0;
  for (const Cell &cell : cells) {
    if (cell.offset < caret)
      caretColumn += cell.width;
    columns += cell.width;
  }
  if (columns <= kMaxColumns)
    return cells;
  const uint32_t from = caretColumn > kBefore ? caretColumn - kBefore : 0;
  std::vector<Cell> shown;
  uint32_t column = 0;
  bool before = false, after = false;
  uint32_t end = 0;
  for (Cell &cell : cells) {
    const uint32_t at = column;
    column += cell.width;
    if (at < from) {
      before = true;
      continue;
    }
    if (column > from + kMaxColumns) {
      after = true;
      end = cell.offset;
      break;
    }
    shown.push_back(std::move(cell));
  }
  if (before)
    shown.insert(shown.begin(), {std::string(kEllipsis), 0, 1});
  if (after)
    shown.push_back({std::string(kEllipsis), end, 1});
  return shown;
}

} // namespace

std::string snippet(const SourceManager &sources, const SourceRange &range, std::span<const SourceRange> others,
                    Style style) {
  const uint32_t number = sources.locate(range.file, range.begin).line;
  const std::string_view line = sources.line(range.file, number);
  const uint32_t start = sources.lineStart(range.file, number);
  const uint32_t caret = std::min(range.begin - start, static_cast<uint32_t>(line.size()));

  std::string text, marks;
  uint32_t pending = 0; // blanks owed before the next mark
  bool caretDone = false;
  const auto mark = [&](char c, uint32_t width) {
    marks.append(pending, ' ');
    pending = 0;
    marks.append(width, c);
  };
  for (const Cell &cell : cut(cellsOf(line), caret)) {
    text += cell.text;
    const uint32_t place = start + cell.offset;
    const auto holds = [&place](const SourceRange &r) { return r.begin <= place && place < r.end; };
    const bool ellipsis = cell.text == kEllipsis && cell.width == 1 && line.substr(cell.offset, 3) != kEllipsis;
    if (ellipsis) {
      pending += cell.width;
    } else if (!caretDone && cell.offset >= caret && cell.width > 0) {
      caretDone = true;
      mark('^', 1);
      if (cell.width > 1)
        mark(range.size() > 0 ? '~' : ' ', cell.width - 1);
    } else if (holds(range) ||
               std::ranges::any_of(others, [&](const SourceRange &r) { return r.file == range.file && holds(r); })) {
      mark('~', cell.width);
    } else {
      pending += cell.width;
    }
  }
  if (!caretDone)
    mark('^', 1); // behind the last character: something is missing there
  while (text.ends_with(' '))
    text.pop_back();

  return fmt::format("{:>5} |{}{}\n{:>5} | {}{}{}\n", number, text.empty() ? "" : " ", text, "", style.of(kGreen),
                     marks, style.of(kReset));
}

std::string printable(std::string_view text) {
  std::string out;
  for (uint32_t offset = 0; offset < text.size();) {
    if (text[offset] == '\n' || text[offset] == '\t') {
      out += ' ';
      ++offset;
      continue;
    }
    out += nextCell(text, offset, 0).text;
  }
  return out;
}

} // namespace postern::report
