#include "HclScanner.h"

#include <cstring>

namespace postern::grammar {

// The code points with the property White_Space.
size_t blankLength(std::string_view text) {
  const auto byte = [&](size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
  if (byte(0) == ' ' || (byte(0) >= 9 && byte(0) <= 13))
    return 1;
  if (byte(0) == 0xC2)
    return byte(1) == 0x85 || byte(1) == 0xA0 ? 2 : 0;
  if (byte(0) == 0xE1)
    return byte(1) == 0x9A && byte(2) == 0x80 ? 3 : 0;
  if (byte(0) == 0xE2 && byte(1) == 0x80)
    return (byte(2) >= 0x80 && byte(2) <= 0x8A) || byte(2) == 0xA8 || byte(2) == 0xA9 || byte(2) == 0xAF ? 3 : 0;
  if (byte(0) == 0xE2 && byte(1) == 0x81)
    return byte(2) == 0x9F ? 3 : 0;
  if (byte(0) == 0xE3 && byte(1) == 0x80)
    return byte(2) == 0x80 ? 3 : 0;
  return 0;
}

namespace {

bool isOnlyBlanks(std::string_view text) {
  while (!text.empty()) {
    const size_t length = blankLength(text);
    if (length == 0)
      return false;
    text.remove_prefix(length);
  }
  return true;
}

/// <<X or <<-X and its newline, without all but X.
std::string_view markerOf(std::string_view opener) {
  opener.remove_prefix(2);
  if (opener.front() == '-')
    opener.remove_prefix(1);
  while (opener.back() == '\n' || opener.back() == '\r')
    opener.remove_suffix(1);
  return opener;
}

uint32_t directiveKeyword(std::string_view text) {
  if (text == "if")
    return tok::IF;
  if (text == "else")
    return tok::ELSE;
  if (text == "endif")
    return tok::ENDIF;
  if (text == "for")
    return tok::FOR;
  if (text == "endfor")
    return tok::ENDFOR;
  return tok::IDENT;
}

} // namespace

HclScanner::HclScanner(std::string_view text, ScanStart start) : text_(text) {
  frames_.reserve(32);
  // One byte order mark is no part of the text (LX-1).
  if (text.size() >= 3 && std::memcmp(text.data(), "\xEF\xBB\xBF", 3) == 0)
    position_ = 3;
  switch (start) {
  case ScanStart::Body:
    frames_.push_back({FrameKind::Body, true});
    break;
  case ScanStart::Expression:
    frames_.push_back({FrameKind::Parenthesis, false});
    break;
  case ScanStart::Template:
    frames_.push_back({FrameKind::Template, false});
    break;
  }
}

HclScanner::Match HclScanner::match(uint16_t start, uint32_t position) const {
  const auto *const bytes = reinterpret_cast<const unsigned char *>(text_.data());
  const uint32_t size = static_cast<uint32_t>(text_.size());
  Match best{0, position};
  uint32_t state = start;
  while (position < size) {
    state = kNext[state][bytes[position]];
    if (state == 0)
      break;
    ++position;
    if (const uint32_t type = kAccept[state])
      best = {type, position};
  }
  return best;
}

ScanToken HclScanner::next() {
  switch (frames_.back().kind) {
  case FrameKind::Quoted:
    return literal(kStart_QUOTED);
  case FrameKind::Heredoc:
  case FrameKind::Template:
    return literal(kStart_TEMPLATE);
  case FrameKind::Body:
  case FrameKind::Parenthesis:
  case FrameKind::Bracket:
  case FrameKind::Object:
  case FrameKind::For:
  case FrameKind::Interpolation:
  case FrameKind::Directive:
    return code();
  }
  return {};
}

ScanToken HclScanner::code() {
  const bool afterBracket = std::exchange(afterBracket_, false);
  const bool afterDirective = std::exchange(afterDirective_, false);
  for (;;) {
    if (position_ >= text_.size())
      return {kEof, position_, position_, static_cast<uint32_t>(frames_.size())};
    const Match found = match(kStart_DEFAULT_MODE, position_);
    ScanToken token{found.type, position_, found.end, static_cast<uint32_t>(frames_.size())};
    position_ = found.end;
    switch (found.type) {
    case 0:
      token.type = tok::BAD_BYTE;
      token.end = ++position_;
      return token;
    case tok::BLANK:
      continue;
    case tok::LINE_COMMENT:
      comment(token.begin, token.end);
      [[fallthrough]];
    case tok::NEWLINE:
      if (!frames_.back().newlines)
        continue;
      token.type = tok::NEWLINE;
      if (frames_.back().kind == FrameKind::Body)
        frames_.back().value = false;
      return token;
    case tok::BLOCK_COMMENT:
      comments_.emplace_back(token.begin, token.end);
      continue;
    case tok::UNCLOSED_COMMENT:
      // Everything to the end of the text belongs to it.
      position_ = static_cast<uint32_t>(text_.size());
      return token;
    case tok::EQUALS:
      if (frames_.back().kind == FrameKind::Body)
        frames_.back().value = true;
      return token;
    case tok::IDENT:
      if (afterDirective)
        token.type = directiveKeyword(text(token));
      return token;
    case tok::STAR:
      if (afterBracket)
        token.type = tok::SPLAT_STAR;
      return token;
    case tok::QUOTE_OPEN:
      push(token, FrameKind::Quoted, false);
      return token;
    case tok::HEREDOC_OPEN:
      push(token, FrameKind::Heredoc, false);
      frames_.back().marker = markerOf(text(token));
      lineStart_ = true;
      return token;
    case tok::LBRACE:
      openBrace(token);
      return token;
    case tok::LBRACK:
      openBracket(token);
      return token;
    case tok::LPAREN:
      push(token, FrameKind::Parenthesis, false);
      return token;
    case tok::RPAREN:
      close(token, FrameKind::Parenthesis);
      return token;
    case tok::RBRACK:
      close(token, FrameKind::Bracket);
      return token;
    case tok::RBRACE:
    case tok::STRIP_BRACE:
      closeBrace(token);
      return token;
    default:
      return token;
    }
  }
}

ScanToken HclScanner::literal(uint16_t start) {
  ScanToken token{kEof, position_, position_, static_cast<uint32_t>(frames_.size())};
  if (std::exchange(lineStart_, false) && heredocCloses(token))
    return token;
  if (position_ >= text_.size())
    return token;
  const Match found = match(start, position_);
  token.type = found.type;
  token.end = position_ = found.end;
  switch (found.type) {
  case tok::TEXT:
    // Dollar signs that open nothing split the text; one piece is one token.
    while (text_[position_ - 1] != '\n' && position_ < text_.size()) {
      const Match more = match(start, position_);
      if (more.type != tok::TEXT)
        break;
      token.end = position_ = more.end;
    }
    if (frames_.back().kind == FrameKind::Heredoc) {
      if (const uint32_t bad = loneReturn(token.begin, token.end); bad < token.end) {
        if (bad == token.begin)
          token.type = tok::BAD_CHARACTER;
        token.end = position_ = bad == token.begin ? bad + 1 : bad;
        return token;
      }
    }
    if (frames_.back().kind == FrameKind::Template) {
      if (const uint32_t lone = loneReturn(token.begin, token.end); lone < token.end) {
        // From there on the reference reads no sequences any more: it is all text.
        token.end = position_ = lone == token.begin ? static_cast<uint32_t>(text_.size()) : lone;
        return token;
      }
    }
    lineStart_ = start == kStart_TEMPLATE && text_[position_ - 1] == '\n';
    return token;
  case tok::INTERPOLATION:
    push(token, FrameKind::Interpolation, false);
    return token;
  case tok::DIRECTIVE:
    push(token, FrameKind::Directive, false);
    afterDirective_ = true;
    return token;
  case tok::QUOTE_CLOSE:
    frames_.pop_back();
    token.depth = static_cast<uint32_t>(frames_.size());
    return token;
  case tok::QUOTED_NEWLINE:
    // The string is taken as closed here: more often the quote was forgotten than a line too many written.
    frames_.pop_back();
    position_ = token.begin;
    if (text_[position_] == '\r' && (position_ + 1 == text_.size() || text_[position_ + 1] != '\n'))
      ++position_;
    token.depth = static_cast<uint32_t>(frames_.size());
    return token;
  default:
    // Every other byte starts a text.
    return token;
  }
}

uint32_t HclScanner::loneReturn(size_t begin, size_t end) const {
  const std::string_view part = text_.substr(0, end);
  for (size_t at = part.find('\r', begin); at < end; at = part.find('\r', at + 1))
    if (at + 1 == text_.size() || text_[at + 1] != '\n')
      return static_cast<uint32_t>(at);
  return static_cast<uint32_t>(end);
}

bool HclScanner::heredocCloses(ScanToken &token) {
  if (frames_.back().kind != FrameKind::Heredoc)
    return false;
  // The marker alone on a line that a newline ends, with any blanks around it (LX-21, LX-22).
  const std::string_view marker = frames_.back().marker;
  size_t at = position_;
  while (const size_t blank = at < text_.size() && text_[at] != '\n' ? blankLength(text_.substr(at, 3)) : 0)
    at += blank;
  if (text_.compare(at, marker.size(), marker) != 0)
    return false;
  const size_t end = at + marker.size();
  const size_t newline = text_.find('\n', end);
  if (newline == std::string_view::npos || !isOnlyBlanks(text_.substr(end, newline - end)) ||
      loneReturn(position_, newline) < newline)
    return false;
  token.type = tok::HEREDOC_CLOSE;
  token.end = static_cast<uint32_t>(end);
  position_ = static_cast<uint32_t>(text_[newline - 1] == '\r' && newline > end ? newline - 1 : newline);
  frames_.pop_back();
  token.depth = static_cast<uint32_t>(frames_.size());
  return true;
}

void HclScanner::comment(uint32_t begin, uint32_t end) {
  while (end > begin && (text_[end - 1] == '\n' || text_[end - 1] == '\r'))
    --end;
  comments_.emplace_back(begin, end);
}

uint32_t HclScanner::skipBlanks(uint32_t position, bool newlines) const {
  while (position < text_.size()) {
    const char c = text_[position];
    if (c == ' ' || c == '\t') {
      ++position;
      continue;
    }
    if (c != '#' && c != '/' && c != '\n' && c != '\r')
      break;
    const Match found = match(kStart_DEFAULT_MODE, position);
    const bool newline = found.type == tok::NEWLINE || found.type == tok::LINE_COMMENT;
    if (found.type != tok::BLOCK_COMMENT && !(newline && newlines))
      break;
    position = found.end;
  }
  return position;
}

bool HclScanner::forFollows(uint32_t position) const {
  if (position >= text_.size() || text_[position] != 'f')
    return false;
  const Match found = match(kStart_DEFAULT_MODE, position);
  return found.type == tok::IDENT && text_.substr(position, found.end - position) == "for";
}

void HclScanner::openBrace(ScanToken &token) {
  const ScanFrame &outer = frames_.back();
  if (outer.kind == FrameKind::Body && !outer.value) {
    push(token, FrameKind::Body, true);
    return;
  }
  const bool isFor = forFollows(skipBlanks(position_, true));
  push(token, isFor ? FrameKind::For : FrameKind::Object, !isFor);
  if (isFor && token.type == tok::LBRACE)
    token.type = tok::FOR_BRACE;
}

void HclScanner::openBracket(ScanToken &token) {
  const bool outer = frames_.back().newlines;
  const uint32_t follow = skipBlanks(position_, true);
  const bool star = skipBlanks(position_, !outer) < text_.size() && text_[skipBlanks(position_, !outer)] == '*';
  // In a[*] a newline counts as it does outside (EX-2).
  push(token, FrameKind::Bracket, star && outer);
  afterBracket_ = star;
  if (token.type == tok::LBRACK && forFollows(follow))
    token.type = tok::FOR_BRACKET;
}

void HclScanner::close(ScanToken &token, FrameKind kind) {
  // The bottom frame of an expression is no parenthesis that was opened.
  if (frames_.back().kind == kind && frames_.size() > 1)
    frames_.pop_back();
  token.depth = static_cast<uint32_t>(frames_.size());
}

void HclScanner::closeBrace(ScanToken &token) {
  // Brackets that are still open are given up: a closing brace belongs to the nearest open one.
  size_t depth = frames_.size();
  while (depth > 1 &&
         (frames_[depth - 1].kind == FrameKind::Parenthesis || frames_[depth - 1].kind == FrameKind::Bracket))
    --depth;
  if (depth == 1)
    return;
  const FrameKind kind = frames_[depth - 1].kind;
  if (kind == FrameKind::Interpolation || kind == FrameKind::Directive)
    token.type = tok::SEQUENCE_END;
  frames_.resize(depth - 1, frames_.front());
  token.depth = static_cast<uint32_t>(frames_.size());
}

void HclScanner::push(ScanToken &token, FrameKind kind, bool newlines) {
  if (frames_.size() > kMaxDepth)
    token.type = tok::TOO_DEEP;
  frames_.push_back({kind, newlines, false, token.begin, token.end, {}});
  token.depth = static_cast<uint32_t>(frames_.size());
}

void HclScanner::resume(uint32_t position, size_t depth) {
  position_ = position;
  while (!comments_.empty() && comments_.back().first >= position)
    comments_.pop_back();
  frames_.resize(depth, frames_.front());
  frames_.back().value = false;
  lineStart_ = afterBracket_ = afterDirective_ = false;
}

uint32_t HclScanner::column(uint32_t position) const {
  const size_t newline = position == 0 ? std::string_view::npos : text_.rfind('\n', position - 1);
  return position - (newline == std::string_view::npos ? 0 : static_cast<uint32_t>(newline + 1));
}

bool HclScanner::startsLine(uint32_t position) const {
  while (position > 0 && (text_[position - 1] == ' ' || text_[position - 1] == '\t'))
    --position;
  return position == 0 || text_[position - 1] == '\n';
}

bool HclScanner::looksLikeItem(uint32_t position) const {
  return itemLook(position) >= ItemLook::Item;
}

bool HclScanner::looksLikeLabelledBlock(uint32_t position) const {
  return itemLook(position) == ItemLook::LabelledBlock;
}

bool HclScanner::looksLikeAttempt(uint32_t position) const {
  return itemLook(position) != ItemLook::None;
}

HclScanner::ItemLook HclScanner::itemLook(uint32_t position) const {
  position = skipBlanks(position, false);
  Match found = match(kStart_DEFAULT_MODE, position);
  const auto next = [&] {
    position = skipBlanks(found.end, false);
    found = match(kStart_DEFAULT_MODE, position);
  };
  if (found.type == tok::RBRACE)
    return ItemLook::Item;
  if (found.type == tok::STRING) {
    next();
    return found.type == tok::EQUALS ? ItemLook::Attempt : ItemLook::None;
  }
  if (found.type != tok::IDENT)
    return ItemLook::None;
  next();
  if (found.type == tok::COLON)
    return ItemLook::Attempt;
  for (bool quoted = false;; next()) {
    if (found.type == tok::LBRACE)
      return quoted ? ItemLook::LabelledBlock : ItemLook::Item;
    if (found.type == tok::EQUALS)
      return ItemLook::Item;
    if (found.type != tok::IDENT && found.type != tok::STRING)
      return quoted ? ItemLook::Attempt : ItemLook::None;
    quoted = quoted || found.type == tok::STRING;
  }
}

} // namespace postern::grammar
