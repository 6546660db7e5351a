#include "Syntax/BridgeBuilder.h"

namespace postern::hcl {

using grammar::blankLength;
using grammar::ScanToken;

// Parts ------------------------------------------------------------------------------------------------------------

void BridgeBuilder::quoteOpen(const ScanToken &token) {
  templates_.push_back({token.begin, static_cast<uint32_t>(parts_.size()), TextKind::Quoted, false});
}

void BridgeBuilder::heredocOpen(const ScanToken &token) {
  const bool dedent = text_[token.begin + 2] == '-';
  templates_.push_back({token.begin, static_cast<uint32_t>(parts_.size()), TextKind::Heredoc, dedent});
}

void BridgeBuilder::text(const ScanToken &token) {
  const TextKind kind = templates_.empty() ? TextKind::File : templates_.back().kind;
  Part part{PartKind::Text};
  part.begin = token.begin;
  part.end = token.end;
  part.text = decode(token.begin, token.end, kind);
  parts_.push_back(part);
}

void BridgeBuilder::sequenceOpen(const ScanToken &token) {
  Part part{PartKind::Value};
  part.begin = token.begin;
  part.stripLeft = token.end - token.begin == 3;
  parts_.push_back(part);
}

void BridgeBuilder::interpolation(const ScanToken &close) {
  Part &part = parts_.back();
  part.end = close.end;
  part.stripRight = close.end - close.begin == 2;
  part.value = pop();
}

void BridgeBuilder::directiveIf() {
  parts_.back().kind = PartKind::If;
}

void BridgeBuilder::directiveElse() {
  parts_.back().kind = PartKind::Else;
}

void BridgeBuilder::directiveEndIf() {
  parts_.back().kind = PartKind::EndIf;
}

void BridgeBuilder::directiveFor() {
  parts_.back().kind = PartKind::For;
  loops_.push_back({});
}

void BridgeBuilder::directiveEndFor() {
  parts_.back().kind = PartKind::EndFor;
}

void BridgeBuilder::directive(const ScanToken &close) {
  Part &part = parts_.back();
  part.end = close.end;
  part.stripRight = close.end - close.begin == 2;
  if (part.kind == PartKind::If || part.kind == PartKind::For)
    part.value = pop();
  if (part.kind == PartKind::For) {
    part.first = loops_.back().first;
    part.second = loops_.back().second;
    loops_.pop_back();
  }
}

// Whole templates --------------------------------------------------------------------------------------------------

void BridgeBuilder::quoteClose(const ScanToken &token) {
  const Entry made = finishTemplate(range(templates_.back().begin, token.end), token.begin);
  push(made.expr, made.depth);
}

void BridgeBuilder::heredocClose(const ScanToken &token) {
  const Entry made = finishTemplate(range(templates_.back().begin, token.end), token.begin);
  push(made.expr, made.depth);
}

const Expr *BridgeBuilder::takeTemplate() {
  templates_.push_back({0, 0, TextKind::File, false});
  const uint32_t end = static_cast<uint32_t>(text_.size());
  return finishTemplate(range(0, end), end).expr;
}

BridgeBuilder::Entry BridgeBuilder::finishTemplate(SourceRange range, uint32_t end) {
  const OpenTemplate open = templates_.back();
  templates_.pop_back();
  const std::span<Part> parts = std::span<Part>(parts_).subspan(open.base);
  const bool heredoc = open.kind == TextKind::Heredoc;
  Entry made{nullptr, 1};
  if (!heredoc && parts.empty()) {
    made.expr = make<StringExpr>(range, std::string_view());
  } else if (!heredoc && parts.size() == 1 && parts[0].kind == PartKind::Text) {
    made.expr = make<StringExpr>(range, parts[0].text);
  } else if (!heredoc && parts.size() == 1 && parts[0].kind == PartKind::Value) {
    made = {make<TemplateWrapExpr>(range, parts[0].value.expr), parts[0].value.depth + 1};
  } else {
    strip(parts);
    if (open.dedent)
      dedent(parts);
    const uint32_t base = static_cast<uint32_t>(entries_.size());
    foldDirectives(parts, end, range.end);
    made.depth = depthSince(base);
    made.expr = make<TemplateExpr>(range, takeSince(base), heredoc);
  }
  parts_.resize(open.base, Part{PartKind::Text});
  return made;
}

void BridgeBuilder::labelClose(const ScanToken &quote) {
  const OpenTemplate open = templates_.back();
  templates_.pop_back();
  std::string text;
  for (size_t i = open.base; i < parts_.size(); ++i) {
    if (parts_[i].kind != PartKind::Text) {
      markBroken();
      target_.sink.report(kind::TemplateInLabel, range(parts_[i].begin, parts_[i].end)).help =
          "a label is fixed text; write \"$${\" for a literal \"${\"";
      break;
    }
    text += parts_[i].text;
  }
  parts_.resize(open.base, Part{PartKind::Text});
  // A sequence leaves its expression's entries balanced; nothing else is on the stack between items.
  entries_.clear();
  labels_.push_back({target_.arena.copy(text), range(open.begin, quote.end), true});
}

// Strip markers and dedent -----------------------------------------------------------------------------------------

namespace {

size_t leadingBlanks(std::string_view text) {
  size_t at = 0;
  while (const size_t length = blankLength(text.substr(at)))
    at += length;
  return at;
}

size_t withoutTrailingBlanks(std::string_view text) {
  size_t end = text.size();
  for (;;) {
    size_t cut = 0;
    for (size_t length = 1; length <= 3 && length <= end && cut == 0; ++length)
      if (blankLength(text.substr(end - length, length)) == length)
        cut = length;
    if (cut == 0)
      return end;
    end -= cut;
  }
}

} // namespace

void BridgeBuilder::strip(std::span<Part> parts) {
  for (size_t i = 0; i < parts.size(); ++i) {
    if (parts[i].stripLeft && i > 0 && parts[i - 1].kind == PartKind::Text) {
      Part &before = parts[i - 1];
      const size_t kept = withoutTrailingBlanks(before.text);
      // Blanks stand for themselves in the file, unless escapes stand between.
      before.end -= std::min<uint32_t>(static_cast<uint32_t>(before.text.size() - kept), before.end - before.begin);
      before.text = before.text.substr(0, kept);
    }
    if (parts[i].stripRight && i + 1 < parts.size() && parts[i + 1].kind == PartKind::Text) {
      Part &after = parts[i + 1];
      const size_t cut = leadingBlanks(after.text);
      after.begin += std::min<uint32_t>(static_cast<uint32_t>(cut), after.end - after.begin);
      after.text = after.text.substr(cut);
    }
  }
}

void BridgeBuilder::dedent(std::span<Part> parts) {
  // LX-26: each line's first piece of text counts, and only where it is more than blanks with their newline.
  const auto columns = [](std::string_view blanks) {
    size_t count = 0;
    for (size_t at = 0; at < blanks.size(); ++count)
      at += blanks.substr(at, 2) == "\r\n" ? 2 : blankLength(blanks.substr(at));
    return count;
  };
  size_t least = SIZE_MAX;
  bool lineBegins = true;
  std::vector<Part *> counted;
  for (Part &part : parts) {
    if (lineBegins) {
      lineBegins = false;
      size_t indent = 0;
      if (part.kind == PartKind::Text) {
        const size_t blanks = leadingBlanks(part.text);
        if (blanks == part.text.size() && part.text.ends_with('\n')) {
          indent = SIZE_MAX;
        } else {
          indent = columns(part.text.substr(0, blanks));
          counted.push_back(&part);
        }
      }
      least = std::min(least, indent);
    }
    if (part.kind == PartKind::Text && part.text.ends_with('\n'))
      lineBegins = true;
  }
  for (Part *const part : counted) {
    size_t cut = 0;
    for (size_t i = 0; i < least; ++i)
      cut += part->text.substr(cut, 2) == "\r\n" ? 2 : blankLength(part->text.substr(cut));
    part->text.remove_prefix(cut);
    part->begin += static_cast<uint32_t>(cut);
  }
}

// Directives -------------------------------------------------------------------------------------------------------

BridgeBuilder::Entry BridgeBuilder::arm(uint32_t base, uint32_t at) {
  const uint32_t depth = depthSince(base);
  const std::span<const Expr *const> parts = takeSince(base);
  const SourceRange where = parts.empty() ? range(at, at) : spanning(parts.front()->range(), parts.back()->range());
  return {make<TemplateExpr>(where, parts, false), depth};
}

void BridgeBuilder::foldDirectives(std::span<const Part> parts, uint32_t end, uint32_t textEnd) {
  std::vector<OpenDirective> open;
  for (const Part &part : parts) {
    switch (part.kind) {
    case PartKind::Text:
      push(make<StringExpr>(range(part.begin, part.end), part.text), 1);
      break;
    case PartKind::Value:
      // A string that is interpolated is no literal piece of this template.
      if (part.value.expr->kind == ExprKind::String)
        push(make<TemplateExpr>(part.value.expr->range(), target_.arena.copy(std::span(&part.value.expr, 1)), false),
             2);
      else
        push(part.value.expr, part.value.depth);
      break;
    case PartKind::If:
    case PartKind::For:
      open.push_back({&part, static_cast<uint32_t>(entries_.size()), {nullptr, 0}, false});
      break;
    case PartKind::Else:
    case PartKind::EndIf:
    case PartKind::EndFor:
      foldEnd(open, part);
      break;
    }
  }
  if (!open.empty()) {
    markBroken();
    const OpenDirective &last = open.back();
    const bool isIf = last.part->kind == PartKind::If;
    Diagnostic &diag = target_.sink.report(kind::UnclosedDirective, {target_.file, end + target_.offset, textEnd},
                                           isIf ? "if" : "for", isIf ? "endif" : "endfor");
    diag.labels.push_back({range(last.part->begin, last.part->end), "opened here"});
    const uint32_t base = open.front().base;
    entries_.resize(base);
    push(make<ErrorExpr>(range(open.front().part->begin, end)), 1);
  }
}

void BridgeBuilder::foldEnd(std::vector<OpenDirective> &open, const Part &part) {
  const bool fitsIf = !open.empty() && open.back().part->kind == PartKind::If && part.kind != PartKind::EndFor;
  const bool fitsFor = !open.empty() && open.back().part->kind == PartKind::For && part.kind == PartKind::EndFor;
  if ((!fitsIf && !fitsFor) || (part.kind == PartKind::Else && open.back().inElse)) {
    markBroken();
    const char *const what = part.kind == PartKind::Else ? "else" : part.kind == PartKind::EndIf ? "endif" : "endfor";
    Diagnostic &diag = target_.sink.report(kind::UnexpectedDirective, range(part.begin, part.end), what);
    diag.summary = part.kind == PartKind::Else    ? "Unexpected else directive"
                   : part.kind == PartKind::EndIf ? "Unexpected endif directive"
                                                  : "Unexpected endfor directive";
    if (!open.empty())
      diag.labels.push_back({range(open.back().part->begin, open.back().part->end), "still open"});
    push(make<ErrorExpr>(range(part.begin, part.end)), 1);
    return;
  }
  const Entry body = arm(open.back().base, part.begin);
  if (part.kind == PartKind::Else) {
    open.back().whenTrue = body;
    open.back().inElse = true;
    return;
  }
  const OpenDirective directive = open.back();
  open.pop_back();
  const Part &opener = *directive.part;
  const SourceRange whole = range(opener.begin, part.end);
  if (part.kind == PartKind::EndFor) {
    ForExpr loop(whole);
    loop.keyVar = opener.second.empty() ? std::string_view() : opener.first;
    loop.valueVar = opener.second.empty() ? opener.first : opener.second;
    loop.collection = opener.value.expr;
    loop.value = body.expr;
    push(make<TemplateForExpr>(whole, make<ForExpr>(loop)), std::max(opener.value.depth, body.depth) + 2);
    return;
  }
  Entry whenTrue = directive.whenTrue;
  Entry whenFalse = body;
  if (!directive.inElse) {
    whenTrue = body;
    whenFalse = arm(static_cast<uint32_t>(entries_.size()), part.begin);
  }
  push(make<ConditionalExpr>(whole, opener.value.expr, whenTrue.expr, whenFalse.expr, true),
       std::max({opener.value.depth, whenTrue.depth, whenFalse.depth}) + 1);
}

// Literal text -----------------------------------------------------------------------------------------------------

std::string_view BridgeBuilder::decode(uint32_t begin, uint32_t end, TextKind kind) {
  // Bytes that are no UTF-8 stay until the end: what is replaced is longer, and places would shift.
  const std::string_view raw = slice(begin, end);
  if (raw.find_first_of(kind == TextKind::Quoted ? "\\$%" : "$%") == std::string_view::npos)
    return withoutBadBytes(raw);
  const bool allText = kind == TextKind::File && raw.starts_with('\r') && !raw.starts_with("\r\n");
  std::string out;
  out.reserve(raw.size());
  for (size_t at = 0; at < raw.size();) {
    const char c = raw[at];
    if (c == '\\' && kind == TextKind::Quoted) {
      decodeEscape(raw, begin, at, out);
      continue;
    }
    if (c == '$' || c == '%') {
      // A run before a brace loses one; the brace is then plain. Where no sequence opens they count in pairs.
      const size_t run = std::min(raw.find_first_not_of(c, at), raw.size());
      const bool escape = run < raw.size() && raw[run] == '{' && (!allText || (run - at) % 2 == 0);
      out.append(run - at - (escape ? 1 : 0), c);
      at = run;
      continue;
    }
    out += c;
    ++at;
  }
  const std::string_view clean = withoutBadBytes(out);
  if (clean == raw)
    return raw;
  return clean.data() == out.data() ? target_.arena.copy(out) : clean;
}

namespace {

int hexValue(char c) {
  if (c >= '0' && c <= '9')
    return c - '0';
  if (c >= 'a' && c <= 'f')
    return c - 'a' + 10;
  if (c >= 'A' && c <= 'F')
    return c - 'A' + 10;
  return -1;
}

void appendUtf8(uint32_t code, std::string &out) {
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xC0 | code >> 6);
    out += static_cast<char>(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    out += static_cast<char>(0xE0 | code >> 12);
    out += static_cast<char>(0x80 | (code >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (code & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | code >> 18);
    out += static_cast<char>(0x80 | (code >> 12 & 0x3F));
    out += static_cast<char>(0x80 | (code >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (code & 0x3F));
  }
}

/// Bytes of the UTF-8 sequence that a text begins with; 1 where that is none.
size_t sequenceLength(std::string_view text) {
  const unsigned char c = static_cast<unsigned char>(text[0]);
  const size_t length = c < 0xC0 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
  return findBadByte(text.substr(0, length), 0) == length ? length : 1;
}

} // namespace

void BridgeBuilder::decodeEscape(std::string_view raw, uint32_t begin, size_t &at, std::string &out) {
  const char c = at + 1 < raw.size() ? raw[at + 1] : '\0';
  size_t length = 1 + (at + 1 < raw.size() ? sequenceLength(raw.substr(at + 1)) : 0);
  bool good = true;
  switch (c) {
  case 'n':
    out += '\n';
    break;
  case 'r':
    out += '\r';
    break;
  case 't':
    out += '\t';
    break;
  case '"':
  case '\\':
    out += c;
    break;
  case 'u':
  case 'U': {
    const size_t digits = c == 'u' ? 4 : 8;
    uint32_t code = 0;
    size_t count = 0;
    while (count < digits && at + 2 + count < raw.size() && hexValue(raw[at + 2 + count]) >= 0)
      code = code << 4 | static_cast<uint32_t>(hexValue(raw[at + 2 + count++]));
    length = 2 + count;
    good = count == digits && code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF);
    if (good)
      appendUtf8(code, out);
    break;
  }
  default:
    good = false;
  }
  if (!good) {
    markBroken();
    const uint32_t from = begin + static_cast<uint32_t>(at);
    const std::string_view escape = raw.substr(at, length);
    target_.sink.report(kind::InvalidEscape, range(from, from + static_cast<uint32_t>(length)), withoutBadBytes(escape))
        .help = "the escapes are \\n, \\r, \\t, \\\", \\\\, \\uNNNN and \\UNNNNNNNN; a literal backslash is \\\\";
    out += escape;
  }
  at += length;
}

} // namespace postern::hcl
