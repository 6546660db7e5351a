// What is a token of HCL's native syntax. Which mode is on, and everything else that is not context free (template
// nesting, heredoc markers, whether a newline matters, `for` after a bracket), is decided in HclScanner.cpp, which
// drives tables made from this grammar's automaton by make-scanner.py. No actions, no predicates, no non-greedy loops.
lexer grammar HclLexer;

// Given out by the scanner only: variants of tokens whose meaning depends on where they stand.
tokens {
  FOR_BRACKET,   // [ with `for` as the next token
  FOR_BRACE,     // { of an object, with `for` as the next token
  SPLAT_STAR,    // * right after [
  SEQUENCE_END,  // } or ~} that closes ${ or %{
  HEREDOC_CLOSE, // the line that ends a heredoc, without its newline
  IF, ELSE, ENDIF, FOR, ENDFOR, // right after %{
  TOO_DEEP,      // an opening bracket beyond the nesting limit
  BAD_BYTE       // a byte that is not UTF-8
}

// Outside literal text.
BLANK : [ \t]+ ;
NEWLINE : '\r'? '\n' ;
LINE_COMMENT : ( '#' | '//' ) ~[\n]* '\n'? ;
BLOCK_COMMENT : '/*' ( ~[*] | '*'+ ~[*/] )* '*'+ '/' ;
UNCLOSED_COMMENT : '/*' ;

IDENT : IdStart IdContinue* ;
// Takes in what looks like a number; the bridge says what is wrong with 1.2.3.
NUMBER : Digit ( Digit | Exponent | '.'+ ( Digit | Exponent ) )* ;
// A string without sequences in one token; any other begins with QUOTE_OPEN.
STRING : '"' ( ~["\\$%\r\n] | '\\' ~[\r\n] )* '"' ;
QUOTE_OPEN : '"' ;
HEREDOC_OPEN : '<<' '-'? IdStart IdContinue* '\r'? '\n' ;

LBRACE : '{' ;
RBRACE : '}' ;
STRIP_BRACE : '~}' ;
LBRACK : '[' ;
RBRACK : ']' ;
LPAREN : '(' ;
RPAREN : ')' ;

EQUALS : '=' ;
ARROW : '=>' ;
COMMA : ',' ;
DOT : '.' ;
ELLIPSIS : '...' ;
COLON : ':' ;
COLONCOLON : '::' ;
QUESTION : '?' ;

PLUS : '+' ;
MINUS : '-' ;
STAR : '*' ;
SLASH : '/' ;
PERCENT : '%' ;
AND : '&&' ;
OR : '||' ;
BANG : '!' ;
EQUAL : '==' ;
NOT_EQUAL : '!=' ;
LESS : '<' ;
LESS_EQUAL : '<=' ;
GREATER : '>' ;
GREATER_EQUAL : '>=' ;

BAD_OPERATOR : [&|^~] ;
BAD_CHARACTER : . ;

fragment Digit : [0-9] ;
fragment Exponent : [eE] [+\-]? Digit ;
fragment IdStart : [_\p{ID_Start}] ;
fragment IdContinue : [\-\p{ID_Continue}] ;

// Between the quotes of a string. A run of several $ or % before a brace is an escape and loses one of them.
mode QUOTED;
TEXT : ( ~["\\$%\r\n] | '\\' ~[\r\n] )+ | '\\' | DollarText ;
QUOTE_CLOSE : '"' ;
QUOTED_NEWLINE : '\r'? '\n' | '\r' ;
INTERPOLATION : '${' '~'? ;
DIRECTIVE : '%{' '~'? ;
fragment DollarText : '$'+ | '%'+ | '$' '$'+ '{' | '%' '%'+ '{' ;

// Heredocs and template files: a piece ends at its newline.
mode TEMPLATE;
TEMPLATE_TEXT : ( ~[$%\n]+ '\n'? | '\n' | DollarText ) -> type(TEXT) ;
TEMPLATE_INTERPOLATION : '${' '~'? -> type(INTERPOLATION) ;
TEMPLATE_DIRECTIVE : '%{' '~'? -> type(DIRECTIVE) ;
