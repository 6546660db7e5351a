// Policies with what they are attached to: what lower makes of every policy text and attachment of one root module.
#pragma once

#include "Basic/Store.h"
#include "Iam/Statement.h"
#include "Terraform/Instance.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace postern::iam {

enum class PolicyKind : uint8_t {
  Identity,  ///< what its holder may do
  Trust,     ///< who may assume a role
  Resource,  ///< who may use the resource that carries it
  Boundary,  ///< limits what identity policies grant; grants nothing
  Guardrail, ///< a service or resource control policy of an organization; grants nothing
  Endpoint,  ///< limits what goes through a VPC endpoint; grants nothing
  Session,   ///< limits a session; grants nothing
  Unknown,   ///< a document that nothing here uses
};
std::string_view kindName(PolicyKind kind);

struct Policy {
  PolicyKind kind = PolicyKind::Unknown;
  std::string_view type;    ///< the resource's type: "aws_s3_bucket_policy"; static or the heap's text
  std::string_view service; ///< of resource policies, whose resource it is: "s3"; else empty
  /// Of resource policies: only callers inside a private network reach the resource at all.
  bool inNetwork = false;
  /// Of bucket policies: whether a public access block keeps out all whom a public policy lets in, or refuses such a
  /// policy; and which one.
  Truth blocked = Truth::No;
  std::string blockedBy; ///< "restrict_public_buckets of aws_s3_bucket_public_access_block.b"
  Trace blockedAt;
  Trace at;            ///< the policy's text as a whole
  std::string version; ///< empty when not written
  std::vector<const Statement *> statements;
  /// There may be further statements that are not known.
  bool open = false;
  /// Nothing is known of it; `why` says it in words.
  bool opaque = false;
  std::string why;

  std::vector<tf::ResourceRef> resources;
  Truth exists = Truth::Yes;

  /// Whether its Allow statements give anybody anything.
  [[nodiscard]] bool grants() const {
    return kind == PolicyKind::Identity || kind == PolicyKind::Trust || kind == PolicyKind::Resource ||
           kind == PolicyKind::Unknown;
  }
};

enum class HolderKind : uint8_t { Role, User, Group, PermissionSet };
std::string_view kindName(HolderKind kind);

/// A policy given to a role, user, group or permission set: a managed one by ARN, or an inline one.
struct Attachment {
  HolderKind holderKind = HolderKind::Role;
  Traced<Text> holder; ///< the name or id as written
  Traced<Text> policy; ///< the managed policy's ARN; empty text for an inline policy
  bool isInline = false;
  std::string why; ///< the policy is one of several: what decides between them

  std::vector<tf::ResourceRef> resources;
  Truth exists = Truth::Yes;
};

/// The name of the policy when the ARN is that of one that AWS manages, in any partition: "AdministratorAccess",
/// "job-function/Billing". Empty for every other ARN.
std::string_view awsManagedName(const Text &arn);

/// The facts. Pointers among them stay good when it is moved.
struct Policies {
  Store<Id<Policy>, Policy> all;
  Store<Id<Statement>, Statement> statements;
  std::vector<Attachment> attachments;
  /// Policies that could not be read, for the summary.
  std::vector<tf::Unresolved> unresolved;
};

/// One line for each policy, statement and attachment, for `--dump=policies`.
std::string dump(const Policies &policies);

} // namespace postern::iam
