#include "Iam/Grants.h"
#include "rules/iam/bucket-policy-without-effect.gen.h"

namespace postern::rules {

void BucketPolicyWithoutEffect::check(const iam::Statement &statement, const Options &, Reporter &out) {
  const iam::Policy &policy = *statement.policy;
  if (!must(policy.blocked))
    return;
  if (const iam::Openness openness = iam::openness(statement); must(openness.open))
    out.report(kFound, openness.at, statement.resources.front(), policy.blockedBy)
        .also(policy.blockedAt, "this takes its effect away");
}

} // namespace postern::rules
