#include "rules/iam/bucket-acl-open-to-anyone.gen.h"

namespace postern::rules {

void BucketAclOpenToAnyone::check(const cloud::Setting &setting, const Options &, Reporter &out) {
  const cloud::Permissions &grants = setting.permissions;
  if (setting.fact != cloud::Fact::BucketAcl || setting.grantee != cloud::Grantee::AllUsers || must(setting.blocked))
    return;
  // Who may rewrite the list may grant the rest.
  auto &found = grants.write || grants.writeAcl  ? out.report(kWrite, setting.where, setting.value, setting.address)
                : grants.read && setting.website ? out.report(kWebsite, setting.where, setting.value, setting.address)
                : grants.read                    ? out.report(kRead, setting.where, setting.value, setting.address)
                                                 : out.report(kAcl, setting.where, setting.value, setting.address);
  found.coversNothingYet().covers("s3-acl-public");
  if (grants.read)
    found.covers("s3-acl-public-read");
  if (grants.write)
    found.covers("s3-acl-public-write");
  if (grants.readAcl || grants.writeAcl)
    found.covers("s3-acl-grants-acp");
  if (!must(setting.holds))
    found.possible(setting.why);
  else if (may(setting.blocked))
    found.possible(setting.blockedBy + " is not known");
}

} // namespace postern::rules
