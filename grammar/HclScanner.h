// Tokens of native syntax from bytes: the lexer grammar's tables, and everything about tokens that is not context free.
#pragma once

#include "HclScannerTables.h"

#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

namespace postern::grammar {

inline constexpr uint32_t kEof = 0xffffffff;

/// Offsets are bytes from the start of the scanned text. `depth` is the number of open frames after the token.
struct ScanToken {
  uint32_t type = kEof;
  uint32_t begin = 0;
  uint32_t end = 0;
  uint32_t depth = 0;
};

/// Length of the Unicode blank that `text` begins with, 0 if there is none.
size_t blankLength(std::string_view text);

/// What the bottom of the text is.
enum class ScanStart : uint8_t { Body, Expression, Template };

/// What is open at a place: bodies, brackets, sequences and literal texts.
enum class FrameKind : uint8_t {
  Body,          ///< the file or a block
  Parenthesis,   ///< (
  Bracket,       ///< [
  Object,        ///< {
  For,           ///< { for
  Interpolation, ///< ${
  Directive,     ///< %{
  Quoted,        ///< "
  Heredoc,       ///< <<X
  Template       ///< a template file
};

struct ScanFrame {
  FrameKind kind;
  bool newlines;      ///< a newline is a token here (EX-2)
  bool value = false; ///< Body: after the = of an attribute, so a { opens an object
  uint32_t begin = 0; ///< what opened it
  uint32_t end = 0;
  std::string_view marker; ///< Heredoc
};

/// The text must outlive the scanner and be smaller than 4 GB. Blanks and comments are dropped, newlines given where
/// they matter; nothing that is in the text stops it. At the end it gives kEof for ever.
class HclScanner {
public:
  HclScanner(std::string_view text, ScanStart start);

  /// Brackets nested deeper than this open with TOO_DEEP.
  static constexpr size_t kMaxDepth = 500;

  ScanToken next();

  [[nodiscard]] std::string_view text() const { return text_; }
  [[nodiscard]] std::string_view text(const ScanToken &token) const {
    return text_.substr(token.begin, token.end - token.begin);
  }
  [[nodiscard]] const ScanFrame &frame(size_t index) const { return frames_[index]; }
  [[nodiscard]] const ScanFrame &top() const { return frames_.back(); }
  [[nodiscard]] size_t depth() const { return frames_.size(); }

  /// Begin and end of every comment so far, without the newline that ends it.
  [[nodiscard]] const std::vector<std::pair<uint32_t, uint32_t>> &comments() const { return comments_; }

  /// Goes on at `position`, a line's start, as the item of a body that has `depth` frames.
  void resume(uint32_t position, size_t depth);

  /// Whether an attribute, a block or a closing brace seems to begin at `position` (blanks before it allowed).
  [[nodiscard]] bool looksLikeItem(uint32_t position) const;

  /// Whether a block with at least one label in quotes seems to begin at `position`.
  [[nodiscard]] bool looksLikeLabelledBlock(uint32_t position) const;

  /// Whether an item was perhaps meant to begin at `position`, with a mistake at its start.
  [[nodiscard]] bool looksLikeAttempt(uint32_t position) const;

  /// Bytes between the start of the line and `position`.
  [[nodiscard]] uint32_t column(uint32_t position) const;
  /// Whether only blanks stand before `position` in its line.
  [[nodiscard]] bool startsLine(uint32_t position) const;

private:
  struct Match {
    uint32_t type;
    uint32_t end;
  };
  enum class ItemLook : uint8_t { None, Attempt, Item, LabelledBlock };
  [[nodiscard]] ItemLook itemLook(uint32_t position) const;
  [[nodiscard]] Match match(uint16_t start, uint32_t position) const;
  [[nodiscard]] uint32_t skipBlanks(uint32_t position, bool newlines) const;
  [[nodiscard]] bool forFollows(uint32_t position) const;

  ScanToken code();
  ScanToken literal(uint16_t start);
  bool heredocCloses(ScanToken &token);
  /// The first carriage return in a part of the text that belongs to no newline, or `end`.
  [[nodiscard]] uint32_t loneReturn(size_t begin, size_t end) const;
  void comment(uint32_t begin, uint32_t end);
  void openBrace(ScanToken &token);
  void openBracket(ScanToken &token);
  void close(ScanToken &token, FrameKind kind);
  void closeBrace(ScanToken &token);
  void push(ScanToken &token, FrameKind kind, bool newlines);

  std::string_view text_;
  uint32_t position_ = 0;
  bool lineStart_ = false;      ///< in a heredoc: nothing of the line was read yet
  bool afterBracket_ = false;   ///< the last token was the [ of a full splat
  bool afterDirective_ = false; ///< the last token was %{
  std::vector<ScanFrame> frames_;
  std::vector<std::pair<uint32_t, uint32_t>> comments_;
};

} // namespace postern::grammar
