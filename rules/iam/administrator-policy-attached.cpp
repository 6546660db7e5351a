#include "rules/iam/administrator-policy-attached.gen.h"

namespace postern::rules {

void AdministratorPolicyAttached::check(const iam::Attachment &attachment, const Options &options, Reporter &out) {
  if (attachment.isInline)
    return;
  if (const std::string_view name = iam::awsManagedName(*attachment.policy); name == options.name)
    out.report(kAttached, attachment.policy, attachment.resources.front(), iam::kindName(attachment.holderKind), name);
}

} // namespace postern::rules
