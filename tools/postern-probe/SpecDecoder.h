// Makes a value of a file as a .hcldec file says: which arguments and blocks there may be, and what becomes of them.
#pragma once

#include "Eval/Evaluator.h"
#include "Syntax/Ast.h"
#include "Syntax/JsonSyntax.h"

#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace postern::probe {

/// A specification is a block of a .hcldec file, used as it was parsed: `object`, `array`, `attr`, `block`,
/// `block_list`, `block_tuple`, `block_set`, `block_map`, `block_attrs`, `block_label`, `literal`, `default` or
/// `transform`. Both files must outlive the decoder.
class SpecDecoder {
public:
  /// `scope` answers for the names that the decoded file uses. Faults go to the evaluator's sink.
  SpecDecoder(eval::Evaluator &evaluator, eval::Scope &scope) : evaluator_(evaluator), scope_(scope) {}

  eval::Value decode(const hcl::Block &spec, const hcl::Body &body) { return decode(spec, {body, {}}); }

  /// The value of `expr` as `type`, or an unknown of it and a fault.
  eval::Value evaluateAs(const hcl::Expr &expr, eval::Scope &scope, eval::TypeRef type);

  /// What a JSON file has to be read with to be decoded by `spec`; lives as long as the decoder.
  const hcl::JsonBodySchema &jsonSchema(const hcl::Block &spec);

  /// The specification inside a `block`, `default` and so on, or that of a whole .hcldec file: the first block that is
  /// one. Null when there is none.
  static const hcl::Block *specIn(const hcl::Body &body);

private:
  /// A body, with the labels of its block that no block_map has taken.
  struct Place {
    const hcl::Body &body;
    std::span<const hcl::BlockLabel> labels;
  };
  /// What may stand in a body.
  struct Expected {
    std::vector<std::string_view> attributes;
    std::map<std::string_view, const hcl::Block *> blocks; ///< by type
  };
  struct Schema {
    std::vector<hcl::JsonAttribute> attributes;
    std::vector<hcl::JsonBlock> blocks;
    hcl::JsonBodySchema schema;
  };

  eval::Value decode(const hcl::Block &spec, const Place &place);
  eval::Value decodePart(const hcl::Block &spec, const Place &place);
  eval::Value attribute(const hcl::Block &spec, const Place &place);
  eval::Value oneBlock(const hcl::Block &spec, const Place &place);
  eval::Value manyBlocks(const hcl::Block &spec, const Place &place);
  eval::Value labelledBlocks(const hcl::Block &spec, const Place &place);
  eval::Value blockAttributes(const hcl::Block &spec, const Place &place);
  eval::Value transformed(const hcl::Block &spec, const Place &place);
  eval::Value mapOf(std::vector<eval::Entry> entries, const SourceRange &range);

  void expect(const hcl::Block &spec, Expected &out);
  void checkItems(const Expected &expected, const hcl::Body &body);
  uint32_t labelCount(const hcl::Block &spec);
  std::vector<const hcl::Block *> blocksOf(const hcl::Block &spec, const hcl::Body &body);
  /// The text of an argument of a specification; `fallback` where it is not set.
  std::string_view text(const hcl::Block &spec, std::string_view name, std::string_view fallback);
  std::string_view nameOf(const hcl::Block &spec, std::string_view argument);
  bool flag(const hcl::Block &spec, std::string_view name);
  eval::Value missing();
  void fault(std::string_view summary, std::string message, const SourceRange &range);

  eval::Evaluator &evaluator_;
  eval::Scope &scope_;
  std::deque<Schema> schemas_;
};

} // namespace postern::probe
