// Prints syntax trees as s-expressions, in one canonical form that other parsers' trees can be compared with.
#pragma once

#include "Syntax/Ast.h"

#include <string>

namespace postern::hcl {

/// One line an item, in source order, two blanks of indent a level: `attr NAME EXPR`, `block TYPE "label" {` … `}`.
/// Texts are in normal form C, numbers are plain decimals, neighbouring literal parts of a template are joined.
std::string dump(const Body &body);

/// One expression without a newline: `(? (var a) (num 1) (tmpl (str "x")))`.
std::string dump(const Expr &expr);

} // namespace postern::hcl
