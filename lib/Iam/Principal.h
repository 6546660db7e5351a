// Who a statement speaks of: Principal and NotPrincipal.
#pragma once

#include "Eval/Traced.h"
#include "Eval/Truth.h"
#include "Iam/Text.h"

#include <cstdint>
#include <string>
#include <vector>

namespace postern::iam {

enum class PrincipalKind : uint8_t {
  Anyone,    ///< `*`, or AWS `*`: every account, and callers who are nobody
  Account,   ///< twelve digits, or arn:…:root
  Identity,  ///< a role, user, session by ARN
  Canonical, ///< an S3 account by its canonical id
  Service,
  Federated,
  Unknown, ///< may be anyone
};

/// One value of the element.
struct Principal {
  PrincipalKind kind = PrincipalKind::Unknown;
  /// For Service and Federated: every one of that kind.
  bool wildcard = false;
  Text text;
  std::string account; ///< of Account and Identity, when it is known

  /// `type` is "*", "AWS", "Service", "Federated" or "CanonicalUser"; anything else is Unknown.
  static Principal parse(std::string_view type, Text text);
};
/// "anyone", "the account 123456789012", or the text.
std::string toText(const Principal &principal);

/// Principal (these) or NotPrincipal (everybody else).
struct Principals {
  std::vector<Traced<Principal>> items;
  bool complement = false;
  bool open = false;
  bool written = false;
  Trace at;
};

} // namespace postern::iam
