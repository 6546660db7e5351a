// Modules that are not on disk, said once for each source (UN-24).
#include "Terraform/Expand.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace postern::tf {

namespace {

/// Further calls that are shown; how many there are is in the message.
constexpr size_t kMaxLabels = 4;

} // namespace

void reportOpaque(std::vector<OpaqueCall> calls, const SourceManager &sources, Sink &sink) {
  std::ranges::stable_sort(calls, {}, [&sources](const OpaqueCall &call) {
    return std::tuple(std::string_view(call.source), sources.path(call.range.file), call.range.begin);
  });
  for (auto first = calls.begin(); first != calls.end();) {
    const auto last =
        std::find_if(first, calls.end(), [&](const OpaqueCall &call) { return call.source != first->source; });
    // Several roots may reach one call, and each has resources of its own that hang on it.
    std::vector<const OpaqueCall *> distinct;
    std::set<std::pair<size_t, std::string>> affects;
    for (auto call = first; call != last; ++call) {
      if (distinct.empty() || distinct.back()->range != call->range)
        distinct.push_back(&*call);
      for (const std::string &address : call->affects)
        affects.emplace(call->root, address);
    }
    Diagnostic &diag =
        sink.report(kind::ModuleNotInstalled, first->range, first->source, distinct.size(), affects.size());
    for (size_t i = 1; i < distinct.size() && i <= kMaxLabels; ++i)
      diag.labels.push_back({distinct[i]->range, "called here too, as '" + distinct[i]->name + "'"});
    diag.help = "run 'terraform init', or say where the module is with --module-map";
    first = last;
  }
}

} // namespace postern::tf
