// Text and bytes in other clothes: base64, gzip, CSV, URLs, character sets.
#include "Eval/functions/Support.h"

#include <fmt/format.h>
#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <memory>
#include <set>
#include <zlib.h>

namespace postern::eval::functions {

namespace {

/// A computed string that must be UTF-8.
Value textOf(CallSite &site, const std::string &bytes, Args args, std::string_view otherwise) {
  if (!isUtf8(bytes))
    return site.fail(std::string(otherwise), 0);
  if (bytes.size() > kMaxBytes)
    return site.fail("the result is too long");
  return computed(site, bytes, args[0]);
}

std::optional<std::string> unzip(std::string_view bytes) {
  z_stream stream{};
  constexpr int kGzipOnly = 16 + MAX_WBITS;
  if (inflateInit2(&stream, kGzipOnly) != Z_OK)
    return std::nullopt;
  stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  std::string out;
  int status = Z_OK;
  while (status == Z_OK && out.size() <= kMaxBytes) {
    char buffer[16384];
    stream.next_out = reinterpret_cast<Bytef *>(buffer);
    stream.avail_out = sizeof buffer;
    status = inflate(&stream, Z_NO_FLUSH);
    out.append(buffer, sizeof buffer - stream.avail_out);
    if (status == Z_BUF_ERROR)
      break;
  }
  inflateEnd(&stream);
  if (status != Z_STREAM_END)
    return std::nullopt;
  return out;
}

using Converter = std::unique_ptr<UConverter, void (*)(UConverter *)>;

/// A converter that stops at what it cannot convert; null for a name that is not known.
Converter converterFor(std::string_view name) {
  UErrorCode status = U_ZERO_ERROR;
  // UTF-16 without more said is written with the high byte first, behind a mark that the caller adds.
  const std::string wanted =
      ucnv_compareNames(std::string(name).c_str(), "UTF-16") == 0 ? "UTF-16BE" : std::string(name);
  Converter converter(ucnv_open(wanted.c_str(), &status), ucnv_close);
  if (U_FAILURE(status))
    return {nullptr, ucnv_close};
  ucnv_setFromUCallBack(converter.get(), UCNV_FROM_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
  ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
  return converter;
}

bool isPlainUtf16(std::string_view name) {
  return ucnv_compareNames(std::string(name).c_str(), "UTF-16") == 0;
}

/// Reads CSV text record by record, as RFC 4180 has it.
class CsvReader {
public:
  explicit CsvReader(std::string_view text) : text_(text) {}

  /// The next record that is not an empty line; false at the end and after an error.
  bool next(std::vector<std::string> &fields) {
    fields.clear();
    while (skipLineEnd()) {
    }
    if (at_ >= text_.size())
      return false;
    recordLine_ = line_;
    while (true) {
      if (!field(fields.emplace_back()))
        return false;
      if (at_ < text_.size() && text_[at_] == ',') {
        ++at_;
        continue;
      }
      skipLineEnd();
      return true;
    }
  }

  [[nodiscard]] const std::string &error() const { return error_; }
  [[nodiscard]] size_t line() const { return recordLine_; }

private:
  bool skipLineEnd() {
    const std::string_view rest = text_.substr(at_);
    const size_t size = rest.starts_with("\r\n") ? 2 : rest.starts_with("\n") ? 1 : 0;
    at_ += size;
    line_ += size > 0;
    return size > 0;
  }
  [[nodiscard]] bool atFieldEnd() const {
    const std::string_view rest = text_.substr(at_);
    return rest.empty() || rest[0] == ',' || rest[0] == '\n' || rest.starts_with("\r\n");
  }

  bool field(std::string &out) {
    if (at_ < text_.size() && text_[at_] == '"')
      return quotedField(out);
    while (!atFieldEnd()) {
      if (text_[at_] == '"')
        return fail("bare \" in non-quoted field");
      out += text_[at_++];
    }
    return true;
  }

  bool quotedField(std::string &out) {
    for (++at_; at_ < text_.size(); ++at_) {
      if (text_[at_] != '"') {
        if (text_.substr(at_).starts_with("\r\n"))
          ++at_;
        line_ += text_[at_] == '\n';
        out += text_[at_];
        continue;
      }
      if (text_.substr(at_).starts_with("\"\"")) {
        out += '"';
        ++at_;
        continue;
      }
      ++at_;
      return atFieldEnd() || fail("extraneous or missing \" in quoted field");
    }
    return fail("extraneous or missing \" in quoted field");
  }

  bool fail(std::string_view what) {
    error_ = fmt::format("CSV parse error on line {}: {}", line_, what);
    return false;
  }

  std::string_view text_;
  size_t at_ = 0;
  size_t line_ = 1;
  size_t recordLine_ = 1;
  std::string error_;
};

int hexDigit(char c) {
  if (c >= '0' && c <= '9')
    return c - '0';
  if (c >= 'a' && c <= 'f')
    return c - 'a' + 10;
  if (c >= 'A' && c <= 'F')
    return c - 'A' + 10;
  return -1;
}

} // namespace

Value base64decode(CallSite &site, Args args) {
  const std::optional<std::string> bytes = fromBase64(args[0].text());
  if (!bytes)
    return site.fail("failed to decode base64 data", 0);
  return textOf(site, *bytes, args, "the result of decoding the provided string is not valid UTF-8");
}

Value base64encode(CallSite &site, Args args) {
  return computed(site, toBase64(args[0].text()), args[0]);
}

Value base64gunzip(CallSite &site, Args args) {
  const std::optional<std::string> zipped = fromBase64(args[0].text());
  if (!zipped)
    return site.fail("failed to decode base64 data", 0);
  const std::optional<std::string> bytes = unzip(*zipped);
  if (!bytes)
    return site.fail("failed to gunzip the decoded data", 0);
  return textOf(site, *bytes, args, "the result of decoding the provided string is not valid UTF-8");
}

/// The bytes depend on the compressor of the reference; only that they are base64 of gzip is known.
Value base64gzip(CallSite &site, Args args) {
  Refinement refinement;
  refinement.notNull = true;
  refinement.prefix = "H4sI";
  refinement.prefixFull = true;
  return unknownResult(site, site.heap().types.string(), args, refinement);
}

Value csvdecode(CallSite &site, Args args) {
  Heap &heap = site.heap();
  CsvReader reader(args[0].text());
  std::vector<std::string> header;
  if (!reader.next(header))
    return site.fail(reader.error().empty() ? "missing header line" : reader.error(), 0);
  std::vector<AttrType> attrs;
  std::set<std::string_view> seen;
  for (const std::string &name : header) {
    const std::string_view key = heap.intern(normalized(name));
    if (!seen.insert(key).second)
      return site.fail(fmt::format("duplicate column name \"{}\"", name), 0);
    attrs.push_back({key, heap.types.string()});
  }
  std::vector<Value> rows;
  std::vector<std::string> fields;
  while (reader.next(fields)) {
    if (fields.size() != header.size())
      return site.fail(fmt::format("CSV parse error on line {}: wrong number of fields", reader.line()), 0);
    std::vector<Entry> entries;
    for (size_t i = 0; i < fields.size(); ++i)
      entries.push_back({attrs[i].name, computed(site, fields[i], args[0])});
    rows.push_back(heap.object(std::move(entries), callOrigin(site, args[0].origin)));
    if (rows.size() > kMaxElements)
      return site.fail("the result has too many elements");
  }
  if (!reader.error().empty())
    return site.fail(reader.error(), 0);
  return heap.list(heap.types.object(std::move(attrs)), rows);
}

Value textencodebase64(CallSite &site, Args args) {
  const Converter converter = converterFor(args[1].text());
  if (!converter)
    return site.fail(fmt::format("\"{}\" is not a supported IANA encoding name or alias", args[1].text()), 1);
  const icu::UnicodeString text = icu::UnicodeString::fromUTF8({args[0].text().data(), int32_t(args[0].text().size())});
  UErrorCode status = U_ZERO_ERROR;
  std::string bytes(size_t(text.length()) * 8 + 16, '\0');
  const int32_t size =
      ucnv_fromUChars(converter.get(), bytes.data(), int32_t(bytes.size()), text.getBuffer(), text.length(), &status);
  if (U_FAILURE(status))
    return site.fail(
        fmt::format("the given string contains characters that cannot be represented in {}", args[1].text()), 0);
  bytes.resize(size_t(size));
  if (isPlainUtf16(args[1].text()))
    bytes.insert(0, "\xfe\xff");
  return computed(site, toBase64(bytes), args[0]);
}

Value textdecodebase64(CallSite &site, Args args) {
  const Converter converter = converterFor(args[1].text());
  if (!converter)
    return site.fail(fmt::format("\"{}\" is not a supported IANA encoding name or alias", args[1].text()), 1);
  const std::optional<std::string> bytes = fromBase64(args[0].text());
  if (!bytes)
    return site.fail("the given value has an invalid base64 symbol", 0);
  UErrorCode status = U_ZERO_ERROR;
  icu::UnicodeString text;
  const auto capacity = int32_t(bytes->size() * 2 + 16);
  UChar *const buffer = text.getBuffer(capacity);
  const int32_t length =
      ucnv_toUChars(converter.get(), buffer, capacity, bytes->data(), int32_t(bytes->size()), &status);
  text.releaseBuffer(U_FAILURE(status) ? 0 : length);
  if (U_FAILURE(status))
    return site.fail(fmt::format("the given string contains symbols that are not defined for {}", args[1].text()), 0);
  std::string out;
  text.toUTF8String(out);
  return computed(site, out, args[0]);
}

Value urlencode(CallSite &site, Args args) {
  std::string out;
  for (const char c : args[0].text()) {
    const bool plain = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
                       c == '_' || c == '.' || c == '~';
    if (plain)
      out += c;
    else if (c == ' ')
      out += '+';
    else
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return computed(site, out, args[0]);
}

Value urldecode(CallSite &site, Args args) {
  const std::string_view text = args[0].text();
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i] == '+' ? ' ' : text[i];
      continue;
    }
    const int high = i + 2 < text.size() ? hexDigit(text[i + 1]) : -1;
    const int low = i + 2 < text.size() ? hexDigit(text[i + 2]) : -1;
    if (high < 0 || low < 0)
      return site.fail(fmt::format("invalid URL escape \"{}\"", text.substr(i, 3)), 0);
    out += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return textOf(site, out, args, "the decoded text is not valid UTF-8");
}

} // namespace postern::eval::functions
