// The one neutral shape of a security-group rule: which services, from which sources, into which group.
#pragma once

#include "Basic/Id.h"
#include "Eval/Traced.h"
#include "Eval/Truth.h"
#include "Net/AddressSet.h"
#include "Net/Service.h"
#include "Terraform/Resource.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace postern::net {

struct GroupTag;
using GroupId = Id<GroupTag>;

enum class Direction : uint8_t { Ingress, Egress };

/// How the rule is spelled (network.md 2.1).
enum class Form : uint8_t {
  Inline,  ///< a block or an element of the attribute inside its group
  OldRule, ///< aws_security_group_rule
  NewRule, ///< aws_vpc_security_group_ingress_rule, aws_vpc_security_group_egress_rule
};

enum class SourceKind : uint8_t {
  Block,      ///< addresses that are written down, or an entry of a prefix list of this configuration
  Group,      ///< the members of another security group: private addresses, known at run time only
  Self,       ///< the members of the rule's own group
  PrefixList, ///< a prefix list that is not in this configuration
  Unknown,    ///< an expression that has no known value
};

/// For an egress rule, a destination.
struct Source {
  SourceKind kind = SourceKind::Unknown;
  std::string text;     ///< "10.0.0.0/8", "aws_security_group.lb.id", "var.admin_cidrs", "self"
  AddressSet addresses; ///< of a block; of a prefix list and of what is unknown, all that it could be
  /// Unknown: it is one of several values, or of several elements, and which of them counts is not known.
  Truth present = Truth::Yes;
  std::string why; ///< what is not known, for a sentence; empty when nothing is

  /// Whether every address of the internet comes in by this source alone.
  [[nodiscard]] Truth coversInternet() const {
    if (!addresses.coversInternet())
      return Truth::No;
    return isWritten() ? present : Truth::Unknown;
  }
  /// Somebody wrote these addresses: a rule can be blamed for them, though perhaps only as possible.
  [[nodiscard]] bool isWritten() const { return kind == SourceKind::Block; }
};

struct IngressRule {
  std::vector<tf::ResourceRef> resources; ///< the resource that spells it, then its group's if that is another one
  Truth exists = Truth::Yes;
  std::string doubt; ///< why it may not exist though its resource does; empty: there is no such reason
  Direction direction = Direction::Ingress;
  Form form = Form::Inline;

  GroupId group;
  std::string groupAddress; ///< for sentences: the group's address, or this resource's if the group is not here
  std::string groupName;    ///< as written, when the group is not in this configuration: "sg-0a1b", "var.group"

  /// What certainly passes, what passes by one of the values that are written, and all that could pass while the
  /// protocol or a port is not known. Each contains the one before.
  Service service;
  Service possible;
  Service may;
  std::string serviceText; ///< "tcp/22"; "tcp port var.port" when it is not known
  std::string serviceWhy;  ///< what of the service is not known; empty when all is

  std::vector<Traced<Source>> sources;
  /// There may be further sources that are not known.
  bool openEnded = false;

  Trace header; ///< the block or resource as a whole
  /// The ports as written, when the protocol makes them mean nothing though they look like a restriction.
  std::optional<Traced<std::string>> ignoredPorts;
  std::string protocolText; ///< "all protocols", "protocol 50"

  /// How public the sources are together that are certainly let in; those of the address plan here are inside. With it,
  /// the source that adds most.
  Reach reach = Reach::Internal;
  size_t widest = 0;

  /// What the whole internet reaches in this rule's group anyway, through one source or several that add up.
  Service openToWorld;
};

} // namespace postern::net
