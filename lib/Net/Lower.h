// The stage lower for the network: every spelling of a security-group rule becomes one shape. From here on nothing is
// Terraform-shaped.
#pragma once

#include "Diag/Sink.h"
#include "Net/Exposure.h"
#include "Terraform/Instance.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace postern {
class SourceManager;
} // namespace postern

namespace postern::net {

/// Reports what AWS or its provider would refuse, and reads it as what was meant. What is not known stays unknown in
/// the result, with the words to say so. The result stays good while the instances live.
Exposure lower(const tf::Instances &instances, const SourceManager &sources, Sink &sink);

/// For `--dump=ingress`: groups with their rules, a line each, sources below.
std::string dumpIngress(const Exposure &exposure, const SourceManager &sources);

enum class Support : uint8_t { Modelled, Irrelevant, Todo };
struct ResourceSupport {
  std::string_view type;
  Support state;
  std::string_view note;
};
/// The table of Resources.def, in its order.
std::span<const ResourceSupport> resourceTable();

} // namespace postern::net
