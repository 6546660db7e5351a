#include "HclScanner.h"
#include "Syntax/Tokens.h"

#include <unicode/utf8.h>

#include <algorithm>

namespace postern::hcl {

namespace tok = grammar::tok;
using grammar::ScanToken;

namespace {

/// Of a token that is one character or operator.
std::string_view kindOf(uint32_t type) {
  switch (type) {
  case tok::IDENT:
  case tok::IF:
  case tok::ELSE:
  case tok::ENDIF:
  case tok::FOR:
  case tok::ENDFOR:
    return "Ident";
  case tok::NUMBER:
    return "NumberLit";
  case tok::QUOTE_OPEN:
    return "OQuote";
  case tok::QUOTE_CLOSE:
    return "CQuote";
  case tok::QUOTED_NEWLINE:
    return "QuotedNewline";
  case tok::HEREDOC_OPEN:
    return "OHeredoc";
  case tok::HEREDOC_CLOSE:
    return "CHeredoc";
  case tok::LBRACE:
  case tok::FOR_BRACE:
    return "OBrace";
  case tok::RBRACE:
    return "CBrace";
  case tok::LBRACK:
  case tok::FOR_BRACKET:
    return "OBrack";
  case tok::RBRACK:
    return "CBrack";
  case tok::LPAREN:
    return "OParen";
  case tok::RPAREN:
    return "CParen";
  case tok::SEQUENCE_END:
  case tok::STRIP_BRACE:
    return "TemplateSeqEnd";
  case tok::INTERPOLATION:
    return "TemplateInterp";
  case tok::DIRECTIVE:
    return "TemplateControl";
  case tok::EQUALS:
    return "Equal";
  case tok::ARROW:
    return "FatArrow";
  case tok::COMMA:
    return "Comma";
  case tok::DOT:
    return "Dot";
  case tok::ELLIPSIS:
    return "Ellipsis";
  case tok::COLON:
    return "Colon";
  case tok::COLONCOLON:
    return "DoubleColon";
  case tok::QUESTION:
    return "Question";
  case tok::PLUS:
    return "Plus";
  case tok::MINUS:
    return "Minus";
  case tok::STAR:
  case tok::SPLAT_STAR:
    return "Star";
  case tok::SLASH:
    return "Slash";
  case tok::PERCENT:
    return "Percent";
  case tok::AND:
    return "And";
  case tok::OR:
    return "Or";
  case tok::BANG:
    return "Bang";
  case tok::EQUAL:
    return "EqualOp";
  case tok::NOT_EQUAL:
    return "NotEqual";
  case tok::LESS:
    return "LessThan";
  case tok::LESS_EQUAL:
    return "LessThanEq";
  case tok::GREATER:
    return "GreaterThan";
  case tok::GREATER_EQUAL:
    return "GreaterThanEq";
  case tok::UNCLOSED_COMMENT:
    return "Comment";
  case tok::BAD_BYTE:
    return "BadUTF8";
  default:
    return "Invalid";
  }
}

/// A character that no token may begin with.
std::string_view kindOfBad(char c) {
  switch (c) {
  case '&':
    return "BitwiseAnd";
  case '|':
    return "BitwiseOr";
  case '^':
    return "BitwiseXor";
  case '~':
    return "BitwiseNot";
  case '\'':
    return "Apostrophe";
  case '`':
    return "Backtick";
  case ';':
    return "Semicolon";
  default:
    return "Invalid";
  }
}

class TokenLister {
public:
  TokenLister(std::string_view text, bool isTemplate)
      : text_(text), scanner_(text, isTemplate ? grammar::ScanStart::Template : grammar::ScanStart::Body) {}

  std::vector<Token> run();

private:
  void add(std::string_view kind, size_t begin, size_t end) {
    out_.push_back({kind, static_cast<uint32_t>(begin), static_cast<uint32_t>(end)});
  }
  void between(size_t begin, size_t end);
  void literal(std::string_view kind, size_t begin, size_t end, bool escapes);
  void token(const ScanToken &token, grammar::FrameKind before);

