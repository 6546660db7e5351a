// Every security group with its rules, from whichever spelling: what lower hands to check.
#pragma once

#include "Basic/Store.h"
#include "Net/IngressRule.h"

#include <string>
#include <vector>

namespace postern::net {

/// A group of this configuration, or one outside that rules here name: then only those rules are known.
struct SecurityGroup {
  std::vector<tf::ResourceRef> resources; ///< the group's, else those of its rules
  Truth exists = Truth::Yes;
  std::string address; ///< for sentences
  Trace header;
  bool declared = false;                    ///< the group is a resource here
  bool isDefault = false;                   ///< the default group of its VPC
  std::vector<const IngressRule *> ingress; ///< in printed order
  std::vector<const IngressRule *> egress;
};

struct RuleTag;
using RuleId = Id<RuleTag>;

struct Exposure {
  Store<RuleId, IngressRule> ingress; ///< in the order of the instances, within one of the text
  Store<RuleId, IngressRule> egress;
  Store<GroupId, SecurityGroup> groups;
  /// Address blocks of the VPCs here: whoever comes from there is inside, whatever the numbers.
  AddressSet own;
};

/// Services that every address of the internet reaches only because several sources of the group's ingress rules add
/// up, none doing it alone; and those sources, in the order of the text, without those that larger ones already hold.
struct UnionOpen {
  Service service;
  std::vector<const Traced<Source> *> sources;
};
UnionOpen openByUnion(const SecurityGroup &group, Family family);

/// Services that the whole internet, of either family, certainly reaches through the group's ingress rules.
Service openToWorld(const SecurityGroup &group);

} // namespace postern::net
