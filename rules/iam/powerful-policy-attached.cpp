#include "rules/iam/powerful-policy-attached.gen.h"

#include <algorithm>

namespace postern::rules {

void PowerfulPolicyAttached::check(const iam::Attachment &attachment, const Options &options, Reporter &out) {
  if (attachment.isInline)
    return;
  const std::string_view name = iam::awsManagedName(*attachment.policy);
  if (std::find(options.names.begin(), options.names.end(), name) == options.names.end())
    return;
  auto &found = out.report(kAttached, attachment.policy, attachment.resources.front(),
                           iam::kindName(attachment.holderKind), name);
  if (!attachment.why.empty())
    found.possible(attachment.why);
}

} // namespace postern::rules
