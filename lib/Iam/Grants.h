// Questions about what a statement really gives, with the Denies beside it and the conditions on it.
#pragma once

#include "Iam/Policy.h"

#include <string>
#include <string_view>

namespace postern::iam {

/// Whether the statement gives its actions to whoever holds the policy: an Allow of an identity policy, or of a
/// document that nothing uses and that names no principal. A Deny of the same policy without conditions that takes all
/// of it away makes it No, one that may do so Unknown.
Truth grantsToHolder(const Statement &statement);

/// Whether a Deny of the same policy without conditions takes one of the statement's actions away on every resource of
/// a kind, though perhaps not the others: ("iam:PassRole", "iam", "role/*").
Truth isDenied(const Statement &statement, const Glob &action, std::string_view service, std::string_view resources);

/// Whether, and by which of its principals, an Allow of a trust or resource policy lets in callers that nobody chose:
/// every account, the anonymous ones too. Conditions that only chosen callers can meet, and Denies that all strangers
/// meet, make it No.
struct Openness {
  Truth open = Truth::No;
  Trace at;               ///< the principal, or the NotPrincipal
  bool exclusion = false; ///< by NotPrincipal
  bool federated = false; ///< by any identity provider
  std::string why;        ///< of Unknown: what is not known
};
Openness openness(const Statement &statement);

/// Whether the statement is about who may assume a role: it stands in a trust policy, or in a document that nothing
/// uses and all its actions are those of trust policies.
bool speaksOfTrust(const Statement &statement);

/// Whether a condition can fail at all: it names something else than `*`. Unknown when its values are not known.
Truth limits(const Condition &condition);
/// Whether something besides principal, action and resource has to hold.
Truth isLimited(const Statement &statement);

/// A sentence about the first hole in it: "var.x is not known".
std::string whyUnknown(const ResourceSet &resources);
std::string whyUnknown(const Condition &condition);

} // namespace postern::iam
