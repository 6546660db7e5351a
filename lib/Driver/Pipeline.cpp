#include "Driver/Pipeline.h"

#include "Check/Engine.h"
#include "Cloud/Lower.h"
#include "Iam/Lower.h"
#include "Net/Lower.h"
#include "Terraform/Dump.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace postern::driver {

bool isOwned(std::string_view path) {
  for (const std::string_view folder : {".terraform", ".terragrunt-cache"}) {
    const size_t at = path.find(folder);
    const bool starts = at == 0 || (at != std::string_view::npos && path[at - 1] == '/');
    if (starts && at + folder.size() < path.size() && path[at + folder.size()] == '/')
      return false;
  }
  return true;
}

RootResult audit(const tf::Root &root, const Run &run, tf::ModuleMemo *memo) {
  const Options &options = run.options;
  RootResult result;
  Sink sink;
  const auto end = [&]() -> RootResult {
    result.diagnostics = sink.take();
    return std::move(result);
  };

  // Load and parse this folder, then each module call that is on disk. From here on no configuration is added: what
  // is not in the tree is unknown, and unknown never means safe.
  const tf::ModuleTreePtr tree = tf::link(run.files, root, options.terraform, sink);
  result.flagFaults = tf::flagFaults(*tree);
  if (options.dump == Stage::Files || options.dump == Stage::Ast)
    return end();
  if (options.dump == Stage::Modules) {
    result.dump = tf::dumpModules(*tree, run.sources);
    return end();
  }

  // One instance per count and for_each key, every attribute a value with its origin. file() and templatefile() still
  // read here, through the same door. From here on nothing is read and nothing is evaluated.
  tf::Instances instances = tf::expand(*tree, run.files, options.terraform, sink, memo);
  result.statistics = instances.statistics;
  result.unresolved = std::move(instances.unresolved);
  result.opaque = std::move(instances.opaque);
  for (const tf::Instance &instance : instances.all)
    result.resources += instance.mode == tf::Mode::Managed ? 1 : 0;
  if (options.dump == Stage::Instances) {
    // Paths in JSON are those below the folder given, where one was.
    const std::string base = options.paths.size() == 1 ? cleanPath(options.paths[0]) : std::string();
    result.dump = options.format == Format::Json ? tf::dumpInstancesJson(instances, run.sources, root, base)
                                                 : tf::dumpInstances(instances, run.sources);
    return end();
  }

  // Many resource types, three vocabularies. From here on nothing is Terraform-shaped, so a rule written once holds
  // for every way of spelling it.
  iam::Policies policies = iam::lower(instances, run.sources, sink);
  const net::Exposure exposure = net::lower(instances, run.sources, sink);
  const cloud::Settings settings = cloud::lower(instances, run.sources, sink);
  std::ranges::move(policies.unresolved, std::back_inserter(result.unresolved));
  if (options.dump == Stage::Policies || options.dump == Stage::Ingress) {
    result.dump = options.dump == Stage::Policies ? iam::dump(policies) : net::dumpIngress(exposure, run.sources);
    return end();
  }

  check::Reporter reporter(instances, run.sources, [&run](FileId file) { return isOwned(run.sources.path(file)); });
  result.findings = check::run({policies, exposure, settings}, run.rules, reporter);
  result.heapBytes = instances.heap->bytes();
  return end();
}

} // namespace postern::driver
