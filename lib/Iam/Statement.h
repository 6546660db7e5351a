// One statement of a policy: effect, principals, actions, resources and conditions, each as a set with its places.
#pragma once

#include "Eval/Traced.h"
#include "Eval/Truth.h"
#include "Iam/Action.h"
#include "Iam/Arn.h"
#include "Iam/Condition.h"
#include "Iam/Principal.h"
#include "Terraform/Resource.h"

#include <cstdint>
#include <string>
#include <vector>

namespace postern::iam {

struct Policy;

enum class Effect : uint8_t {
  Allow,
  Deny,
  Unknown, ///< not known, or neither of the two
};

struct Statement {
  const Policy *policy = nullptr; ///< never null once lower is done
  Effect effect = Effect::Unknown;
  std::string sid;
  Trace at; ///< the statement as a whole
  Principals principals;
  ActionSet actions;
  ResourceSet resourceSet;
  std::vector<Condition> conditions;
  /// There may be further conditions that are not known.
  bool conditionsOpen = false;

  std::vector<tf::ResourceRef> resources; ///< who carries the policy, then the document that it is written in
  Truth exists = Truth::Yes;

  [[nodiscard]] bool allows() const { return effect == Effect::Allow; }
  /// Nothing has to hold besides principal, action and resource.
  [[nodiscard]] bool unconditional() const { return conditions.empty() && !conditionsOpen; }
};

} // namespace postern::iam
