#include "rules/iam/policy-on-user.gen.h"

namespace postern::rules {

void PolicyOnUser::check(const iam::Attachment &attachment, const Options &, Reporter &out) {
  if (attachment.holderKind != iam::HolderKind::User)
    return;
  // Where the user was named is of no interest: the attachment is what to change.
  const Trace at{{}, attachment.holder.use};
  out.report(kAttached, at, attachment.resources.front());
}

} // namespace postern::rules
