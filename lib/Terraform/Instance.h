// What expand hands to lower: one instance per count and for_each key, every argument a value with its origin.
#pragma once

#include "Basic/Store.h"
#include "Eval/Heap.h"
#include "Syntax/Ast.h"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace postern::tf {

struct InstanceTag;
using InstanceId = Id<InstanceTag>;
struct ModuleInstanceTag;
using ModuleInstanceId = Id<ModuleInstanceTag>;

/// One argument of a resource or nested block.
struct Argument {
  std::string_view name;
  eval::Value value;
  SourceRange nameRange;
  SourceRange valueRange; ///< the expression as written here, where "used here" points
};

struct EvaluatedBlock;

struct EvaluatedBody {
  std::vector<Argument> arguments;    ///< in source order
  std::vector<EvaluatedBlock> blocks; ///< in source order, dynamic ones expanded in place
  SourceRange range;
};

struct EvaluatedBlock {
  std::string_view type;
  std::vector<std::string_view> labels;
  SourceRange header;
  /// Unknown: it stands for zero or more blocks of a dynamic whose for_each is not known.
  Truth exists = Truth::Yes;
  EvaluatedBody body;
};

enum class Mode : uint8_t { Managed, Data, Ephemeral };

struct Instance {
  Mode mode = Mode::Managed;
  std::string address; ///< module.a["k"].aws_x.y[0]; a key that is not known is written [*]
  std::string_view type;
  std::string_view name;
  ModuleInstanceId module;
  /// Unknown: count or for_each is not known, and this one stands for all of them. No: only with --include-dormant.
  Truth exists = Truth::Yes;
  std::string dormantBecause; ///< "only when var.x is true", for an instance that does not exist
  EvaluatedBody body;         ///< without meta arguments
  /// Which provider configuration makes it: "aws", "aws.west", "module.x.aws" where a module brings its own.
  std::string provider;
  /// What the block does not write and expressions asked for, as far as it is known (UN-22), and `tags_all` where the
  /// provider has default tags; by name.
  struct Computed {
    std::string_view name;
    eval::Value value;
  };
  std::vector<Computed> computed;
  SourceRange header;  ///< `resource "aws_x" "y"`
  SourceRange range;   ///< the whole block
  bool broken = false; ///< part of the block could not be read
};

struct ModuleInstance {
  std::string path;        ///< "" for the root, else `module.a["k"].module.b`
  std::string directory;   ///< as the loader has it
  ModuleInstanceId parent; ///< none for the root
  SourceRange call;        ///< the module block's header; nowhere for the root
};

/// A value that stayed unknown and why, for the summary: `var.cidr` has no value, module "x" is not on disk, …
struct Unresolved {
  std::string expression;
  std::string reason;
  SourceRange range;
  std::vector<std::string> affects; ///< addresses, sorted
};

/// A module call whose module is not on disk, and what hangs on its outputs (UN-24).
struct OpaqueCall {
  std::string source;               ///< as written
  std::string name;                 ///< of the call
  SourceRange range;                ///< of the source
  SourceRange header;               ///< `module "x"`
  std::vector<std::string> affects; ///< addresses, sorted
  size_t root = 0;                  ///< which root of the run it was reached from: an address means something in one
};

struct Statistics {
  uint64_t moduleCalls = 0;   ///< with every instance of every call, roots too
  uint64_t distinctCalls = 0; ///< folder and arguments counted once for the whole run; without a memo the roots alone
  uint64_t modulesEvaluated = 0; ///< the others took what an equal call came to
  uint64_t steps = 0;            ///< expressions evaluated
};

/// Everything that one root module comes to. Owns the heap that all its values live in.
class Instances {
public:
  Instances() : heap(std::make_unique<eval::Heap>()) {}

  std::unique_ptr<eval::Heap> heap;
  Store<ModuleInstanceId, ModuleInstance> modules;
  Store<InstanceId, Instance> all; ///< ordered by address within a module, modules in the order of their calls
  std::vector<Unresolved> unresolved;
  std::vector<OpaqueCall> opaque; ///< in the order of the configurations
  Statistics statistics;

  /// Which resource's attribute a symbol stands for: `aws_security_group.a.id` → that group, "id".
  struct AttributeOf {
    InstanceId instance;
    std::string_view attribute;
  };
  [[nodiscard]] std::optional<AttributeOf> attributeOf(eval::SymbolId symbol) const {
    const auto found = attributes.find(symbol);
    return found == attributes.end() ? std::nullopt : std::optional(found->second);
  }
  std::unordered_map<eval::SymbolId, AttributeOf> attributes;
};

/// A body or an object value under one name, so that a nested block and `name = [{…}]` read alike (BL-8). Cheap to
/// copy; good while the Instances live.
class BodyView {
public:
  BodyView(eval::Heap &heap, const EvaluatedBody &body, SourceRange header)
      : heap_(&heap), body_(&body), header_(header) {}
  BodyView(eval::Heap &heap, const eval::Value &object, SourceRange header, Truth exists)
      : heap_(&heap), object_(object), header_(header), exists_(exists) {}

  /// The argument's value; not valid when it is not written. A null is given as it is.
  [[nodiscard]] eval::Value get(std::string_view name) const;
  /// Where to point for the argument's use: the value as written here; the header when it is not written.
  [[nodiscard]] SourceRange useOf(std::string_view name) const;

  /// Nested blocks called `name` and, when an argument of that name holds a sequence of objects or one object, those,
  /// in source order. `open` is set when there may be further ones that are not known.
  [[nodiscard]] std::vector<BodyView> nested(std::string_view name, bool *open = nullptr) const;

  /// Whether an argument or block of that name is written at all (also an empty list).
  [[nodiscard]] bool has(std::string_view name) const;
  [[nodiscard]] SourceRange header() const { return header_; }
  [[nodiscard]] Truth exists() const { return exists_; }
  void setExists(Truth exists) { exists_ = exists; }

private:
  eval::Heap *heap_;
  const EvaluatedBody *body_ = nullptr;
  eval::Value object_;
  SourceRange header_;
  Truth exists_ = Truth::Yes;
};

BodyView viewOf(const Instances &instances, const Instance &instance);

} // namespace postern::tf
