#include "Syntax/Comments.h"

#include "Source/SourceManager.h"

#include <charconv>
#include <optional>

namespace postern::hcl {
namespace {

std::string_view trimmed(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos)
    return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

/// Reads one line word by word.
struct Reader {
  std::string_view rest;

  bool take(std::string_view word) {
    if (!rest.starts_with(word))
      return false;
    rest.remove_prefix(word.size());
    return true;
  }
  void skipBlanks() {
    const size_t first = rest.find_first_not_of(" \t");
    rest.remove_prefix(first == std::string_view::npos ? rest.size() : first);
  }
  std::optional<int32_t> number() {
    int32_t value = 0;
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), value);
    if (error != std::errc())
      return std::nullopt;
    rest.remove_prefix(static_cast<size_t>(end - rest.data()));
    return value;
  }
};

/// Byte offset in `line` of the character in column `column`, from 0; columns beyond the end go on one by one.
uint32_t byteOfColumn(std::string_view line, uint32_t column) {
  uint32_t byte = 0;
  for (uint32_t seen = 0; seen < column; ++seen) {
    ++byte;
    while (byte < line.size() && (static_cast<unsigned char>(line[byte]) & 0xc0) == 0x80)
      ++byte;
  }
  return byte;
}

class ExpectationReader {
public:
  ExpectationReader(const File &file, const SourceManager &sources) : file_(file), sources_(sources) {}

  std::vector<Expectation> run();

private:
  void read(const Comment &comment);
  void readCarets(Expectation &out, Reader reader, uint32_t line);
  void readPlace(Expectation &out, Reader reader);
  void readWords(Expectation &out, Reader reader);
  void malformed(Expectation &out, std::string_view why) {
    out.kind = Expectation::Kind::Malformed;
    out.text = why;
    found_.push_back(std::move(out));
  }
  [[nodiscard]] bool isCaretLine(uint32_t line) const;

  const File &file_;
  const SourceManager &sources_;
  std::vector<Expectation> found_;
};

/// What stands on a line after `#` or `//`, when nothing stands before.
std::string_view afterMarker(std::string_view line) {
  Reader reader{line};
  reader.skipBlanks();
  return reader.take("#") || reader.take("//") ? reader.rest : std::string_view();
}

bool ExpectationReader::isCaretLine(uint32_t line) const {
  Reader reader{afterMarker(sources_.line(file_.id, line))};
  reader.take("<");
  reader.skipBlanks();
  return reader.rest.starts_with("^");
}

void ExpectationReader::readWords(Expectation &out, Reader reader) {
  reader.skipBlanks();
  const bool error = reader.take("error");
  const bool warning = !error && reader.take("warning");
  const bool note = !error && !warning && reader.take("note");
  const bool help = !error && !warning && !note && reader.take("help");
  if (!error && !warning && !note && !help)
    return malformed(out, "an expectation says error, warning, note or help");
  out.level = error ? Level::Error : warning ? Level::Warning : Level::Note;
  const bool coded = !help && reader.take("[");
  if (coded) {
    const size_t close = reader.rest.find(']');
    if (close == std::string_view::npos || close == 0)
      return malformed(out, "an expectation's code is closed by ']'");
    out.code = reader.rest.substr(0, close);
    reader.rest.remove_prefix(close + 1);
  }
  out.kind = help ? Expectation::Kind::Help : note && !coded ? Expectation::Kind::Note : Expectation::Kind::Diagnostic;
  if (reader.take(":"))
    out.text = trimmed(reader.rest);
  else if (!coded || !trimmed(reader.rest).empty())
    return malformed(out, "an expectation has a colon before the words of the message");
  found_.push_back(std::move(out));
}

