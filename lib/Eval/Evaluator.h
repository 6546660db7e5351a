// Evaluates expressions: what `terraform console` would answer, and what is known where it could not.
#pragma once

#include "Diag/Sink.h"
#include "Eval/Heap.h"
#include "Eval/Scope.h"
#include "Syntax/Ast.h"

#include <cstdint>
#include <string>
#include <vector>

namespace postern {
class FileSystem;
class SourceManager;
} // namespace postern

namespace postern::eval {

/// Going over one gives Unknown(Opaque) and one diagnostic that names the limit (UN-14).
struct Limits {
  uint32_t depth = 400;             ///< nested evaluations
  uint64_t steps = 50'000'000;      ///< expressions evaluated per root
  uint64_t elements = 1'000'000;    ///< in one collection
  uint64_t stringBytes = 16u << 20; ///< in one string
};

/// What functions may see of the world.
struct World {
  const FileSystem *files = nullptr; ///< null: file functions give unknowns
  SourceManager *sources = nullptr;  ///< where templates and text files that are read get their ids
  std::string rootDirectory;         ///< relative paths of file functions start here (MO-13)
  std::string readBelow;             ///< files outside this folder are not read; empty: no limit
  std::string planTimestamp;         ///< RFC 3339; empty: unknown
  std::string workspace = "default";
};

class Evaluator {
public:
  Evaluator(Heap &heap, const World &world, Sink &sink, const Limits &limits = {});

  /// The value of `expr` with `scope` answering for root names. An error gives a diagnostic in the sink and an unknown
  /// of Opaque symbol in its place, and evaluation goes on around it. The result carries its origin.
  Value evaluate(const hcl::Expr &expr, Scope &scope);

  /// Evaluates, then converts; a failed conversion is a diagnostic at `expr` and an unknown of type `to`.
  Value evaluate(const hcl::Expr &expr, Scope &scope, TypeRef to);

  /// `value.name` and `value[key]` as the language has them (EV-4), with diagnostics at `range`.
  Value getAttr(const Value &value, std::string_view name, SourceRange range);
  Value index(const Value &value, const Value &key, SourceRange range);

  Heap &heap() { return heap_; }
  Sink &sink() { return *sink_; }
  const World &world() const { return world_; }
  uint64_t steps() const { return steps_; }

private:
  friend class ExpressionVisitor;
  Heap &heap_;
  const World &world_;
  Sink *sink_;
  Limits limits_;
  uint64_t steps_ = 0;
  uint32_t depth_ = 0;
};

/// The names that `expr` refers to outside its own `for` variables, in source order, each with its static steps.
struct FreeReference {
  std::string_view root;
  std::vector<Step> steps;
  SourceRange range;
};
std::vector<FreeReference> freeReferences(const hcl::Expr &expr);

} // namespace postern::eval
