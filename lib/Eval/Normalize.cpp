#include "Eval/Heap.h"

#include <unicode/normalizer2.h>
#include <unicode/stringpiece.h>

#include <algorithm>

namespace postern::eval {
namespace {

bool isAscii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

const icu::Normalizer2 *formC() {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2 *const normalizer = icu::Normalizer2::getNFCInstance(status);
  POSTERN_CHECK(U_SUCCESS(status));
  return normalizer;
}

icu::StringPiece piece(std::string_view text) {
  return {text.data(), static_cast<int32_t>(text.size())};
}

} // namespace

bool isNormalized(std::string_view text) {
  if (isAscii(text) || text.size() > INT32_MAX)
    return true;
  UErrorCode status = U_ZERO_ERROR;
  return formC()->isNormalizedUTF8(piece(text), status) != 0 || U_FAILURE(status);
}

std::string normalized(std::string_view text) {
  if (isNormalized(text))
    return std::string(text);
  UErrorCode status = U_ZERO_ERROR;
  std::string out;
  icu::StringByteSink<std::string> sink(&out, static_cast<int32_t>(text.size()));
  formC()->normalizeUTF8(0, piece(text), sink, nullptr, status);
  return U_SUCCESS(status) ? out : std::string(text);
}

} // namespace postern::eval
