// Plain settings that decide who reaches a resource, outside of policies and networks.
#pragma once

#include "Eval/Traced.h"
#include "Eval/Truth.h"
#include "Terraform/Resource.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace postern::cloud {

/// The table of Facts.def.
enum class Fact : uint8_t {
#define FACT(NAME, TEXT) NAME,
#include "Cloud/Facts.def"
#undef FACT
};

/// The groups that an access control list may name.
enum class Grantee : uint8_t {
  AllUsers,           ///< everyone, without credentials
  AuthenticatedUsers, ///< everyone with credentials of any AWS account
  LogDelivery,        ///< the service that writes access logs
};

/// What an access control list may grant.
struct Permissions {
  bool read = false;
  bool write = false;
  bool readAcl = false;
  bool writeAcl = false;

  Permissions &operator|=(const Permissions &more) {
    read |= more.read;
    write |= more.write;
    readAcl |= more.readAcl;
    writeAcl |= more.writeAcl;
    return *this;
  }
};

struct Setting {
  std::vector<tf::ResourceRef> resources; ///< the one that says it, then the one it is said of if that is another
  Truth exists = Truth::Yes;
  Fact fact = Fact::BucketAcl;
  std::string address; ///< whose setting it is, for sentences: the bucket's address, else the resource's
  Trace where;
  std::string value; ///< as written: "public-read", "WRITE_ACP"
  /// Unknown: it is one of several values, and another one says nothing of the kind.
  Truth holds = Truth::Yes;
  std::string why; ///< what is not known; empty when nothing is

  Grantee grantee = Grantee::AllUsers;
  Permissions permissions;

  /// Whether another setting takes the effect away, and which one.
  Truth blocked = Truth::No;
  std::string blockedBy; ///< "block_public_acls of aws_s3_bucket_public_access_block.b"
  Trace blockedAt;
  bool website = false; ///< the bucket is set up to serve a website
};

struct Settings {
  std::vector<Setting> all; ///< in the order of the instances
};

} // namespace postern::cloud
