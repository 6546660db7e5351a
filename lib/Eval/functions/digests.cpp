// Digests of text, and identifiers made from them or by chance.
#include "Eval/functions/Digest.h"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>

namespace postern::eval::functions {

std::string digestOf(Digest digest, std::string_view bytes) {
  const EVP_MD *method = nullptr;
  switch (digest) {
  case Digest::Md5:
    method = EVP_md5();
    break;
  case Digest::Sha1:
    method = EVP_sha1();
    break;
  case Digest::Sha256:
    method = EVP_sha256();
    break;
  case Digest::Sha512:
    method = EVP_sha512();
    break;
  }
  std::array<unsigned char, EVP_MAX_MD_SIZE> out{};
  unsigned size = 0;
  const int ok = EVP_Digest(bytes.data(), bytes.size(), out.data(), &size, method, nullptr);
  POSTERN_CHECK(ok == 1);
  return {reinterpret_cast<const char *>(out.data()), size};
}

namespace {

Value hexDigest(CallSite &site, Args args, Digest digest) {
  return computed(site, toHex(digestOf(digest, args[0].text())), args[0]);
}

Value base64Digest(CallSite &site, Args args, Digest digest) {
  return computed(site, toBase64(digestOf(digest, args[0].text())), args[0]);
}

/// Something new on every call.
Value freshText(CallSite &site, HoleClass holeClass = HoleClass::Any) {
  Heap &heap = site.heap();
  Refinement refinement;
  refinement.notNull = true;
  const SymbolId symbol = heap.freshSymbol(SymbolKind::Function, fmt::format("{}()", site.name), site.range);
  return heap.refined(heap.types.string(), symbol, refinement, callOrigin(site), holeClass);
}

/// The sixteen bytes of "6ba7b810-9dad-11d1-80b4-00c04fd430c8"; empty for anything else.
std::string uuidBytes(std::string_view text) {
  std::string out;
  int high = -1;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash != (c == '-'))
      return {};
    if (dash)
      continue;
    const int digit = c >= '0' && c <= '9'   ? c - '0'
                      : c >= 'a' && c <= 'f' ? c - 'a' + 10
                      : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                             : -1;
    if (digit < 0)
      return {};
    if (high < 0) {
      high = digit;
    } else {
      out += static_cast<char>(high * 16 + digit);
      high = -1;
    }
  }
  return out.size() == 16 ? out : std::string();
}

} // namespace

Value md5(CallSite &site, Args args) {
  return hexDigest(site, args, Digest::Md5);
}
Value sha1(CallSite &site, Args args) {
  return hexDigest(site, args, Digest::Sha1);
}
Value sha256(CallSite &site, Args args) {
  return hexDigest(site, args, Digest::Sha256);
}
Value sha512(CallSite &site, Args args) {
  return hexDigest(site, args, Digest::Sha512);
}
Value base64sha256(CallSite &site, Args args) {
  return base64Digest(site, args, Digest::Sha256);
}
Value base64sha512(CallSite &site, Args args) {
  return base64Digest(site, args, Digest::Sha512);
}

Value bcrypt(CallSite &site, Args) {
  return freshText(site);
}
Value uuid(CallSite &site, Args) {
  return freshText(site, HoleClass::Id);
}

/// Secret: what it gives is known to the holder of the key only, but the same each time.
Value rsadecrypt(CallSite &site, Args args) {
  return unknownResult(site, site.heap().types.string(), args);
}

Value uuidv5(CallSite &site, Args args) {
  std::string_view space = args[0].text();
  constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kSpaces{{
      {"dns", "6ba7b810-9dad-11d1-80b4-00c04fd430c8"},
      {"url", "6ba7b811-9dad-11d1-80b4-00c04fd430c8"},
      {"oid", "6ba7b812-9dad-11d1-80b4-00c04fd430c8"},
      {"x500", "6ba7b814-9dad-11d1-80b4-00c04fd430c8"},
  }};
  for (const auto &[name, uuid] : kSpaces)
    if (space == name)
      space = uuid;
  const std::string bytes = uuidBytes(space);
  if (bytes.empty())
    return site.fail(fmt::format("uuidv5() doesn't support namespace {}", quoted(args[0])), 0);
  std::string made = digestOf(Digest::Sha1, bytes + std::string(args[1].text())).substr(0, 16);
  made[6] = static_cast<char>((made[6] & 0x0f) | 0x50);
  made[8] = static_cast<char>((made[8] & 0x3f) | 0x80);
  std::string text = toHex(made);
  for (const size_t at : {8, 13, 18, 23})
    text.insert(at, "-");
  return computed(site, text, args[1]);
}

} // namespace postern::eval::functions
