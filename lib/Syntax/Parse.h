// Text in, syntax tree and diagnostics out: native syntax, and the expressions and templates inside other texts.
#pragma once

#include "Basic/Arena.h"
#include "Diag/Sink.h"
#include "Syntax/Ast.h"

#include <memory>
#include <string_view>
#include <vector>

namespace postern::hcl {

/// A comment with its markers, without the newline that ends it.
struct Comment {
  SourceRange range;
};

namespace json {
struct Node;
}

/// One parsed file. Lives as long as the run; the tree's text points into the SourceManager's bytes.
struct File {
  FileId id;
  std::unique_ptr<Arena> arena;
  const Body *body = nullptr;       ///< native syntax; empty for JSON files
  const json::Node *json = nullptr; ///< JSON syntax: the document, for JsonSyntax.h to read with a schema
  std::vector<Comment> comments;    ///< in source order
  bool broken = false;              ///< at least one syntax error was reported
};

/// Parses native syntax. Errors go to `sink`, each independent fault once (ER-2, ER-3); the tree holds what could be
/// read. Never fails, never recurses without bound.
File parseNative(FileId id, std::string_view text, Sink &sink);

/// One expression that fills `text`, a slice of file `id` that starts at byte `offset` of it; nodes go to `arena`.
const Expr *parseExpression(FileId id, std::string_view text, uint32_t offset, Arena &arena, Sink &sink);

/// `text` as a template (TP-9): a Template, a TemplateWrap for one lone interpolation, or a String.
const Expr *parseTemplate(FileId id, std::string_view text, uint32_t offset, Arena &arena, Sink &sink);

/// How many tokens native syntax has; for measuring the scanner alone.
size_t countTokens(std::string_view text);

} // namespace postern::hcl
