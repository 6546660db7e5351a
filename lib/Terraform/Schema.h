// What Terraform's own blocks may hold: rows of Schema.def, and how to find them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace postern::tf {

enum class Body : uint8_t {
#define BODY(NAME, WORD, ARGUMENTS, BLOCKS, FIRST, SECOND) NAME,
#include "Terraform/Schema.def"
};

enum class Need : uint8_t { Optional, Required, Reserved };

/// What an argument's expression must look like. "Constant": no names and no calls.
enum class Shape : uint8_t {
  Any,
  Constant,
  Text,               ///< constant, and can be a string
  Flag,               ///< constant, and can be a bool
  FlagUnlessComputed, ///< a Flag when it is constant
  Deprecation,        ///< a Text that is not empty
  Type,               ///< a type constraint; read where it is used
  Version,            ///< constant version constraint
  EarlyVersion,       ///< the same, or made of locals and variables
  OldVersion,         ///< the same, where it is no longer wanted
  CompatibleVersion,  ///< the same, in compatible_with
  Source,             ///< a module's address, or made of locals and variables
  References,         ///< list of static references
  Provider,           ///< a provider's name, perhaps with an alias
  Providers,          ///< map of these to these
  When,
  OnFailure,
  IgnoreChanges,
  Triggers,
  ManagedOnly, ///< stands where only managed resources have it
  Alias,
  Address,      ///< of a resource or module
  ImportTarget, ///< of a resource, its keys perhaps computed
  Edition,
  Experiments,
  OldExperiments, ///< of the `terraform` block, where Terraform's came and went
};

enum class Others : uint8_t { Closed, Open };

struct BodyRow {
  std::string_view word; ///< the block's type in messages
  Others arguments, blocks;
  std::string_view badLabel[2];
  std::string_view reservedArgument, reservedBlock; ///< summaries
};

struct ArgumentRow {
  Body body;
  std::string_view name;
  Need need;
  Shape shape;
};

struct BlockRow {
  Body body;
  std::string_view type;
  size_t labels;
  Body inner;
  std::string_view onlyOnce;                    ///< summary for a second one; empty: any number
  std::string_view missingLabel[2], extraLabel; ///< summaries
};

const BodyRow &rowOf(Body body);
std::span<const ArgumentRow> argumentsOf(Body body);
std::span<const BlockRow> blocksOf(Body body);
/// Null when the body does not list it.
const ArgumentRow *findArgument(Body body, std::string_view name);
const BlockRow *findBlock(Body body, std::string_view type);

} // namespace postern::tf