/// `reader` stands after the comment's marker, on `line`.
void ExpectationReader::readCarets(Expectation &out, Reader reader, uint32_t line) {
  const std::string_view own = sources_.line(file_.id, line);
  const auto columnOf = [&own](std::string_view rest) { return static_cast<uint32_t>(rest.data() - own.data()); };
  const bool fromMarker = reader.take("<");
  reader.skipBlanks();
  const uint32_t first = fromMarker ? static_cast<uint32_t>(own.find_first_of("#/")) : columnOf(reader.rest);
  while (reader.take("^")) {
  }
  const uint32_t last = columnOf(reader.rest);

  uint32_t target = line;
  if (reader.take("@")) {
    const bool negative = reader.take("-");
    if (!negative)
      reader.take("+");
    const std::optional<int32_t> distance = reader.number();
    const int64_t wanted = distance ? line + int64_t{negative ? -*distance : *distance} : 0;
    // One past the last line that there is: locate() answers with the last.
    const uint32_t lines = sources_.locate(file_.id, UINT32_MAX).line;
    if (!distance || wanted < 1 || wanted > lines)
      return malformed(out, "there is no such line");
    target = static_cast<uint32_t>(wanted);
  } else {
    do {
      if (--target == 0)
        return malformed(out, "there is no line above these carets");
    } while (isCaretLine(target));
  }

  // Blanks, the marker and carets are one byte each; the code above may not be.
  const std::string_view code = sources_.line(file_.id, target);
  const uint32_t start = sources_.lineStart(file_.id, target);
  out.range = {file_.id, start + byteOfColumn(code, first), start + byteOfColumn(code, last)};
  out.lineEnd = start + static_cast<uint32_t>(code.size());
  readWords(out, reader);
}

void ExpectationReader::readPlace(Expectation &out, Reader reader) {
  out.where = Expectation::Where::Place;
  const size_t blank = reader.rest.find(' ');
  const std::string_view place = reader.rest.substr(0, blank);
  const size_t colon = place.find(':');
  if (colon == std::string_view::npos || colon == 0 || blank == std::string_view::npos)
    return malformed(out, "a place is written file:line, file:line:column or file:line:column-column");
  out.path = joinPath(directoryName(sources_.path(file_.id)), place.substr(0, colon));
  Reader numbers{place.substr(colon + 1)};
  const auto number = [&numbers](uint32_t &to) {
    const std::optional<int32_t> value = numbers.number();
    to = value && *value > 0 ? static_cast<uint32_t>(*value) : 0;
    return to > 0;
  };
  bool good = number(out.line);
  if (good && numbers.take(":"))
    good = number(out.column) && (!numbers.take("-") || number(out.endColumn));
  if (!good || !numbers.rest.empty())
    return malformed(out, "a place is written file:line, file:line:column or file:line:column-column");
  reader.rest.remove_prefix(blank);
  readWords(out, reader);
}

void ExpectationReader::read(const Comment &comment) {
  const uint32_t line = sources_.locate(file_.id, comment.range.begin).line;
  // Only a line comment that has its line for itself; its bytes are looked at where the line stands.
  const std::string_view text = afterMarker(sources_.line(file_.id, line));
  if (text.data() == nullptr || sources_.text(comment.range).starts_with("/*"))
    return;
  Expectation out;
  out.at = comment.range;
  if (isCaretLine(line))
    return readCarets(out, {text}, line);
  const std::string_view words = trimmed(text);
  if (words == "no-diagnostics") {
    out.kind = Expectation::Kind::Nothing;
    found_.push_back(std::move(out));
  } else if (words.starts_with("nowhere ") && (words.find('[') != std::string_view::npos)) {
    out.where = Expectation::Where::Nowhere;
    readWords(out, {words.substr(8)});
  } else if (words.starts_with("at ") && words.find(':') != std::string_view::npos &&
             words.find('[') != std::string_view::npos) {
    readPlace(out, {words.substr(3)});
  }
}

std::vector<Expectation> ExpectationReader::run() {
  for (const Comment &comment : file_.comments)
    read(comment);
  return std::move(found_);
}

} // namespace

std::string_view commentText(const Comment &comment, const SourceManager &sources) {
  std::string_view text = sources.text(comment.range);
  if (text.starts_with("/*")) {
    text.remove_prefix(2);
    if (text.ends_with("*/"))
      text.remove_suffix(2);
  } else {
    text.remove_prefix(text.starts_with("#") ? 1 : text.starts_with("//") ? 2 : 0);
  }
  return trimmed(text);
}

std::vector<Expectation> readExpectations(const File &file, const SourceManager &sources) {
  return ExpectationReader(file, sources).run();
}

} // namespace postern::hcl
