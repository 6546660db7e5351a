// Characters as string functions count them, and the encodings of bytes as text.
#include "Eval/functions/Support.h"

#include <unicode/brkiter.h>
#include <unicode/uchar.h>
#include <unicode/utext.h>
#include <unicode/utf8.h>

#include <array>
#include <memory>

namespace postern::eval::functions {

bool isAscii(std::string_view text) {
  for (const char c : text)
    if (static_cast<unsigned char>(c) >= 0x80)
      return false;
  return true;
}

bool isUtf8(std::string_view text) {
  const auto *const bytes = reinterpret_cast<const uint8_t *>(text.data());
  const auto size = static_cast<int64_t>(text.size());
  for (int64_t at = 0; at < size;) {
    UChar32 c = 0;
    U8_NEXT(bytes, at, size, c);
    if (c < 0)
      return false;
  }
  return true;
}

std::vector<size_t> graphemeEnds(std::string_view text) {
  std::vector<size_t> ends;
  if (isAscii(text) && text.find('\r') == std::string_view::npos) {
    ends.reserve(text.size());
    for (size_t i = 0; i < text.size(); ++i)
      ends.push_back(i + 1);
    return ends;
  }
  UErrorCode status = U_ZERO_ERROR;
  UText input = UTEXT_INITIALIZER;
  utext_openUTF8(&input, text.data(), static_cast<int64_t>(text.size()), &status);
  const std::unique_ptr<icu::BreakIterator> breaks(
      icu::BreakIterator::createCharacterInstance(icu::Locale::getRoot(), status));
  POSTERN_CHECK(U_SUCCESS(status) && breaks);
  breaks->setText(&input, status);
  breaks->first();
  for (int32_t at = breaks->next(); at != icu::BreakIterator::DONE; at = breaks->next())
    ends.push_back(static_cast<size_t>(at));
  utext_close(&input);
  return ends;
}

size_t graphemeCount(std::string_view text) {
  if (isAscii(text) && text.find('\r') == std::string_view::npos)
    return text.size();
  return graphemeEnds(text).size();
}

void appendUtf8(std::string &out, char32_t codePoint) {
  std::array<uint8_t, 4> bytes{};
  int32_t size = 0;
  UBool failed = false;
  U8_APPEND(bytes.data(), size, 4, static_cast<UChar32>(codePoint), failed);
  if (failed)
    return appendUtf8(out, 0xFFFD);
  for (int32_t i = 0; i < size; ++i)
    out += static_cast<char>(bytes[static_cast<size_t>(i)]);
}

char32_t nextCodePoint(std::string_view text, size_t &offset) {
  const auto *const bytes = reinterpret_cast<const uint8_t *>(text.data());
  auto at = static_cast<int64_t>(offset);
  UChar32 c = 0;
  U8_NEXT_OR_FFFD(bytes, at, static_cast<int64_t>(text.size()), c);
  offset = static_cast<size_t>(at);
  return static_cast<char32_t>(c);
}

bool isUnicodeSpace(char32_t codePoint) {
  return u_hasBinaryProperty(static_cast<UChar32>(codePoint), UCHAR_WHITE_SPACE);
}

std::string toHex(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (const char c : bytes) {
    out += kDigits[static_cast<unsigned char>(c) >> 4];
    out += kDigits[static_cast<unsigned char>(c) & 15];
  }
  return out;
}

std::string toBase64(std::string_view bytes) {
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (size_t i = 0; i < bytes.size(); i += 3) {
    uint32_t group = 0;
    for (size_t j = 0; j < 3; ++j)
      group = group << 8 | (i + j < bytes.size() ? static_cast<unsigned char>(bytes[i + j]) : 0u);
    for (size_t j = 0; j < 4; ++j)
      out += i + j > bytes.size() ? '=' : kDigits[group >> (18 - 6 * j) & 63];
  }
  return out;
}

std::optional<std::string> fromBase64(std::string_view text) {
  std::string out;
  uint32_t group = 0;
  size_t digits = 0;
  size_t padding = 0;
  for (const char c : text) {
    // Go's decoder passes over line ends.
    if (c == '\r' || c == '\n')
      continue;
    uint32_t digit = 0;
    if (c == '=') {
      ++padding;
    } else if (padding > 0) {
      return std::nullopt;
    } else if (c >= 'A' && c <= 'Z') {
      digit = uint32_t(c - 'A');
    } else if (c >= 'a' && c <= 'z') {
      digit = uint32_t(c - 'a') + 26;
    } else if (c >= '0' && c <= '9') {
      digit = uint32_t(c - '0') + 52;
    } else if (c == '+') {
      digit = 62;
    } else if (c == '/') {
      digit = 63;
    } else {
      return std::nullopt;
    }
    group = group << 6 | digit;
    if (++digits % 4 != 0)
      continue;
    if (padding > 2)
      return std::nullopt;
    for (size_t j = 0; j + padding < 3; ++j)
      out += static_cast<char>(group >> (16 - 8 * j) & 255);
    group = 0;
  }
  if (digits % 4 != 0 || padding > 2)
    return std::nullopt;
  return out;
}

} // namespace postern::eval::functions
