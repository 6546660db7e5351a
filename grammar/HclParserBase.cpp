#include "HclParserBase.h"

#include "HclParser.h"

namespace postern::grammar {

void HclParserBase::Tracker::forward() {
  if (!chunks_.empty()) {
    ends_[chunk_] = at_;
    ++chunk_;
  }
  if (chunk_ == chunks_.size()) {
    chunks_.push_back(std::make_unique<std::byte[]>(kChunk));
    ends_.push_back(nullptr);
  }
  at_ = chunks_[chunk_].get();
  end_ = at_ + kChunk;
}

void HclParserBase::Tracker::back() {
  --chunk_;
  at_ = ends_[chunk_];
  end_ = chunks_[chunk_].get() + kChunk;
}

HclParserBase::HclParserBase(antlr4::TokenStream *input) : Parser(input), _input(static_cast<HclTokenStream *>(input)) {
  rules_.reserve(64);
}

HclParserBase::~HclParserBase() = default;

void HclParserBase::nextItem() {
  for (;;) {
    const ScanToken &ahead = _input->ahead();
    if (ahead.type == kEof)
      return;
    silent_ = false;
    if (ahead.type == tok::NEWLINE || ahead.type == tok::IDENT || (ahead.type == tok::RBRACE && bodies_ > 0))
      return;
    // One brace too many is followed by others where a block was closed too early.
    if (ahead.type != tok::RBRACE || whole_)
      tell(describe(0));
    // A byte order mark cannot be seen, so what follows it is meant.
    if (ahead.type == tok::BAD_CHARACTER && _input->scanner().text(ahead) == "\xEF\xBB\xBF")
      _input->consume();
    else
      skipItem(bodies_, ahead.begin);
  }
}

void HclParserBase::openBlock() {
  ++bodies_;
  rules_.back().open = last().end;
  rules_.back().faults = faults_;
  on->blockOpen(last());
}

void HclParserBase::closeBlock() {
  --bodies_;
  rules_.back().closed = true;
  whole_ = whole_ || (bodies_ == 0 && rules_.back().faults == faults_);
  on->blockClose(last());
}

void HclParserBase::comma() {
  const uint32_t type = last().type;
  if (type == tok::COMMA || type == tok::NEWLINE || type == tok::LPAREN || type == tok::LBRACK || type == tok::LBRACE)
    fail(Fault::InvalidExpression, _input->ahead());
}

void HclParserBase::spread() {
  on->spread();
}

void HclParserBase::attrSplat() {
  if (!on->attrSplat(last()))
    fail(Fault::NestedSplat, last());
}

void HclParserBase::word(std::string_view text) {
  if (_input->scanner().text(last()) != text)
    fail(rules_.back().index == HclParser::RuleSequence ? Fault::InvalidForDirective : Fault::InvalidFor, last());
}

void HclParserBase::tell(const FaultPlace &place) {
  faulty_ = true;
  ++faults_;
  whole_ = false;
  nextItemLine_ = 0;
  if (place.atNextItem) {
    const uint32_t at = _input->ahead().begin;
    nextItemLine_ = at - _input->scanner().column(at);
  }
  // The brace that is missing was in what a fault has made unreadable.
  const HclScanner &scanner = _input->scanner();
  if (place.fault == Fault::UnclosedBlock &&
      (inComment_ || (place.begin < cutAt_ && scanner.column(place.otherBegin) >= scanner.column(cutAt_))))
    return;
  inComment_ = inComment_ || place.fault == Fault::UnclosedComment;
  if (!std::exchange(silent_, true))
    on->fault(place);
}

void HclParserBase::fail(Fault fault, const ScanToken &at) {
  tell(fault, at);
  throw Left(this);
}

void HclParserBase::mismatch(size_t expected) {
  tell(describe(expected));
  throw Left(this);
}

void HclParserBase::reportError(const antlr4::RecognitionException &e) {
  // The rules around the one that met the fault come by here too.
  if (!silent_ && dynamic_cast<const Left *>(&e) == nullptr)
    tell(describe(0));
}

void HclParserBase::recover(const std::exception_ptr &e) {
  if (rules_.back().index != HclParser::RuleItem)
    std::rethrow_exception(e);
  // Each open block is an item that was not left, besides this one.
  uint32_t items = 0;
  for (const Rule &rule : rules_)
    items += rule.index == HclParser::RuleItem;
  bodies_ = items - 1;
  const uint32_t begin = rules_.back().first.begin;
  if (const std::optional<uint32_t> end = endByLayout(rules_.back())) {
    on->abandon(bodies_, *end);
    resumeAt(*end, bodies_, begin);
    return;
  }
  on->abandon(bodies_, static_cast<uint32_t>(_input->scanner().text().size()));
  skipItem(bodies_, begin);
}

std::optional<uint32_t> HclParserBase::endByLayout(const Rule &item) {
  HclScanner &scanner = _input->scanner();
  if (_input->ahead().type != kEof || longSkips_ >= kMaxLongSkips)
    return std::nullopt;
  const uint32_t column = scanner.column(item.first.begin);
  if (scanner.top().kind == FrameKind::Heredoc) {
    ++longSkips_;
    return heredocEndByLayout(scanner.top(), column);
  }
  if (item.open == 0 || item.closed)
    return std::nullopt;
  ++longSkips_;
  return blockEndByLayout(item.open, column);
}

std::optional<uint32_t> HclParserBase::blockEndByLayout(uint32_t open, uint32_t column) {
  HclScanner &scanner = _input->scanner();
  const std::string_view text = scanner.text();
  scanner.resume(open, bodies_ + 2);
  for (bool first = true;;) {
    const bool inBody = scanner.top().kind == FrameKind::Body;
    const ScanToken token = scanner.next();
    if (token.type == kEof)
      return std::nullopt;
    if (!inBody || (token.type != tok::IDENT && token.type != tok::RBRACE) || !scanner.startsLine(token.begin))
      continue;
    const uint32_t at = scanner.column(token.begin);
    if (std::exchange(first, false) && at <= column)
      return std::nullopt; // Nothing is indented, so the layout says nothing.
    if (at > column)
      continue;
    if (token.type == tok::RBRACE)
      return static_cast<uint32_t>(std::min(text.find('\n', token.end), text.size() - 1) + 1);
    if (scanner.looksLikeItem(token.begin))
      return token.begin - at;
  }
}

std::pair<uint32_t, uint32_t> HclParserBase::failedMarker(const ScanFrame &heredoc) const {
  const std::string_view text = _input->scanner().text();
  for (size_t line = heredoc.end; line < text.size(); line = std::min(text.find('\n', line), text.size()) + 1) {
    const size_t first = text.find_first_not_of(" \t", line);
    if (first == std::string_view::npos)
      break;
    const size_t end = first + heredoc.marker.size();
    if (text.compare(first, heredoc.marker.size(), heredoc.marker) != 0)
      continue;
    const char after = end < text.size() ? text[end] : '\n';
    const bool longer = static_cast<unsigned char>(after) >= 0x80 || after == '_' || after == '-' ||
                        (after >= '0' && after <= '9') || ((after | 0x20) >= 'a' && (after | 0x20) <= 'z');
    if (!longer)
      return {static_cast<uint32_t>(first), static_cast<uint32_t>(end)};
  }
  return {0, 0};
}

std::optional<uint32_t> HclParserBase::heredocEndByLayout(const ScanFrame &heredoc, uint32_t column) const {
  const HclScanner &scanner = _input->scanner();
  const std::string_view text = scanner.text();
  if (const auto [begin, end] = failedMarker(heredoc); end > begin) {
    const size_t newline = text.find('\n', end);
    if (newline != std::string_view::npos)
      return static_cast<uint32_t>(newline + 1);
  }
  // The text may hold anything, so only what can hardly be anything else counts: a block with a quoted label.
  for (size_t line = heredoc.end; line < text.size();) {
    const size_t next = std::min(text.find('\n', line), text.size() - 1) + 1;
    const size_t first = text.find_first_not_of(" \t", line);
    if (first < next && first - line <= column && scanner.looksLikeLabelledBlock(static_cast<uint32_t>(first)))
      return static_cast<uint32_t>(line);
    line = next;
  }
  return std::nullopt;
}

bool HclParserBase::inLineOfBlock(uint32_t bodies, uint32_t begin) const {
  for (const Rule &rule : rules_)
    if (rule.index == HclParser::RuleItem && --bodies == 0)
      return rule.open >= begin - _input->scanner().column(begin);
  return false;
}

bool HclParserBase::skipBalanced(uint32_t bodies, uint32_t begin) {
  HclScanner &scanner = _input->scanner();
  const uint32_t column = scanner.column(begin);
  for (;;) {
    const ScanToken ahead = _input->ahead();
    if (ahead.type == kEof)
      break;
    // The brace that closes the block around stands in a line of its own, or the whole block in one.
    if (ahead.type == tok::RBRACE && ahead.depth <= bodies && bodies > 0)
      return scanner.startsLine(ahead.begin) || inLineOfBlock(bodies, begin);
    // A closing brace or another item further to the left than this one: the layout says that the item is over. So
    // does an item as far to the left that a sequence in quotes would swallow: few are written over several lines.
    const bool closes = ahead.type == tok::SEQUENCE_END && scanner.top().kind == FrameKind::Quoted;
    const bool swallowed = ahead.type == tok::IDENT && scanner.top().kind == FrameKind::Interpolation &&
                           scanner.frame(scanner.depth() - 2).kind == FrameKind::Quoted;
    const bool outside = (ahead.type == tok::RBRACE || ahead.type == tok::IDENT || closes) &&
                         ahead.depth + closes > bodies && scanner.startsLine(ahead.begin) &&
                         scanner.column(ahead.begin) < column + swallowed && scanner.looksLikeItem(ahead.begin);
    if (outside)
      return false;
    const bool ends = ahead.type == tok::NEWLINE && ahead.depth <= bodies + 1;
    _input->consume();
    if (!ends)
      continue;
    // Lines that look like no item are taken for the rest of this one.
    const ScanToken &next = _input->ahead();
    if (next.type == tok::NEWLINE || scanner.looksLikeAttempt(next.begin))
      return true;
  }
  if (scanner.depth() <= bodies + 1)
    return true;
  ++longSkips_;
  return false;
}

void HclParserBase::resumeAt(uint32_t line, uint32_t bodies, uint32_t begin) {
  HclScanner &scanner = _input->scanner();
  const size_t first = scanner.text().find_first_not_of(" \t", line);
  if (first != std::string_view::npos && scanner.column(static_cast<uint32_t>(first)) < scanner.column(begin))
    cutAt_ = static_cast<uint32_t>(first);
  scanner.resume(line, bodies + 1);
  _input->refresh();
}

void HclParserBase::skipItem(uint32_t bodies, uint32_t begin) {
  HclScanner &scanner = _input->scanner();
  const std::string_view text = scanner.text();
  const uint32_t faultBegin = _input->ahead().begin;
  const uint32_t column = scanner.column(begin);
  if (const uint32_t line = std::exchange(nextItemLine_, 0); line > begin)
    return resumeAt(line, bodies, begin);
  // The end of the item is a newline outside brackets, provided the brackets match.
  if (longSkips_ < kMaxLongSkips && skipBalanced(bodies, begin)) {
    // What is wrong after the item is another fault, even at the text's end.
    silent_ = faultBegin == text.size();
    return;
  }
  // Something was never closed. The next item is then where one seems to begin, not further to the right.
  size_t line = std::max(begin, faultBegin) - scanner.column(std::max(begin, faultBegin));
  if (line <= begin)
    line = text.find('\n', begin);
  else
    --line;
  for (; line < text.size(); line = text.find('\n', line + 1)) {
    const size_t first = text.find_first_not_of(" \t", line + 1);
    if (first == std::string_view::npos || first - line - 1 > column ||
        !scanner.looksLikeItem(static_cast<uint32_t>(first)))
      continue;
    return resumeAt(static_cast<uint32_t>(line + 1), bodies, begin);
  }
  scanner.resume(static_cast<uint32_t>(text.size()), bodies + 1);
  _input->refresh();
}

namespace {

/// Runs one of the generated entry points; what leaves it was reported.
template <typename Entry> bool run(HclScanner &scanner, HclEvents &events, Entry entry) {
  HclTokenStream stream(scanner);
  HclParser parser(&stream);
  parser.on = &events;
  try {
    entry(parser);
  } catch (const antlr4::RecognitionException &) {
    return false;
  }
  return !parser.faulty();
}

} // namespace

void parseFile(HclScanner &scanner, HclEvents &events) {
  run(scanner, events, [](HclParser &parser) { parser.file(); });
}

bool parseWholeExpression(HclScanner &scanner, HclEvents &events) {
  return run(scanner, events, [](HclParser &parser) { parser.wholeExpression(); });
}

bool parseWholeTemplate(HclScanner &scanner, HclEvents &events) {
  return run(scanner, events, [](HclParser &parser) { parser.wholeTemplate(); });
}

} // namespace postern::grammar
