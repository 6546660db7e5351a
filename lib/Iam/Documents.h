// Which policy documents stand behind which policies, and which policies only ever limit.
#pragma once

#include "Diag/Sink.h"
#include "Eval/Traced.h"
#include "Terraform/Instance.h"

#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace postern::iam {

/// The references among policies, read off the origins of values. First say which arguments matter, then resolve, then
/// ask.
class Documents {
public:
  explicit Documents(const tf::Instances &instances) : instances_(instances) {}

  /// An argument that holds a policy's text; "block.argument" for one of nested blocks.
  void consumer(std::string_view type, std::string_view argument) { consumers_.push_back({type, argument}); }
  /// An argument that holds the ARN of a policy that limits, or of policies that grant.
  void boundary(std::string_view type, std::string_view argument) { boundaries_.push_back({type, argument}); }
  void attached(std::string_view type, std::string_view argument) { attached_.push_back({type, argument}); }
  void resolve();

  /// The data blocks whose text is part of `value`, without those merged into them that left no text; in the order of
  /// instances.
  [[nodiscard]] std::vector<const tf::Instance *> behind(const eval::Value &value, const tf::Instance &user) const;
  /// Whether some policy or other document holds the text of this data block.
  [[nodiscard]] bool isUsed(const tf::Instance &document) const { return used_.count(&document) != 0; }
  /// Whether the managed policy is somebody's boundary and attached to nobody.
  [[nodiscard]] bool isOnlyBoundary(const tf::Instance &policy) const;

  [[nodiscard]] eval::Value render(const tf::Instance &document, Sink &sink) const;
  /// The first station of the trace; its use where there is none.
  [[nodiscard]] SourceRange placeOf(const Trace &trace) const;

private:
  struct Place {
    std::string_view type, argument;
  };
  struct RangeHash {
    size_t operator()(const SourceRange &range) const {
      return (size_t(range.file.index()) << 40) ^ (size_t(range.begin) << 20) ^ range.end;
    }
  };
  using Found = std::unordered_set<const tf::Instance *>;

  void walk(eval::OriginId origin, const tf::Instance &user, std::unordered_set<eval::OriginId> &seen,
            Found &found) const;
  void walk(const eval::Value &value, const tf::Instance &user, std::unordered_set<eval::OriginId> &seen,
            Found &found) const;
  void withSources(Found &found) const;
  /// Of the instances of one data block, the one whose text `user` holds: the nearest to it in the tree of modules that
  /// has the key of `named`. A module that is evaluated once for several calls names the first.
  const tf::Instance *instanceOf(const std::vector<const tf::Instance *> &instances, std::string_view named,
                                 const tf::Instance &user) const;
  /// Adds the managed policies of the configuration that `value` names.
  void policiesIn(const eval::Value &value, const tf::Instance &user, Found &found) const;
  void policiesNamed(std::string_view reference, const tf::Instance &user, Found &found) const;

  const tf::Instances &instances_;
  std::vector<Place> consumers_, boundaries_, attached_;
  std::unordered_map<SourceRange, std::vector<const tf::Instance *>, RangeHash> byHeader_;
  std::unordered_map<std::string_view, std::vector<const tf::Instance *>> policiesByName_;
  Found used_, boundaryPolicies_, attachedPolicies_;
};

} // namespace postern::iam
