// Reads .tf.json and .tfvars.json files into the same tree as native syntax; a schema says what each property is.
#pragma once

#include "Syntax/JsonDocument.h"
#include "Syntax/Parse.h"

#include <span>
#include <string_view>

namespace postern::hcl {

/// What a string is where it stands as an expression (language.md JS-3 to JS-5).
enum class JsonText : uint8_t {
  Template,   ///< the template language, `"${a}"` being a's value
  Literal,    ///< its own characters, `${` included
  Expression, ///< an expression: a reference, a type, a keyword
};

struct JsonAttribute {
  std::string_view name;
  JsonText text;
};

struct JsonBodySchema;

struct JsonBlock {
  std::string_view type;
  uint32_t labels;
  const JsonBodySchema *body;
};

/// What the properties of a body are. One that is not listed is an attribute read as `others` says; where an object or
/// array of objects could have been meant as blocks, that attribute's value says the same (JS-6).
struct JsonBodySchema {
  std::span<const JsonAttribute> attributes;
  std::span<const JsonBlock> blocks;
  JsonText others = JsonText::Template;
};

/// The schema of variable files: attributes, all literal.
const JsonBodySchema &jsonVariablesSchema();

/// Parses a JSON file. The tree is that of native syntax: an object that JSON wrote has `json` set, labels are quoted,
/// ranges are those of the JSON text with strings' quotes included; a labelled block's type stands where its last label
/// does, as the property of the type may hold many blocks. `//` in a body is a comment. Text that is no JSON
/// gives one diagnostic and an empty body.
File parseJson(FileId id, std::string_view text, const JsonBodySchema &schema, Sink &sink);

/// One value of a JSON document that stands in file `id`, as an expression; nodes go to `arena`.
const Expr *jsonExpression(const json::Node &node, FileId id, JsonText text, Arena &arena, Sink &sink);

} // namespace postern::hcl
