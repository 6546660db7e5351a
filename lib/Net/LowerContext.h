// What the parts of lower share: the instances, where diagnostics go, and how a value reads in a sentence. Private to
// this library.
#pragma once

#include "Diag/Sink.h"
#include "Eval/Traced.h"
#include "Net/IngressRule.h"
#include "Source/SourceManager.h"
#include "Terraform/Instance.h"

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace postern::net {

/// One entry of a prefix list of this configuration.
struct ListEntry {
  eval::Value cidr;
  Truth exists;
};
struct PrefixList {
  std::string address;
  std::vector<ListEntry> entries;
  bool openEnded = false;
};

struct LowerContext {
  const tf::Instances &instances;
  eval::Heap &heap;
  const SourceManager &sources;
  Sink *sink; ///< changes: what is said of a resource that does not exist is not heard
  std::unordered_map<tf::InstanceId, PrefixList> prefixLists;

  /// Where a diagnostic about a value stands: the literal, else where it is used.
  [[nodiscard]] SourceRange placeOf(const eval::Value &value, SourceRange use) const;
  /// Which attribute of which instance a value is, when it is one that is known after apply only.
  [[nodiscard]] std::optional<tf::Instances::AttributeOf> attributeOf(const eval::Value &value) const;
  /// How a reader knows the value, unless it is sensitive: its text, or the expression that is not known. What has no
  /// name is called by the source text of where it stands, or of `use`.
  [[nodiscard]] std::string describe(const eval::Value &value, SourceRange use = {}) const;
  /// The same also when it is sensitive: to read, not to show.
  [[nodiscard]] std::string textOf(const eval::Value &value, SourceRange use = {}) const;
  [[nodiscard]] std::string describe(eval::SymbolId symbol, SourceRange place) const;
};

/// `name` of `view`, with where it came from and where it is used.
Trace traceOf(const tf::BodyView &view, std::string_view name, const eval::Value &value);

/// Reads protocol and ports into `rule`: `protocol` is the attribute's name in this spelling.
void readService(LowerContext &context, const tf::BodyView &view, std::string_view protocol, IngressRule &rule);

/// Reads everything that the spelling may name as source or destination into `rule`.
void readSources(LowerContext &context, const tf::BodyView &view, IngressRule &rule);

/// The blocks that a value of strings comes to, in the order they are written; faults are reported once here.
void readBlocks(LowerContext &context, const eval::Value &value, std::string_view attribute, Family family,
                SourceRange use, std::vector<Traced<Source>> &out, bool &openEnded);

} // namespace postern::net