  std::string_view text_;
  grammar::HclScanner scanner_;
  std::vector<Token> out_;
};

/// What the scanner left out: blanks, comments, and newlines where they do not matter.
void TokenLister::between(size_t begin, size_t end) {
  while (begin < end) {
    const char c = text_[begin];
    const std::string_view rest = text_.substr(begin, end - begin);
    size_t length = 1;
    std::string_view kind;
    if (c == '\n' || rest.starts_with("\r\n")) {
      kind = "Newline";
      length = c == '\n' ? 1 : 2;
    } else if (rest.starts_with("/*")) {
      kind = "Comment";
      length = std::min(rest.find("*/"), rest.size() - 2) + 2;
    } else if (c == '#' || c == '/') {
      kind = "Comment";
      length = std::min(rest.find('\n'), rest.size() - 1) + 1;
    }
    if (!kind.empty())
      add(kind, begin, begin + length);
    begin += length;
  }
}

/// Literal text in the reference's pieces: a dollar or percent sign that begins no sequence is one of its own, and so
/// is an escaped sequence's beginning; a byte that is not UTF-8 too.
void TokenLister::literal(std::string_view kind, size_t begin, size_t end, bool escapes) {
  size_t start = begin;
  const auto flush = [&](size_t upTo) {
    if (upTo > start)
      add(kind, start, upTo);
  };
  for (size_t at = begin; at < end;) {
    const char c = text_[at];
    if (c == '$' || c == '%') {
      flush(at);
      const bool escaped = at + 2 < end && text_[at + 1] == c && text_[at + 2] == '{';
      start = at + (escaped ? 3 : 1);
      add(kind, at, start);
      at = start;
      continue;
    }
    int64_t next = static_cast<int64_t>(at);
    int32_t code = 0;
    U8_NEXT(reinterpret_cast<const uint8_t *>(text_.data()), next, static_cast<int64_t>(end), code);
    if (code < 0) {
      flush(at);
      start = ++at;
      add("BadUTF8", at - 1, at);
    } else if (c == '\\' && escapes && at + 1 == end) {
      flush(at);
      start = ++at;
      add("Invalid", at - 1, at);
    } else {
      at = static_cast<size_t>(next);
      // What a backslash escapes means nothing of its own.
      if (c == '\\' && escapes)
        at += 1;
    }
  }
  flush(end);
}

void TokenLister::token(const ScanToken &token, grammar::FrameKind before) {
  switch (token.type) {
  case tok::STRING:
    add("OQuote", token.begin, token.begin + 1);
    literal("QuotedLit", token.begin + 1, token.end - 1, true);
    add("CQuote", token.end - 1, token.end);
    return;
  case tok::TEXT: {
    const bool quoted = before == grammar::FrameKind::Quoted;
    literal(quoted ? "QuotedLit" : "StringLit", token.begin, token.end, quoted);
    return;
  }
  case tok::NEWLINE:
    add(text_[token.begin] == '\n' || text_[token.begin] == '\r' ? "Newline" : "Comment", token.begin, token.end);
    return;
  case tok::BAD_OPERATOR:
  case tok::BAD_CHARACTER:
    add(kindOfBad(text_[token.begin]), token.begin, token.end);
    return;
  case tok::TOO_DEEP:
    add(text_[token.begin] == '{' ? "OBrace" : text_[token.begin] == '[' ? "OBrack" : "OParen", token.begin, token.end);
    return;
  default:
    add(kindOf(token.type), token.begin, token.end);
  }
}

std::vector<Token> TokenLister::run() {
  size_t done = text_.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  for (;;) {
    const grammar::FrameKind before = scanner_.top().kind;
    ScanToken next = scanner_.next();
    between(done, next.begin);
    if (next.type == grammar::kEof)
      break;
    // Blanks after a heredoc's marker are part of it.
    if (next.type == tok::HEREDOC_CLOSE)
      while (next.end < text_.size() && text_[next.end] != '\n' && text_[next.end] != '\r')
        ++next.end;
    token(next, before);
    done = next.end;
  }
  add("EOF", text_.size(), text_.size());
  return std::move(out_);
}

} // namespace

std::vector<Token> tokens(std::string_view text, bool isTemplate) {
  return TokenLister(text, isTemplate).run();
}

} // namespace postern::hcl
