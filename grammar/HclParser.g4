// The structure of HCL's native syntax, LL(1): one token decides, nothing is guessed. The actions tell the events of
// HclEvents.h, in source order, to whoever builds something from them; no parse tree is made. What one token cannot
// decide is checked by HclParserBase (`in`, `if`, doubled commas) or by the receiver of the events (precedence,
// directives, object keys).
parser grammar HclParser;

options {
  tokenVocab = HclLexer;
  superClass = HclParserBase;
  contextSuperClass = HclContext;
}

@parser::preinclude {
#include "HclParserBase.h"
}

file : body EOF ;
wholeExpression : expression EOF ;
wholeTemplate : ( TEXT {on->text(last());} | sequence )* EOF ;

// Bodies. nextItem() skips, with a diagnostic, what can begin no item.
body : {nextItem();} ( ( NEWLINE | item ) {nextItem();} )* ;

item
  : IDENT {on->item(last());}
    ( EQUALS {on->attribute(last());} expression {on->attributeEnd();}
    | label* LBRACE {openBlock();}
      ( NEWLINE body | onlyAttribute )?
      RBRACE {closeBlock();}
    )
    ( NEWLINE | EOF )
  ;

label
  : IDENT {on->label(last());}
  | STRING {on->label(last());}
  | QUOTE_OPEN {on->quoteOpen(last());} ( TEXT {on->text(last());} | sequence )* QUOTE_CLOSE {on->labelClose(last());}
  ;

// { name = value } on one line.
onlyAttribute : IDENT {on->item(last());} EQUALS {on->attribute(last());} expression {on->attributeEnd();} ;

// Operators come as one flat list; the receiver folds them by precedence.
expression
  : {on->expression();} operand
    (
      ( OR | AND | EQUAL | NOT_EQUAL | LESS | LESS_EQUAL | GREATER | GREATER_EQUAL
      | PLUS | MINUS | STAR | SLASH | PERCENT
      ) {on->binary(last());} operand
    )* {on->operatorsEnd();}
    ( QUESTION expression COLON expression {on->conditional();} )?
  ;

operand
  : ( ( MINUS | BANG ) {on->unary(last());} )*
    ( IDENT {on->name(last());} call?
    | STRING {on->string(last());}
    | NUMBER {on->number(last());}
    | QUOTE_OPEN {on->quoteOpen(last());} ( TEXT {on->text(last());} | sequence )* QUOTE_CLOSE {on->quoteClose(last());}
    | HEREDOC_OPEN {on->heredocOpen(last());} ( TEXT {on->text(last());} | sequence )*
      HEREDOC_CLOSE {on->heredocClose(last());}
    | LPAREN {on->open(last());} expression RPAREN {on->parenthesisClose(last());}
    | tuple
    | object
    | forTuple
    | forObject
    )
    (
      DOT ( IDENT {on->getAttr(last());} | NUMBER {on->legacyIndex(last());} | STAR {attrSplat();} )
    | ( LBRACK | FOR_BRACKET )
      ( SPLAT_STAR RBRACK {on->fullSplat(last());} | {on->index();} expression RBRACK {on->indexClose(last());} )
    )*
    {on->operandEnd();}
  ;

call
  : ( COLONCOLON IDENT {on->namespaced(last());} )*
    LPAREN {on->open(last());} expression? ( {comma();} COMMA expression? )*
    ( {comma();} ELLIPSIS {spread();} )?
    RPAREN {on->callClose(last());}
  ;

tuple : LBRACK {on->open(last());} expression? ( {comma();} COMMA expression? )* RBRACK {on->tupleClose(last());} ;

object
  : LBRACE {on->open(last());} objectItem? ( ( {comma();} COMMA | NEWLINE ) objectItem? )* RBRACE
    {on->objectClose(last());}
  ;

objectItem : expression ( EQUALS | COLON ) expression ;

forTuple : FOR_BRACKET {on->forOpen(last());} forIntroduction expression filter? RBRACK {on->forClose(last());} ;

forObject
  : FOR_BRACE {on->forOpen(last());} forIntroduction expression ARROW {on->forArrow();} expression
    ( ELLIPSIS {on->forGroup();} )? filter? RBRACE {on->forClose(last());}
  ;

forIntroduction
  : IDENT IDENT {on->forVariable(last());} ( COMMA IDENT {on->forVariable(last());} )? IDENT {word("in");}
    expression COLON
  ;

filter : IDENT {word("if");} expression {on->forFilter();} ;

// ${ } and %{ } inside literal text. Which directive closes which is for the receiver to say.
sequence
  : INTERPOLATION {on->sequenceOpen(last());} expression SEQUENCE_END {on->interpolation(last());}
  | DIRECTIVE {on->sequenceOpen(last());}
    ( IF expression {on->directiveIf();}
    | ELSE {on->directiveElse();}
    | ENDIF {on->directiveEndIf();}
    | FOR {on->directiveFor();} IDENT {on->forVariable(last());} ( COMMA IDENT {on->forVariable(last());} )?
      IDENT {word("in");} expression
    | ENDFOR {on->directiveEndFor();}
    )
    SEQUENCE_END {on->directive(last());}
  ;
