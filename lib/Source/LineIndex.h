// Byte offset to line and column, in the unit that the reader of the output counts in.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace postern {

/// Lines end at LF; a CR before it belongs to the line's end. Lines and columns count from 1.
struct LineColumn {
  uint32_t line = 1;
  uint32_t column = 1;
};

/// Bytes: our text and JSON. Utf16: the language server. CodePoints: SARIF.
enum class ColumnUnit : uint8_t { Bytes, Utf16, CodePoints };

class LineIndex {
public:
  explicit LineIndex(std::string_view text);

  /// `offset` may be anything up to the text's size; beyond it the end of the text is meant.
  [[nodiscard]] LineColumn locate(std::string_view text, uint32_t offset, ColumnUnit unit = ColumnUnit::Bytes) const;

  [[nodiscard]] uint32_t lineCount() const { return static_cast<uint32_t>(starts_.size()); }

  /// The line's bytes without its LF or CR LF. `line` counts from 1.
  [[nodiscard]] std::string_view line(std::string_view text, uint32_t line) const;

  /// Offset of the line's first byte.
  [[nodiscard]] uint32_t lineStart(uint32_t line) const { return starts_[line - 1]; }

private:
  std::vector<uint32_t> starts_;
};

} // namespace postern
