// The stage lower for policies: every place where Terraform keeps one → iam::Policies.
#pragma once

#include "Diag/Sink.h"
#include "Iam/Policy.h"
#include "Source/SourceManager.h"
#include "Terraform/Instance.h"

namespace postern::iam {

/// Reads all policies and attachments of one root module. Policies are text by now, whatever they were written as; one
/// that cannot be read is kept as opaque and listed in `unresolved`. From here on nothing is Terraform-shaped. The
/// result stays good while `instances` lives.
Policies lower(const tf::Instances &instances, const SourceManager &sources, Sink &sink);

} // namespace postern::iam
