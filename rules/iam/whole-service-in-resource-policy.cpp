#include "Iam/Grants.h"
#include "rules/iam/whole-service-in-resource-policy.gen.h"

#include <string>

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

/// An account is let in for its own policies to decide, which is what every resource starts with. Unknown when some
/// principal is a value of which nothing is known; `why` then names it.
Truth handsOver(const iam::Statement &statement, std::string &why) {
  const iam::Principals &principals = statement.principals;
  if (principals.complement || principals.items.empty())
    return Truth::No;
  Truth out = Truth::Yes;
  for (const Traced<iam::Principal> &item : principals.items) {
    const bool open = item->kind == iam::PrincipalKind::Unknown && item->text.isHole();
    if (open && why.empty() && !item->text.holes.front().name.empty())
      why = item->text.holes.front().name + " is not known";
    out = out && (open ? Truth::Unknown : truthOf(item->kind == iam::PrincipalKind::Account));
  }
  return out;
}

} // namespace

void WholeServiceInResourcePolicy::check(const iam::Statement &statement, const Options &, Reporter &out) {
  const iam::Policy &policy = *statement.policy;
  if (policy.kind != iam::PolicyKind::Resource || !statement.allows())
    return;
  std::string why;
  const Truth whole = handsOver(statement, why);
  if (must(whole))
    return;
  const Traced<iam::ActionPattern> *const pattern =
      statement.actions.coveredBy(iam::actionGlob(std::string(policy.service) + ":*"));
  if (pattern == nullptr || !must((*pattern)->coversService()))
    return;
  auto &finding = out.report(kWhole, *pattern, statement.resources.front(), (*pattern)->text());
  finding.coversNothingYet();
  if (may(whole))
    finding.possible(why);
  for (const ServiceCapability &each : kCapabilities)
    if (each.service == policy.service)
      finding.covers(each.capability);
}

} // namespace postern::rules
