#include "Iam/Grants.h"
#include "rules/iam/whole-service-in-resource-policy.gen.h"

#include <algorithm>

namespace postern::rules {
namespace {

struct ServiceCapability {
  std::string_view service, capability;
};
/// What such a policy of that service's resources is called.
constexpr ServiceCapability kCapabilities[] = {
    {"sqs", "sqs-policy-action-star"},
    {"secretsmanager", "secrets-policy-wildcard"},
    {"elasticfilesystem", "efs-policy-wildcard"},
    {"es", "opensearch-policy-wildcard"},
    {"glue", "glue-policy-wildcard"},
    {"logs", "logs-destination-policy-wildcard"},
    {"execute-api", "apigw-policy-wildcard"},
    {"lambda", "lambda-permission-action-star"},
};

/// An account is let in for its own policies to decide, which is what every resource starts with.
bool handsOver(const iam::Statement &statement) {
  const iam::Principals &principals = statement.principals;
  return !principals.complement && !principals.items.empty() &&
         std::all_of(principals.items.begin(), principals.items.end(),
                     [](const Traced<iam::Principal> &item) { return item->kind == iam::PrincipalKind::Account; });
}

} // namespace

void WholeServiceInResourcePolicy::check(const iam::Statement &statement, const Options &, Reporter &out) {
  const iam::Policy &policy = *statement.policy;
  if (policy.kind != iam::PolicyKind::Resource || !statement.allows() || handsOver(statement))
    return;
  const Traced<iam::ActionPattern> *const pattern =
      statement.actions.coveredBy(iam::actionGlob(std::string(policy.service) + ":*"));
  if (pattern == nullptr || !must((*pattern)->coversService()))
    return;
  auto &finding = out.report(kWhole, *pattern, statement.resources.front(), (*pattern)->text());
  finding.coversNothingYet();
  for (const ServiceCapability &each : kCapabilities)
    if (each.service == policy.service)
      finding.covers(each.capability);
}

} // namespace postern::rules
