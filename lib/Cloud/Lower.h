// The stage lower for plain settings: from resources to facts about who reaches them.
#pragma once

#include "Cloud/Settings.h"
#include "Diag/Sink.h"
#include "Terraform/Instance.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace postern {
class SourceManager;
} // namespace postern

namespace postern::cloud {

/// What is not known is no setting: the instances list it among what stayed unresolved.
Settings lower(const tf::Instances &instances, const SourceManager &sources, Sink &sink);

enum class Support : uint8_t { Modelled, Irrelevant, Todo };
struct ResourceSupport {
  std::string_view type;
  Support state;
  std::string_view note;
};
/// The table of Resources.def, in its order.
std::span<const ResourceSupport> resourceTable();

} // namespace postern::cloud
