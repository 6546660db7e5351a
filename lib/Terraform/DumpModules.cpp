// The text of --dump=modules.
#include "Terraform/ModuleTree.h"

#include <fmt/format.h>

#include <set>

namespace postern::tf {
namespace {

/// Nodes are shared between calls; each is described in full where it is met first, so the text cannot explode.
class ModuleDump {
public:
  ModuleDump(const ModuleTree &tree, const SourceManager &sources) : tree_(tree), sources_(sources) {}

  std::string run() {
    node(*tree_.root, "", 0);
    for (const auto &[name, given] : tree_.given)
      out_ += fmt::format("var.{} = {}\n", name, placeOf(given));
    return std::move(out_);
  }

private:
  std::string placeOf(const GivenValue &given) const {
    if (!given.expr)
      return std::string(sources_.path(given.text));
    const SourceRange range = given.expr->range();
    const LineColumn at = sources_.locate(range.file, range.begin);
    return fmt::format("{}:{}:{}", sources_.path(range.file), at.line, at.column);
  }

  void node(const ModuleNode &node, const std::string &path, size_t depth) {
    const ModuleConfig &config = *node.config;
    const bool isNew = described_.insert(&node).second;
    out_ += fmt::format("{:{}}{} in {}", "", depth * 2, path.empty() ? "root" : path, config.directory);
    if (!isNew) {
      out_ += " (as above)\n";
      return;
    }
    out_ += fmt::format(": {} files, {} variables, {} locals, {} resources, {} outputs{}\n", config.files.size(),
                        config.variables.size(), config.locals.size(), config.resources.size(), config.outputs.size(),
                        config.broken ? ", read in part" : "");
    for (const ModuleCall &call : node.calls) {
      const std::string name = (path.empty() ? "" : path + ".") + "module." + std::string(call.name);
      if (call.target)
        this->node(*call.target, name, depth + 1);
      else
        out_ += fmt::format("{:{}}{} unknown: {}\n", "", (depth + 1) * 2, name, call.opaqueBecause);
    }
  }

  const ModuleTree &tree_;
  const SourceManager &sources_;
  std::set<const ModuleNode *> described_;
  std::string out_;
};

} // namespace

std::string dumpModules(const ModuleTree &tree, const SourceManager &sources) {
  return ModuleDump(tree, sources).run();
}

} // namespace postern::tf
