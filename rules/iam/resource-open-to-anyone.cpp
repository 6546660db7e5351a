#include "Iam/Grants.h"
#include "rules/iam/resource-open-to-anyone.gen.h"

#include <algorithm>

namespace postern::rules {
namespace {

struct ServiceCapability {
  std::string_view service, capability;
};
/// What an open policy of that service's resources is called.
constexpr ServiceCapability kServices[] = {
    {"s3", "s3-policy-any-principal"},
    {"sqs", "sqs-policy-any-principal"},
    {"sns", "sns-policy-any-principal"},
    {"kms", "kms-policy-any-principal"},
    {"secretsmanager", "secrets-policy-wildcard"},
    {"ecr", "ecr-policy-public"},
    {"ecr-public", "ecr-policy-public"},
    {"lambda", "lambda-permission-any-principal"},
    {"glacier", "glacier-policy-public"},
    {"elasticfilesystem", "efs-policy-wildcard"},
    {"es", "opensearch-policy-wildcard"},
    {"glue", "glue-policy-wildcard"},
    {"logs", "logs-destination-policy-wildcard"},
    {"execute-api", "apigw-policy-wildcard"},
    {"ses", "ses-policy-wildcard"},
    {"events", "eventbridge-policy"},
};
struct ActionCapability {
  std::string_view actions, capability;
};
/// What the public may then do with a bucket.
constexpr ActionCapability kBucket[] = {
    {"s3:Get*", "s3-policy-public-get"},        {"s3:List*", "s3-policy-public-list"},
    {"s3:Put*", "s3-policy-public-put"},        {"s3:Delete*", "s3-policy-public-delete"},
    {"s3:ListBucket", "s3-policy-public-list"},
};

bool startsWithAny(std::string_view text, std::initializer_list<std::string_view> prefixes) {
  return std::any_of(prefixes.begin(), prefixes.end(), [&](std::string_view prefix) {
    return iam::sameIgnoringCase(text.substr(0, prefix.size()), prefix);
  });
}

/// Whether each action's name says that it only reads.
bool onlyReads(const iam::ActionSet &actions) {
  return !actions.complement && !actions.open &&
         std::all_of(actions.patterns.begin(), actions.patterns.end(), [](const Traced<iam::ActionPattern> &pattern) {
           const std::string_view text = pattern->text().literal;
           const size_t colon = text.find(':');
           return colon != std::string_view::npos &&
                  startsWithAny(text.substr(colon + 1), {"Get", "List", "Describe", "Head", "BatchGet", "BatchCheck"});
         });
}

} // namespace

void ResourceOpenToAnyone::check(const iam::Statement &statement, const Options &, Reporter &out) {
  if (iam::speaksOfTrust(statement))
    return;
  const iam::Openness openness = iam::openness(statement);
  if (!may(openness.open))
    return;

  const iam::Policy &policy = *statement.policy;
  // Whatever is open here S3 takes for public, too.
  if (must(policy.blocked))
    return;

  const tf::ResourceRef &resource = statement.resources.front();
  const std::string_view service = policy.service;
  // An API is there to be called; that its policy lets everybody do so is often what is meant.
  const bool api = service == "execute-api";
  const auto report = [&]() -> auto & {
    if (openness.exclusion)
      return out.report(kExclusion, openness.at, resource);
    if (policy.inNetwork)
      return out.report(kNetwork, openness.at, resource);
    if (api)
      return out.report(kCall, openness.at, resource);
    if (onlyReads(statement.actions))
      return out.report(kRead, openness.at, resource, statement.actions);
    return out.report(kUse, openness.at, resource, statement.actions);
  };
  auto &finding = report();
  if (openness.exclusion)
    finding.covers("policy-not-action-or-principal").covers("trust-not-principal");
  for (const ServiceCapability &each : kServices)
    if (each.service == service)
      finding.covers(each.capability);
  if (service == "s3") {
    for (const ActionCapability &each : kBucket)
      if (may(statement.actions.intersects(iam::actionGlob(each.actions))))
        finding.covers(each.capability);
    if (must(statement.actions.covers(iam::actionGlob("s3:*"))))
      finding.covers("s3-policy-public-all-actions");
  }
  if (!must(openness.open))
    finding.possible(openness.why);
  else if (policy.kind == iam::PolicyKind::Unknown)
    finding.possible("nothing here shows what the document is used for");
  else if (may(policy.blocked))
    finding.possible(policy.blockedBy + " is not known");
}

} // namespace postern::rules
