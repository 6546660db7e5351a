// The words for what is wrong: from the parser's faults, and from what only shows when nodes are made.
#include "Basic/Nearest.h"
#include "Syntax/BridgeBuilder.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <unordered_map>

namespace postern::hcl {

using grammar::Fault;
using grammar::ScanToken;

namespace {

/// A number's text has one exponent at most; the token takes in more.
bool hasOneExponent(std::string_view text) {
  const size_t exponent = text.find_first_of("eE");
  return exponent == std::string_view::npos || text.find_first_of("eE", exponent + 1) == std::string_view::npos;
}

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::string_view hintFor(std::string_view character) {
  if (character == "'")
    return "strings are written in double quotes";
  if (character == "`")
    return "strings are written in double quotes, longer texts as heredocs: <<EOT";
  if (character == ";")
    return "arguments are separated by new lines, items by commas";
  if (character == "\xE2\x80\x9C" || character == "\xE2\x80\x9D")
    return "a typographic quote: write a straight \"";
  if (character == "&")
    return "\"and\" is &&";
  if (character == "|")
    return "\"or\" is ||";
  if (character == "~")
    return "\"not\" is !";
  if (character == "$")
    return "outside of strings an expression stands without ${ }";
  if (character == "\\")
    return "quotes inside ${ } are written without a backslash";
  if (character == "\r")
    return "a lone carriage return: lines end in LF or CR LF";
  if (character == kByteOrderMark)
    return "a byte order mark may only stand at the start of a file";
  if (grammar::blankLength(character) > 0 || character == "\xE2\x80\x8B")
    return "it only looks like a blank: write a space";
  return {};
}

/// What can be shown of a character that may not be printable.
std::string shown(std::string_view character) {
  int32_t at = 0;
  int32_t code = 0;
  U8_NEXT(character.data(), at, static_cast<int32_t>(character.size()), code);
  if (code >= 0 && (u_isgraph(code) == 0 || u_charType(code) == U_FORMAT_CHAR))
    return fmt::format("U+{:04X}", code);
  return std::string(character);
}

} // namespace

std::string_view BridgeBuilder::itemHelp(const grammar::FaultPlace &place) const {
  const std::string_view rest = text_.substr(place.end);
  const size_t next = rest.find_first_not_of(" \t");
  if (next != std::string_view::npos && rest[next] == ':')
    return "an argument is set with '=', not with ':'";
  if (place.begin < text_.size() && text_[place.begin] == '{' && text_.find_first_not_of(" \t\r\n") == place.begin)
    return "this looks like JSON: the names of such files end in .json";
  if (place.begin < text_.size() && (text_[place.begin] == '}' || text_.substr(place.begin, 2) == "~}"))
    return "nothing is open here that '}' could close";
  return "write NAME = VALUE for an argument, NAME { … } for a block";
}

/// Points at what the fault belongs to, when that is another place, and says what the layout hints at.
void BridgeBuilder::addPlaces(Diagnostic &diag, const grammar::FaultPlace &place, const char *words) const {
  if (place.otherEnd > place.otherBegin && place.otherBegin != place.begin)
    diag.labels.push_back({range(place.otherBegin, place.otherEnd), words});
  if (place.atNextItem && place.otherEnd > place.otherBegin)
    diag.help = fmt::format("'{}' is still open where another argument or block seems to begin",
                            slice(place.otherEnd - 1, place.otherEnd));
  if (place.meantEnd > place.meantBegin)
    diag.labels.push_back(
        {range(place.meantBegin, place.meantEnd),
         "this does not end the heredoc: the marker stands alone in its line, and a new line follows"});
}

void BridgeBuilder::fault(const grammar::FaultPlace &place) {
  markBroken();
  const SourceRange at = range(place.begin, place.end);
  const std::string_view text = slice(place.begin, place.end);
  Sink &sink = target_.sink;
  const auto with = [&](Diagnostic &diag, const char *words) { addPlaces(diag, place, words); };
  switch (place.fault) {
  case Fault::BadCharacter:
    sink.report(kind::InvalidCharacter, at, shown(text)).help = hintFor(text);
    return;
  case Fault::BadOperator:
    sink.report(kind::UnsupportedOperator, at, text).help = hintFor(text);
    return;
  case Fault::BadByte:
    // The whole text is looked at for these when it has been read, because strings may hold them too.
    return;
  case Fault::UnclosedComment:
    sink.report(kind::UnclosedComment, at);
    return;
  case Fault::MultiLineString:
    sink.report(kind::MultiLineString, at).help = "close the string with \", or write a heredoc: <<EOT";
    return;
  case Fault::TooDeep:
    tooDeep(at);
    return;
  case Fault::ItemRequired:
    sink.report(kind::ItemRequired, at).help = itemHelp(place);
    return;
  case Fault::InvalidArgumentName:
    sink.report(kind::InvalidArgumentName, at);
    return;
  case Fault::InvalidBlockDefinition:
    with(sink.report(kind::InvalidBlockHeader, at), "in this block");
    return;
  case Fault::EqualsInBlock:
    with(sink.report(kind::EqualsInBlock, at), "in this block");
    return;
  case Fault::BraceNotOnLine:
    with(sink.report(kind::BraceOnNextLine, at), "in this block");
    return;
  case Fault::UnclosedBlock:
    with(sink.report(kind::UnclosedBlock, at), "");
    return;
  case Fault::OnlyArgumentRequired:
    sink.report(kind::OneLineBlockItem, at).help = "begin a new line after '{'";
    return;
  case Fault::InvalidOnlyArgument:
    sink.report(kind::OneLineBlockEnd, at).help = "begin a new line after '{' and before '}'";
    return;
  case Fault::MissingNewlineAfterArgument:
    with(sink.report(kind::MissingNewlineAfterArgument, at), "");
    return;
  case Fault::CommaAfterArgument:
    sink.report(kind::CommaAfterArgument, at);
    return;
  case Fault::MissingNewlineAfterBlock:
    with(sink.report(kind::MissingNewlineAfterBlock, at), "");
    return;
  case Fault::InvalidExpression:
    if (Diagnostic &diag = sink.report(kind::InvalidExpression, at); place.atNextItem)
      with(diag, "opened here");
    return;
  case Fault::MissingExpression:
    with(sink.report(kind::MissingExpression, at), "opened here");
    return;
  case Fault::ExtraAfterExpression:
    sink.report(kind::ExtraAfterExpression, at);
    return;
  case Fault::MissingFalseArm:
    with(sink.report(kind::MissingFalseArm, at), "");
    return;
  case Fault::UnbalancedParentheses:
    with(sink.report(kind::UnbalancedParentheses, at), "opened here");
    return;
  case Fault::UnterminatedTuple:
    sink.report(kind::UnterminatedTuple, at);
    return;
  case Fault::MissingItemSeparator:
    with(sink.report(kind::MissingItemSeparator, at), "opened here");
    return;
  case Fault::UnterminatedObject:
    sink.report(kind::UnterminatedObject, at);
    return;
  case Fault::MissingAttributeValue:
    sink.report(kind::MissingAttributeValue, at);
    return;
  case Fault::MissingKeyValueSeparator:
    if (Diagnostic &diag = sink.report(kind::MissingKeyValueSeparator, at); place.atNextItem)
      with(diag, "opened here");
    else
      diag.help = "a key with dots or blanks is written in quotes";
    return;
  case Fault::MissingAttributeSeparator:
    with(sink.report(kind::MissingAttributeSeparator, at), "opened here");
    return;
  default:
    faultInDetail(place, at);
  }
}

void BridgeBuilder::faultInDetail(const grammar::FaultPlace &place, const SourceRange &at) {
  Sink &sink = target_.sink;
  const auto with = [&](Diagnostic &diag, const char *words) { addPlaces(diag, place, words); };
  switch (place.fault) {
  case Fault::UnterminatedCall:
    sink.report(kind::UnterminatedCall, at);
    return;
  case Fault::MissingArgumentSeparator:
    with(sink.report(kind::MissingArgumentSeparator, at), "opened here");
    return;
  case Fault::MissingClosingParenthesis:
    sink.report(kind::MissingClosingParenthesis, at);
    return;
  case Fault::MissingOpenParenthesis:
    with(sink.report(kind::MissingOpenParenthesis, at), "");
    return;
  case Fault::MissingFunctionName:
    with(sink.report(kind::MissingFunctionName, at), "");
    return;
  case Fault::InvalidFor:
    sink.report(kind::InvalidFor, at).help =
        "write [for VALUE in COLLECTION : RESULT] or {for KEY, VALUE in COLLECTION : KEY => RESULT}";
    return;
  case Fault::InvalidForDirective:
    sink.report(kind::InvalidForDirective, at).help = "write %{ for KEY, VALUE in COLLECTION } … %{ endfor }";
    return;
  case Fault::InvalidDirective:
    sink.report(kind::InvalidDirective, at);
    return;
  case Fault::InvalidDirectiveKeyword:
    if (const std::string_view word = slice(place.begin, place.end); true) {
      static constexpr std::string_view kWords[] = {"if", "else", "endif", "for", "endfor"};
      Diagnostic &diag = sink.report(kind::InvalidDirectiveKeyword, at, word);
      if (const std::string_view meant = nearestWord(word, kWords); !meant.empty())
        diag.help = fmt::format("did you mean '{}'?", meant);
    }
    return;
  case Fault::InvalidAttributeName:
    sink.report(kind::InvalidAttributeName, at);
    return;
  case Fault::NestedSplat:
    sink.report(kind::NestedSplat, at);
    return;
  case Fault::MissingCloseBracketOnIndex:
    with(sink.report(kind::MissingIndexBracket, at), "opened here");
    return;
  case Fault::MissingCloseBracketOnSplat:
    with(sink.report(kind::MissingSplatBracket, at), "opened here");
    return;
  case Fault::ExtraAfterInterpolation:
    with(sink.report(kind::ExtraAfterInterpolation, at), "opened here");
    return;
  case Fault::ExtraInDirective:
    extraInDirective(sink.report(kind::ExtraInDirective, at));
    return;
  case Fault::UnclosedSequence:
    sink.report(kind::UnclosedSequence, at);
    return;
  case Fault::UnterminatedTemplate:
    with(sink.report(kind::UnterminatedTemplate, at), "opened here");
    return;
  default:
    POSTERN_UNREACHABLE();
  }
}

void BridgeBuilder::extraInDirective(Diagnostic &diag) const {
  const Part &part = parts_.back();
  switch (part.kind) {
  case PartKind::Text:
  case PartKind::Value:
    break;
  case PartKind::If:
    diag.summary = "Extra characters in if marker";
    break;
  case PartKind::Else:
    diag.summary = "Extra characters in else marker";
    break;
  case PartKind::EndIf:
    diag.summary = "Extra characters in endif marker";
    break;
  case PartKind::For:
    diag.summary = "Extra characters in for marker";
    break;
  case PartKind::EndFor:
    diag.summary = "Extra characters in endfor marker";
    break;
  }
  diag.labels.push_back({range(part.begin, part.begin + 2), "opened here"});
}

void BridgeBuilder::tooDeep(const SourceRange &range) {
  markBroken();
  // One place in a text says it all.
  if (!std::exchange(toldDepth_, true))
    target_.sink.report(kind::NestedTooDeeply, range);
}

void BridgeBuilder::reportBadByte(uint32_t at, bool isText) {
  broken_ = true;
  const bool utf16 = text_.starts_with("\xFF\xFE") || text_.starts_with("\xFE\xFF");
  target_.sink.report(kind::InvalidEncoding, range(at, at + 1)).help =
      isText  ? "save the file as UTF-8"
      : utf16 ? "this looks like UTF-16: save the file as UTF-8"
              : "this looks like no text at all";
}

void BridgeBuilder::number(const ScanToken &token) {
  // The token takes in every digit, dot and exponent that touch (LX-7); one dot and one exponent are a number.
  const std::string_view text = slice(token);
  const size_t dot = text.find('.');
  const bool oneDot =
      dot == std::string_view::npos || (text.find('.', dot + 1) == std::string_view::npos &&
                                        dot < text.find_first_of("eE") && text[dot + 1] >= '0' && text[dot + 1] <= '9');
  if (oneDot && hasOneExponent(text)) {
    push(make<NumberExpr>(range(token), text), 1);
    return;
  }
  invalidNumber(token);
  push(make<ErrorExpr>(range(token)), 1);
}

void BridgeBuilder::invalidNumber(const ScanToken &token) {
  markBroken();
  target_.sink.report(kind::InvalidNumber, range(token), slice(token));
}

void BridgeBuilder::legacyIndex(const ScanToken &number) {
  const Entry collection = pop();
  const SourceRange at{target_.file, collection.expr->begin, number.end + target_.offset};
  const std::string_view text = slice(number);
  const bool chained = text.find('.') != std::string_view::npos;
  if (!chained && hasOneExponent(text)) {
    const Expr *const key = make<NumberExpr>(range(number), text);
    push(make<IndexExpr>(at, collection.expr, key, true), collection.depth + 1);
    return;
  }
  push(make<ErrorExpr>(at), 1);
  if (!chained)
    return invalidNumber(number);
  markBroken();
  target_.sink.report(kind::InvalidLegacyIndex, range(number), text).help = "write each index in brackets: [0]";
}

void BridgeBuilder::reportRepeated(std::span<const Item> items) {
  const auto report = [&](const Attribute &again, const Attribute &first) {
    markBroken();
    target_.sink.report(kind::RepeatedArgument, again.nameRange, again.name)
        .labels.push_back({first.nameRange, "first set here"});
  };
  // Most bodies are small; large ones must not cost their square.
  constexpr size_t kSmall = 16;
  if (items.size() <= kSmall) {
    for (size_t i = 1; i < items.size(); ++i)
      for (size_t j = 0; items[i].attribute && j < i; ++j)
        if (items[j].attribute && items[j].attribute->name == items[i].attribute->name) {
          report(*items[i].attribute, *items[j].attribute);
          break;
        }
    return;
  }
  std::unordered_map<std::string_view, const Attribute *> seen;
  for (const Item &item : items)
    if (item.attribute)
      if (const auto found = seen.try_emplace(item.attribute->name, item.attribute); !found.second)
        report(*item.attribute, *found.first->second);
}

} // namespace postern::hcl
