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
    tell(describe(0));
    skipItem(bodies_, ahead.begin);
  }
}

void HclParserBase::openBlock() {
  ++bodies_;
  on->blockOpen(last());
}

void HclParserBase::closeBlock() {
  --bodies_;
  rules_.back().closed = true;
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
  if (dynamic_cast<const Left *>(&e) == nullptr)
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
  on->abandon(bodies_);
  skipItem(bodies_, rules_.back().first.begin);
}

bool HclParserBase::skipBalanced(uint32_t bodies, uint32_t column) {
  HclScanner &scanner = _input->scanner();
  for (;;) {
    const ScanToken ahead = _input->ahead();
    if (ahead.type == kEof)
      break;
    if (ahead.type == tok::RBRACE && ahead.depth <= bodies && bodies > 0)
      return true;
    // A closing brace or another item further to the left than this one: the layout says that the item is over.
    const bool outside = (ahead.type == tok::RBRACE || ahead.type == tok::IDENT) && ahead.depth > bodies &&
                         scanner.startsLine(ahead.begin) && scanner.column(ahead.begin) < column &&
                         scanner.looksLikeItem(ahead.begin);
    if (outside)
      return false;
    const bool ends = ahead.type == tok::NEWLINE && ahead.depth <= bodies + 1;
    _input->consume();
    if (!ends)
      continue;
    // Lines that look like no item are taken for the rest of this one.
    const ScanToken &next = _input->ahead();
    if (next.type == tok::NEWLINE || (next.type == tok::IDENT && scanner.looksLikeItem(next.begin)))
      return true;
  }
  if (scanner.depth() <= bodies + 1)
    return true;
  ++longSkips_;
  return false;
}

void HclParserBase::skipItem(uint32_t bodies, uint32_t begin) {
  HclScanner &scanner = _input->scanner();
  const std::string_view text = scanner.text();
  const uint32_t faultBegin = _input->ahead().begin;
  const uint32_t column = scanner.column(begin);
  // The end of the item is a newline outside brackets, provided the brackets match.
  if (longSkips_ < kMaxLongSkips && skipBalanced(bodies, column))
    return;
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
    scanner.resume(static_cast<uint32_t>(line + 1), bodies + 1);
    _input->refresh();
    return;
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
