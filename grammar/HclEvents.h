// What the parser tells while it reads, in source order: the only thing that is made from a parse.
#pragma once

#include "HclScanner.h"

namespace postern::grammar {

/// What can be wrong with the structure of a text. Where the reference parser has a word for it, the name is that.
enum class Fault : uint8_t {
  BadCharacter,
  BadOperator,
  BadByte,
  UnclosedComment,
  MultiLineString,
  TooDeep,
  ItemRequired,
  InvalidArgumentName,
  InvalidBlockDefinition,
  EqualsInBlock,
  BraceNotOnLine,
  UnclosedBlock,
  OnlyArgumentRequired,
  InvalidOnlyArgument,
  MissingNewlineAfterArgument,
  CommaAfterArgument,
  MissingNewlineAfterBlock,
  InvalidExpression,
  MissingExpression,
  ExtraAfterExpression,
  ExtraAfterInterpolation,
  ExtraInDirective,
  UnclosedSequence,
  UnterminatedTemplate,
  MissingFalseArm,
  UnbalancedParentheses,
  UnterminatedTuple,
  MissingItemSeparator,
  UnterminatedObject,
  MissingAttributeValue,
  MissingKeyValueSeparator,
  MissingAttributeSeparator,
  UnterminatedCall,
  MissingArgumentSeparator,
  MissingClosingParenthesis,
  MissingOpenParenthesis,
  MissingFunctionName,
  InvalidFor,
  InvalidForDirective,
  InvalidDirective,
  InvalidDirectiveKeyword,
  InvalidAttributeName,
  NestedSplat,
  MissingCloseBracketOnIndex,
  MissingCloseBracketOnSplat
};

/// The place of a fault, and of what it belongs to: an opener, a header; equal offsets for none.
struct FaultPlace {
  Fault fault;
  uint32_t begin;
  uint32_t end;
  uint32_t otherBegin = 0;
  uint32_t otherEnd = 0;
  /// By the layout of the text the next item begins in this line: the opener was never closed.
  bool atNextItem = false;
  /// UnterminatedTemplate: what was perhaps meant to end it.
  uint32_t meantBegin = 0;
  uint32_t meantEnd = 0;
};

/// Receives a parse. Expressions come in postfix order: an operand's events before those of what is made of it. A
/// token passed is the one the event is about, most often the last one of the thing. After an error the events of an
/// item simply stop, and `abandon` says so.
class HclEvents {
public:
  virtual ~HclEvents() = default;

  // Bodies.
  virtual void item(const ScanToken &name) = 0;
  virtual void attribute(const ScanToken &equals) = 0;
  virtual void attributeEnd() = 0;
  virtual void label(const ScanToken &label) = 0; ///< IDENT or STRING
  virtual void labelClose(const ScanToken &quote) = 0;
  virtual void blockOpen(const ScanToken &brace) = 0;
  virtual void blockClose(const ScanToken &brace) = 0;
  /// The item that was begun with `bodies` blocks open is over, incomplete; so is everything inside it. Items that
  /// begin at `end` or later do not belong to it: they will be told again.
  virtual void abandon(uint32_t bodies, uint32_t end) = 0;
  virtual void fault(const FaultPlace &place) = 0;

  // Expressions.
  virtual void expression() = 0;
  virtual void binary(const ScanToken &op) = 0;
  virtual void operatorsEnd() = 0;
  virtual void conditional() = 0;
  virtual void unary(const ScanToken &op) = 0;
  virtual void operandEnd() = 0;
  /// Where the last expression or operand of the item that was read begins and ends; equal offsets for none.
  [[nodiscard]] virtual std::pair<uint32_t, uint32_t> lastOperand() const = 0;
  virtual void name(const ScanToken &token) = 0;
  virtual void namespaced(const ScanToken &token) = 0;
  virtual void number(const ScanToken &token) = 0;
  virtual void string(const ScanToken &token) = 0;
  /// ( of parentheses or a call, [ of a tuple, { of an object.
  virtual void open(const ScanToken &bracket) = 0;
  virtual void parenthesisClose(const ScanToken &token) = 0;
  virtual void spread() = 0;
  virtual void callClose(const ScanToken &token) = 0;
  virtual void tupleClose(const ScanToken &token) = 0;
  virtual void objectClose(const ScanToken &token) = 0;
  virtual void getAttr(const ScanToken &name) = 0;
  virtual void legacyIndex(const ScanToken &number) = 0;
  /// False when the star stands in another attribute splat.
  virtual bool attrSplat(const ScanToken &star) = 0;
  virtual void fullSplat(const ScanToken &bracket) = 0;
  virtual void index() = 0;
  virtual void indexClose(const ScanToken &bracket) = 0;

  // For expressions. The variables of a directive come as forVariable too.
  virtual void forOpen(const ScanToken &bracket) = 0;
  virtual void forVariable(const ScanToken &name) = 0;
  virtual void forArrow() = 0;
  virtual void forGroup() = 0;
  virtual void forFilter() = 0;
  virtual void forClose(const ScanToken &bracket) = 0;

  // Templates.
  virtual void quoteOpen(const ScanToken &token) = 0;
  virtual void quoteClose(const ScanToken &token) = 0;
  virtual void heredocOpen(const ScanToken &token) = 0;
  virtual void heredocClose(const ScanToken &token) = 0;
  virtual void text(const ScanToken &token) = 0;
  virtual void sequenceOpen(const ScanToken &token) = 0;
  virtual void interpolation(const ScanToken &close) = 0;
  virtual void directiveIf() = 0;
  virtual void directiveElse() = 0;
  virtual void directiveEndIf() = 0;
  virtual void directiveFor() = 0;
  virtual void directiveEndFor() = 0;
  virtual void directive(const ScanToken &close) = 0;
};

/// Each reads all of the scanner's text, tells `events`, and never throws. A fault that ends an expression or a
/// template ends the parse.
void parseFile(HclScanner &scanner, HclEvents &events);
/// Whether the text was read without a fault.
bool parseWholeExpression(HclScanner &scanner, HclEvents &events);
bool parseWholeTemplate(HclScanner &scanner, HclEvents &events);

} // namespace postern::grammar
