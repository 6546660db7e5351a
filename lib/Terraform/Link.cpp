#include "Terraform/Manifest.h"
#include "Terraform/ModuleTree.h"

#include <algorithm>

namespace postern::tf {
namespace {

constexpr size_t kMaxModuleDepth = 64;

bool isLocalSource(std::string_view source) {
  return source.starts_with("./") || source.starts_with("../") || source == "." || source == "..";
}

/// Registry sources may be written with their host (MO-8); the manifest always has it.
bool sameSource(std::string_view written, std::string_view recorded) {
  static constexpr std::string_view kHost = "registry.terraform.io/";
  static constexpr std::string_view kOpenTofuHost = "registry.opentofu.org/";
  const auto bare = [](std::string_view source) {
    for (const std::string_view host : {kHost, kOpenTofuHost})
      if (source.starts_with(host))
        return source.substr(host.size());
    return source;
  };
  return bare(written) == bare(recorded);
}

/// Terraform says it too, at every run, and goes on.
bool isRemark(const Diagnostic &diag) {
  return !diag.rejects && !diag.summary.empty();
}

class Linker {
public:
  Linker(ModuleTree &tree, FileCache &files, const Options &options, Sink &sink)
      : tree_(tree), files_(files), options_(options), sink_(sink) {}

  void run() {
    manifest_.read(files_, tree_.directory, options_, sink_);
    tree_.root = node(tree_.directory, "");
  }

private:
  const ModuleConfig &config(const std::string &directory) {
    const auto [at, isNew] = configs_.try_emplace(files_.canonical(directory), nullptr);
    if (isNew) {
      ModuleConfig &made = tree_.configs.emplace_back();
      at->second = &made;
      Sink said;
      loadConfig(made, files_, directory, said);
      for (Diagnostic &diag : said.take())
        if (options_.pedantic || !isRemark(diag))
          sink_.report(std::move(diag));
    }
    return *at->second;
  }

  /// `key`: the call names from the root to here, joined with dots.
  const ModuleNode *node(const std::string &directory, const std::string &key) {
    const std::string real = files_.canonical(directory);
    const std::string identity = manifest_.hasBelow(key) ? real + '\0' + key : real;
    const auto known = nodes_.find(identity);
    if (known != nodes_.end())
      return known->second;

    const ModuleConfig &config = this->config(directory);
    ModuleNode &made = tree_.nodes.emplace_back();
    made.config = &config;
    made.pure = config.resources.empty();
    path_.push_back(real);
    for (const CallDecl &decl : config.calls) {
      ModuleCall call = follow(decl, config, key);
      made.pure &= call.target && call.target->pure;
      made.calls.push_back(std::move(call));
    }
    path_.pop_back();
    nodes_.emplace(identity, &made);
    return &made;
  }

  ModuleCall follow(const CallDecl &decl, const ModuleConfig &config, const std::string &callerKey) {
    ModuleCall call{.name = decl.name,
                    .block = decl.block,
                    .source = decl.block->body->attribute("source"),
                    .target = nullptr,
                    .opaqueBecause = {}};
    const std::string key = callerKey.empty() ? std::string(decl.name) : callerKey + "." + std::string(decl.name);
    if (!call.source) {
      call.opaqueBecause = "it has no source";
      return call;
    }
    const std::optional<std::string_view> source = constantText(call.source->value);
    if (!source) {
      opaque(call, kind::ComputedSource, "its source is not a constant string");
      return call;
    }
    const std::optional<std::string> directory = locate(call, *source, config, key);
    if (!directory)
      return call;
    if (moduleFiles(files_.list(*directory).entries).empty()) {
      const std::string &why = files_.list(*directory).error;
      sink_.report(kind::NoModuleThere, call.source->value->range(), *directory,
                   why.empty() ? "the folder holds no configuration" : "the folder cannot be read");
      call.opaqueBecause = "there is no configuration in '" + *directory + "'";
      return call;
    }
    if (std::ranges::find(path_, files_.canonical(*directory)) != path_.end()) {
      sink_.report(kind::ModuleCallsItself, call.source->value->range(), decl.name);
      call.opaqueBecause = "it calls itself";
      return call;
    }
    if (path_.size() >= kMaxModuleDepth) {
      sink_.report(kind::ModulesTooDeep, call.source->value->range(), kMaxModuleDepth);
      call.opaqueBecause = "modules are nested too deeply";
      return call;
    }
    call.target = node(*directory, key);
    return call;
  }

  /// The folder that `source` means. Nothing when it is not known to be anywhere; then it was said.
  std::optional<std::string> locate(ModuleCall &call, std::string_view source, const ModuleConfig &config,
                                    const std::string &key) {
    const auto mapped = options_.moduleMap.find(std::string(source));
    if (mapped != options_.moduleMap.end())
      return mapped->second;
    if (isLocalSource(source))
      return joinPath(config.directory, source);
    const Manifest::Entry *const installed = manifest_.find(key);
    if (!installed) {
      call.opaqueBecause = "it is not installed";
      call.isElsewhere = true;
      return std::nullopt;
    }
    if (!sameSource(source, installed->source))
      sink_.report(kind::StaleModule, call.source->value->range(), call.name, installed->source);
    return installed->directory;
  }

  void opaque(ModuleCall &call, const Kind<kind::Text> &why, std::string words) {
    sink_.report(why, call.source->value->range(), call.name);
    call.opaqueBecause = std::move(words);
  }

  ModuleTree &tree_;
  FileCache &files_;
  const Options &options_;
  Sink &sink_;
  Manifest manifest_;
  std::map<std::string, ModuleConfig *> configs_;   ///< by canonical folder
  std::map<std::string, const ModuleNode *> nodes_; ///< by canonical folder, and key where the way matters
  std::vector<std::string> path_;                   ///< canonical folders from the root to here
};

} // namespace

void ModuleTreeDeleter::operator()(ModuleTree *tree) const {
  delete tree;
}

ModuleTreePtr link(FileCache &files, const Root &root, const Options &options, Sink &sink) {
  ModuleTreePtr tree(new ModuleTree);
  tree->directory = root.directory;
  Linker(*tree, files, options, sink).run();
  gatherVariables(*tree, files, root, options, sink);
  return tree;
}

} // namespace postern::tf
