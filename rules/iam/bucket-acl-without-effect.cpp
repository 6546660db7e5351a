#include "rules/iam/bucket-acl-without-effect.gen.h"

namespace postern::rules {

void BucketAclWithoutEffect::check(const cloud::Setting &setting, const Options &, Reporter &out) {
  const bool isPublic = setting.grantee != cloud::Grantee::LogDelivery;
  if (setting.fact == cloud::Fact::BucketAcl && isPublic && must(setting.holds) && must(setting.blocked))
    out.report(kFound, setting.where, setting.value, setting.address, setting.blockedBy)
        .also(setting.blockedAt, "this takes its effect away");
}

} // namespace postern::rules
