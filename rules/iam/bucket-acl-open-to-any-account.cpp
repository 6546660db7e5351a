#include "rules/iam/bucket-acl-open-to-any-account.gen.h"

namespace postern::rules {

void BucketAclOpenToAnyAccount::check(const cloud::Setting &setting, const Options &, Reporter &out) {
  const cloud::Permissions &grants = setting.permissions;
  if (setting.fact != cloud::Fact::BucketAcl || setting.grantee != cloud::Grantee::AuthenticatedUsers ||
      must(setting.blocked))
    return;
  auto &found = grants.write || grants.writeAcl ? out.report(kWrite, setting.where, setting.value, setting.address)
                                                : out.report(kRead, setting.where, setting.value, setting.address);
  if (!must(setting.holds))
    found.possible(setting.why);
  else if (may(setting.blocked))
    found.possible(setting.blockedBy + " is not known");
}

} // namespace postern::rules
