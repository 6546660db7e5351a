#include "rules/iam/bucket-acl-rewritable-by-log-delivery.gen.h"

namespace postern::rules {

void BucketAclRewritableByLogDelivery::check(const cloud::Setting &setting, const Options &, Reporter &out) {
  if (setting.fact == cloud::Fact::BucketAcl && setting.grantee == cloud::Grantee::LogDelivery &&
      setting.permissions.writeAcl)
    out.report(kFound, setting.where, setting.value, setting.address);
}

} // namespace postern::rules
