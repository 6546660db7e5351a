#include "Syntax/BridgeBuilder.h"
#include "Syntax/Parse.h"

#include <unicode/utf8.h>

#include <cstring>

namespace postern::hcl {

size_t findBadByte(std::string_view text, size_t at) {
  const auto *const bytes = reinterpret_cast<const uint8_t *>(text.data());
  while (at < text.size()) {
    // Nearly everything is ASCII.
    uint64_t word = 0;
    if (text.size() - at >= sizeof word) {
      std::memcpy(&word, text.data() + at, sizeof word);
      if ((word & 0x8080808080808080u) == 0) {
        at += sizeof word;
        continue;
      }
    }
    int64_t next = static_cast<int64_t>(at);
    int32_t code = 0;
    U8_NEXT(bytes, next, static_cast<int64_t>(text.size()), code);
    if (code < 0)
      return at;
    at = static_cast<size_t>(next);
  }
  return at;
}

namespace {

/// The first byte that is not UTF-8, or the text's size. Comments may hold any bytes (LX-1), nothing else may.
size_t findBadByteOutsideComments(const grammar::HclScanner &scanner) {
  size_t comment = 0;
  const auto &comments = scanner.comments();
  const std::string_view text = scanner.text();
  size_t bad = findBadByte(text, 0);
  for (; bad < text.size(); bad = findBadByte(text, bad + 1)) {
    while (comment < comments.size() && comments[comment].second <= bad)
      ++comment;
    if (comment == comments.size() || comments[comment].first > bad)
      break;
  }
  return bad;
}

/// Said once.
void checkEncoding(const grammar::HclScanner &scanner, BridgeBuilder &builder) {
  const size_t bad = findBadByteOutsideComments(scanner);
  if (bad < scanner.text().size())
    builder.reportBadByte(static_cast<uint32_t>(bad), true);
}

/// A text with zero bytes that is not UTF-8 is none, and its tokens mean nothing.
bool isNoText(const grammar::HclScanner &scanner, size_t badByte) {
  return badByte < scanner.text().size() && scanner.text().find('\0') != std::string_view::npos;
}

} // namespace

std::string_view BridgeBuilder::withoutBadBytes(std::string_view raw) {
  size_t bad = findBadByte(raw, 0);
  if (bad == raw.size())
    return raw;
  std::string out;
  size_t kept = 0;
  for (; bad < raw.size(); bad = findBadByte(raw, kept)) {
    out += raw.substr(kept, bad - kept);
    out += "\xEF\xBF\xBD";
    kept = bad + 1;
  }
  out += raw.substr(kept);
  return target_.arena.copy(out);
}

File parseNative(FileId id, std::string_view text, Sink &sink) {
  File file;
  file.id = id;
  file.arena = std::make_unique<Arena>();
  Sink faults;
  BridgeBuilder builder(text, {id, 0, *file.arena, faults});
  grammar::HclScanner scanner(text, grammar::ScanStart::Body);
  grammar::parseFile(scanner, builder);
  file.body = builder.takeFile();
  const size_t badByte = findBadByteOutsideComments(scanner);
  if (isNoText(scanner, badByte)) {
    faults.take();
    builder.reportBadByte(static_cast<uint32_t>(badByte), false);
    file.body = file.arena->make<Body>(std::span<const Item>(), file.body->range);
  } else if (badByte < text.size()) {
    builder.reportBadByte(static_cast<uint32_t>(badByte), true);
  }
  for (Diagnostic &diag : faults.take())
    sink.report(std::move(diag));
  file.broken = builder.broken();
  file.comments.reserve(scanner.comments().size());
  for (const auto &comment : scanner.comments())
    file.comments.push_back({{id, comment.first, comment.second}});
  return file;
}

const Expr *parseExpression(FileId id, std::string_view text, uint32_t offset, Arena &arena, Sink &sink) {
  BridgeBuilder builder(text, {id, offset, arena, sink});
  grammar::HclScanner scanner(text, grammar::ScanStart::Expression);
  const bool read = grammar::parseWholeExpression(scanner, builder);
  checkEncoding(scanner, builder);
  if (read)
    return builder.takeExpression();
  return arena.make<ErrorExpr>(SourceRange{id, offset, offset + static_cast<uint32_t>(text.size())});
}

const Expr *parseTemplate(FileId id, std::string_view text, uint32_t offset, Arena &arena, Sink &sink) {
  BridgeBuilder builder(text, {id, offset, arena, sink});
  grammar::HclScanner scanner(text, grammar::ScanStart::Template);
  const bool read = grammar::parseWholeTemplate(scanner, builder);
  checkEncoding(scanner, builder);
  if (read)
    return builder.takeTemplate();
  return arena.make<ErrorExpr>(SourceRange{id, offset, offset + static_cast<uint32_t>(text.size())});
}

size_t countTokens(std::string_view text) {
  grammar::HclScanner scanner(text, grammar::ScanStart::Body);
  size_t count = 0;
  while (scanner.next().type != grammar::kEof)
    ++count;
  return count;
}

} // namespace postern::hcl
