// The walk over one file's blocks, shared by its sources: blocks by the table, arguments by their shape.
#pragma once

#include "Eval/Evaluator.h"
#include "Terraform/Schema.h"
#include "Terraform/Static.h"
#include "Terraform/Validate.h"

#include <optional>
#include <string_view>

namespace postern::tf {

/// Where expressions that must be constant are evaluated; made when the first one is not plain.
class ConstantEvaluator {
public:
  explicit ConstantEvaluator(Sink &sink) : sink_(sink), evaluator_(heap_, world_, sink) {}
  eval::Heap &heap() { return heap_; }
  Sink &sink() { return sink_; }
  eval::Value evaluate(const hcl::Expr &expr);
  /// The same, where functions may be called; no names stand in it.
  eval::Value evaluateEarly(const hcl::Expr &expr);

private:
  Sink &sink_;
  eval::Heap heap_;
  const eval::World world_;
  eval::Evaluator evaluator_;
};

/// The second of what there can be only one of.
void reportRepeated(Sink &sink, const SourceRange &range, std::string_view what, const SourceRange &first,
                    std::string_view summary);

class Validator {
public:
  Validator(FileRole role, uint32_t fault, Sink &sink) : role_(role), fault_(fault), sink_(sink) {}

  void file(const hcl::Body &body);

private:
  /// A block and the blocks around it.
  struct Site {
    const hcl::Block &block;
    Body body;
    const Site *outer = nullptr;
  };

  // Validate.cpp and ValidateBlocks.cpp: what the table says, and what blocks have to be beside it.
  bool labels(const hcl::Block &block, const BlockRow &row);
  void names(const hcl::Block &block, Body body);
  void items(const hcl::Body &body, Body kind, std::string_view word, const Site *site);
  void nested(const hcl::Block &block, Body kind, std::string_view word, const Site *site);
  void required(const Site &site);
  void missing(const Site &site, std::string_view argument, std::string_view summary);
  void onlyOnce(const hcl::Body &body, Body kind);
  void unsupported(const hcl::Attribute &attribute, Body kind, std::string_view word);
  void rules(const Site &site);
  void variable(const Site &site);
  void repetition(const Site &site);
  void exclusive(const SourceRange &range, std::string_view what, std::string_view summary);
  void condition(const Site &site);
  void selfReference(const hcl::Attribute &attribute, const Site &site);
  void destroy(const Site &site);
  void destroyReferences(const hcl::Body &body);
  void removedProvisioner(const hcl::BlockLabel &label);
  void removed(const Site &site);
  void importBlock(const Site &site);
  void moved(const Site &site);
  void check(const Site &site);
  void requiredProviders(const Site &site);
  void requirement(const hcl::Attribute &attribute);
  void requirementItem(const hcl::ObjectItem &item, std::string_view provider);
  void invalidRequirement(const SourceRange &range, std::string_view why, std::string_view summary);
  void compatibleWith(const Site &site);
  void inOverride(const Site &site);

  // ValidateArguments.cpp: what an argument's expression looks like.
  void argument(const hcl::Attribute &attribute, const ArgumentRow &row, const Site &site);
  void notConstant(const SourceRange &range, std::string_view argument);
  std::optional<eval::Value> constant(const hcl::Attribute &attribute);
  void text(const hcl::Attribute &attribute);
  void flag(const hcl::Attribute &attribute);
  void unsuitable(const hcl::Attribute &attribute, std::string_view wanted);
  void deprecation(const hcl::Attribute &attribute);
  void version(const hcl::Attribute &attribute);
  bool isEarly(const hcl::Attribute &attribute);
  void earlyVersion(const hcl::Attribute &attribute);
  void versionText(const SourceRange &range, std::string_view text);
  void invalidVersion(const SourceRange &range, std::string_view why);
  void source(const hcl::Attribute &attribute, const Site &site);
  void references(const hcl::Attribute &attribute);
  void reference(const hcl::Expr &expr, std::string_view argument);
  void quotedReference(const SourceRange &range);
  void staticReference(const SourceRange &range, std::string_view argument, std::string_view wanted,
                       std::string_view summary);
  const hcl::TupleExpr *list(const hcl::Attribute &attribute);
  std::string provider(const hcl::Expr &expr, std::string_view argument);
  void invalidProvider(const SourceRange &range, std::string_view argument);
  void providerName(std::string_view name, const SourceRange &range);
  void providers(const hcl::Attribute &attribute);
  void invalidKeyword(const SourceRange &range, std::string_view argument, std::string_view wanted,
                      std::string_view summary);
  void keyword(const hcl::Attribute &attribute, std::initializer_list<std::string_view> known, std::string_view wanted,
               std::string_view summary);
  void ignoreChanges(const hcl::Attribute &attribute);
  void triggers(const hcl::Attribute &attribute);
  void trigger(const hcl::Expr &expr);
  void alias(const hcl::Attribute &attribute);
  void invalidName(const SourceRange &range, std::string_view name, std::string_view summary);
  void address(const hcl::Attribute &attribute, const Site &site);
  void importTarget(const hcl::Attribute &attribute);
  void invalidAddress(const SourceRange &range, std::string_view why, std::string_view summary);
  void edition(const hcl::Attribute &attribute);
  void experiments(const hcl::Attribute &attribute);

  ConstantEvaluator &evaluator();

  const FileRole role_;
  const uint32_t fault_; ///< where the text stopped making sense
  Sink &sink_;
  std::optional<ConstantEvaluator> evaluator_;
};

} // namespace postern::tf
