#include "rules/iam/administrator-policy-attached.gen.h"

namespace postern::rules {

void AdministratorPolicyAttached::check(const iam::Attachment &attachment, const Options &options, Reporter &out) {
  if (attachment.isInline)
    return;
  const std::string_view name = iam::awsManagedName(*attachment.policy);
  if (name != options.name)
    return;
  auto &found = out.report(kAttached, attachment.policy, attachment.resources.front(),
                           iam::kindName(attachment.holderKind), name);
  if (!attachment.why.empty())
    found.possible(attachment.why);
}

} // namespace postern::rules
