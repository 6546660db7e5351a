// What a token in the wrong place means, told from the rule that met it: the words are the bridge's.
#include "HclParser.h"

#include <algorithm>
#include <tuple>

namespace postern::grammar {

namespace {

bool isBad(const ScanToken &token, Fault &fault) {
  switch (token.type) {
  case tok::BAD_CHARACTER:
    fault = Fault::BadCharacter;
    return true;
  case tok::BAD_OPERATOR:
    fault = Fault::BadOperator;
    return true;
  case tok::BAD_BYTE:
    fault = Fault::BadByte;
    return true;
  case tok::UNCLOSED_COMMENT:
    fault = Fault::UnclosedComment;
    return true;
  case tok::QUOTED_NEWLINE:
    fault = Fault::MultiLineString;
    return true;
  case tok::TOO_DEEP:
    fault = Fault::TooDeep;
    return true;
  default:
    return false;
  }
}

} // namespace

bool HclParserBase::atNextItem() const {
  const HclScanner &scanner = _input->scanner();
  const auto item =
      std::find_if(rules_.rbegin(), rules_.rend(), [](const Rule &rule) { return rule.index == HclParser::RuleItem; });
  const uint32_t at = _input->ahead().begin;
  if (item == rules_.rend() || _input->ahead().type == kEof)
    return false;
  const uint32_t line = at - scanner.column(at);
  const size_t first = scanner.text().find_first_not_of(" \t", line);
  const uint32_t column = scanner.column(item->first.begin);
  if (line <= item->first.begin || first > at || first - line > column ||
      !scanner.looksLikeItem(static_cast<uint32_t>(first)))
    return false;
  // An object's items look like arguments, and not everybody indents.
  return first - line < column || openBracket().kind != FrameKind::Object ||
         scanner.looksLikeLabelledBlock(static_cast<uint32_t>(first));
}

const ScanFrame &HclParserBase::openBracket() const {
  const HclScanner &scanner = _input->scanner();
  const ScanToken &ahead = _input->ahead();
  const size_t depth = scanner.depth();
  const bool opens = depth > 1 && ahead.type != kEof && scanner.top().begin == ahead.begin;
  return scanner.frame(depth - (opens ? 2 : 1));
}

FaultPlace HclParserBase::describe(size_t expected) const {
  const ScanToken &at = _input->ahead();
  const Rule &rule = rules_.back();
  FaultPlace place{Fault::InvalidExpression, at.begin, at.end};
  if (isBad(at, place.fault))
    return place;
  switch (rule.index) {
  case HclParser::RuleFile:
  case HclParser::RuleBody:
    place.fault =
        at.type == tok::STRING || at.type == tok::QUOTE_OPEN ? Fault::InvalidArgumentName : Fault::ItemRequired;
    return place;
  case HclParser::RuleItem:
  case HclParser::RuleOnlyAttribute:
    return describeInItem(expected, rule);
  case HclParser::RuleLabel:
    return {Fault::UnterminatedTemplate, at.begin, at.end, rule.first.begin, rule.first.end};
  case HclParser::RuleExpression:
    return {Fault::MissingFalseArm, at.begin, at.end, rule.first.begin, last().end};
  case HclParser::RuleOperand:
    return describeInOperand(expected, rule);
  case HclParser::RuleCall:
  case HclParser::RuleTuple:
  case HclParser::RuleObject:
  case HclParser::RuleObjectItem:
    return describeInCollection(expected, rule);
  case HclParser::RuleForTuple:
  case HclParser::RuleForObject:
  case HclParser::RuleForIntroduction:
  case HclParser::RuleFilter:
    place.fault = Fault::InvalidFor;
    // A key where there may be none, or none where there must be one: the expression is at fault, not what follows.
    if ((at.type == tok::ARROW || expected == HclParser::ARROW) && rule.index != HclParser::RuleForIntroduction)
      if (const auto operand = on->lastOperand(); operand.second > operand.first)
        std::tie(place.begin, place.end) = operand;
    return place;
  case HclParser::RuleSequence:
    return describeInSequence(expected, rule);
  case HclParser::RuleWholeExpression:
  case HclParser::RuleWholeTemplate:
    place.fault = Fault::ExtraAfterExpression;
    return place;
  }
  return place;
}

FaultPlace HclParserBase::describeInItem(size_t expected, const Rule &rule) const {
  const ScanToken &at = _input->ahead();
  FaultPlace place{Fault::ItemRequired, at.begin, at.end, rule.first.begin, rule.first.end};
  if (rule.index == HclParser::RuleOnlyAttribute) {
    if (at.type == tok::IDENT || at.type == tok::LBRACE || at.type == tok::STRING || at.type == tok::QUOTE_OPEN)
      return {Fault::OnlyArgumentRequired, rule.first.begin, at.end};
    return {Fault::ItemRequired, rule.first.begin, rule.first.end};
  }
  if (expected == HclParser::LBRACE) {
    place.fault = at.type == tok::EQUALS    ? Fault::EqualsInBlock
                  : at.type == tok::NEWLINE ? Fault::BraceNotOnLine
                                            : Fault::InvalidBlockDefinition;
    return place;
  }
  if (expected == HclParser::RBRACE) {
    if (at.type == kEof)
      return {Fault::UnclosedBlock, rule.open - 1, rule.open, rule.first.begin, rule.open - 1};
    place.fault = last().type == tok::LBRACE ? Fault::ItemRequired : Fault::InvalidOnlyArgument;
    return place;
  }
  // After the name neither = nor a label nor a brace.
  if (last().begin == rule.first.begin)
    return {Fault::ItemRequired, rule.first.begin, rule.first.end};
  if (rule.closed)
    place.fault = Fault::MissingNewlineAfterBlock;
  else
    place.fault = at.type == tok::COMMA ? Fault::CommaAfterArgument : Fault::MissingNewlineAfterArgument;
  return place;
}

FaultPlace HclParserBase::describeInOperand(size_t expected, const Rule &) const {
  const ScanToken &at = _input->ahead();
  FaultPlace place{Fault::InvalidExpression, at.begin, at.end};
  switch (expected) {
  case HclParser::QUOTE_CLOSE:
  case HclParser::HEREDOC_CLOSE: {
    const ScanFrame &open = _input->scanner().top();
    FaultPlace place{Fault::UnterminatedTemplate, at.begin, at.end, open.begin, open.end};
    if (open.kind == FrameKind::Heredoc)
      std::tie(place.meantBegin, place.meantEnd) = failedMarker(open);
    return place;
  }
  case HclParser::RPAREN:
    return {Fault::UnbalancedParentheses, at.begin, at.end, openBracket().begin, openBracket().end, atNextItem()};
  case HclParser::RBRACK:
    place.fault =
        last().type == tok::SPLAT_STAR ? Fault::MissingCloseBracketOnSplat : Fault::MissingCloseBracketOnIndex;
    return {place.fault, at.begin, at.end, openBracket().begin, openBracket().end, atNextItem()};
  default:
    break;
  }
  if (last().type == tok::DOT)
    place.fault = Fault::InvalidAttributeName;
  else if (at.type == kEof)
    place.fault = Fault::MissingExpression;
  return place;
}

FaultPlace HclParserBase::describeInCollection(size_t expected, const Rule &rule) const {
  const ScanToken &at = _input->ahead();
  const bool atEnd = at.type == kEof;
  const bool atStart = last().type == tok::COMMA || last().type == tok::NEWLINE || last().type == tok::LPAREN ||
                       last().type == tok::LBRACK || last().type == tok::LBRACE;
  FaultPlace place{Fault::InvalidExpression, at.begin, at.end, rule.first.begin, rule.first.end};
  if (rule.index == HclParser::RuleCall) {
    if (expected == HclParser::IDENT || expected == HclParser::LPAREN) {
      place.fault = expected == HclParser::IDENT ? Fault::MissingFunctionName : Fault::MissingOpenParenthesis;
      return {place.fault, at.begin, at.end, rule.before, last().end};
    }
    if (last().type == tok::ELLIPSIS)
      return {Fault::MissingClosingParenthesis, last().begin, last().end, at.begin, at.end};
    if (atEnd && !atStart)
      return {Fault::UnterminatedCall, rule.before, rule.first.end};
    place.otherBegin = rule.before;
  }
  if (rule.index == HclParser::RuleObjectItem) {
    if (atEnd) {
      const ScanFrame &open = _input->scanner().top();
      return {Fault::UnterminatedObject, open.begin, open.end};
    }
    const bool noValue = at.type == tok::NEWLINE || at.type == tok::COMMA;
    place.fault = noValue ? Fault::MissingAttributeValue : Fault::MissingKeyValueSeparator;
    if (!noValue)
      return {place.fault, at.begin, at.end, openBracket().begin, openBracket().end, atNextItem()};
    return place;
  }
  if (atStart) {
    if (atEnd)
      place.fault = Fault::MissingExpression;
    place.atNextItem = atNextItem();
    return place;
  }
  if (rule.index == HclParser::RuleTuple)
    place.fault = atEnd ? Fault::UnterminatedTuple : Fault::MissingItemSeparator;
  else if (rule.index == HclParser::RuleObject)
    place.fault = atEnd ? Fault::UnterminatedObject : Fault::MissingAttributeSeparator;
  else
    place.fault = Fault::MissingArgumentSeparator;
  if (atEnd)
    return {place.fault, rule.first.begin, rule.first.end};
  place.atNextItem = atNextItem();
  return place;
}

FaultPlace HclParserBase::describeInSequence(size_t expected, const Rule &rule) const {
  const ScanToken &at = _input->ahead();
  FaultPlace place{Fault::InvalidDirective, at.begin, at.end, rule.first.begin, rule.first.end};
  if (rule.first.type == tok::INTERPOLATION) {
    if (at.type == kEof)
      return {Fault::UnclosedSequence, rule.first.begin, rule.first.end};
    // A quote that nothing closes on its line was to close the string around the sequence.
    const HclScanner &scanner = _input->scanner();
    const std::string_view text = scanner.text();
    const std::string_view line = text.substr(at.begin, std::min(text.find('\n', at.begin), text.size()) - at.begin);
    if (at.type == tok::QUOTE_OPEN && scanner.depth() > 2 &&
        scanner.frame(scanner.depth() - 3).kind == FrameKind::Quoted && line.find('"', 1) == std::string_view::npos)
      return {Fault::UnclosedSequence, rule.first.begin, rule.first.end};
    place.fault = Fault::ExtraAfterInterpolation;
    place.atNextItem = atNextItem();
  } else if (expected == HclParser::SEQUENCE_END) {
    place.fault = Fault::ExtraInDirective;
  } else if (expected != 0) {
    place.fault = Fault::InvalidForDirective;
  } else if (at.type == tok::IDENT) {
    place.fault = Fault::InvalidDirectiveKeyword;
  }
  return place;
}

} // namespace postern::grammar
