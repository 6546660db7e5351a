#include "Terraform/ModuleTree.h"
#include "Terraform/Terragrunt.h"

#include <algorithm>

namespace postern::tf {
namespace {

constexpr std::string_view kEnvironmentPrefix = "TF_VAR_";

/// Collects values in the order in which they are offered; a later one replaces an earlier one whole.
class Gatherer {
public:
  Gatherer(ModuleTree &tree, FileCache &files, Sink &sink) : tree_(tree), files_(files), sink_(sink) {}

  void environment(const std::map<std::string, std::string> &environment) {
    for (const auto &[name, text] : environment) {
      if (!name.starts_with(kEnvironmentPrefix))
        continue;
      const std::string_view variable = std::string_view(name).substr(kEnvironmentPrefix.size());
      // Terraform ignores environment variables that no root variable is named after.
      if (declares(variable))
        textValue(variable, name, text, GivenValue::From::Environment);
    }
  }

  /// Terragrunt hands inputs over as environment variables; what the module does not declare is ignored too.
  void unit(const std::string &path) {
    for (const UnitInput &input : unitInputs(files_, path))
      if (declares(input.name))
        tree_.given.insert_or_assign(
            std::string(input.name),
            GivenValue{.from = GivenValue::From::File, .expr = input.value, .text = {}, .nameRange = input.nameRange});
  }

  void folder() {
    std::vector<std::string> names;
    std::vector<std::string> automatic;
    for (const DirectoryEntry &entry : files_.list(tree_.directory).entries) {
      if (entry.kind == FileKind::Directory || isIgnoredName(entry.name))
        continue;
      if (entry.name == "terraform.tfvars" || entry.name == "terraform.tfvars.json")
        names.push_back(entry.name);
      else if (entry.name.ends_with(".auto.tfvars") || entry.name.ends_with(".auto.tfvars.json"))
        automatic.push_back(entry.name);
    }
    // Listings are sorted by name, and so are both parts.
    names.insert(names.end(), automatic.begin(), automatic.end());
    for (const std::string &name : names)
      file(joinPath(tree_.directory, name), false);
  }

  void flag(const VariableFlag &flag) {
    if (!flag.root.empty() && cleanPath(flag.root) != cleanPath(tree_.directory))
      return;
    if (flag.kind == VariableFlag::Kind::File)
      return file(flag.text, flag.root.empty());
    const size_t equals = flag.text.find('=');
    if (equals == std::string::npos || equals == 0) {
      sink_.report(kind::BadVariableFlag, {}, flag.text);
      return;
    }
    const std::string name = flag.text.substr(0, equals);
    if (declares(name))
      textValue(name, "--var " + name, flag.text.substr(equals + 1), GivenValue::From::Flag);
    else
      tree_.flagFaults.push_back(makeDiagnostic(kind::UndeclaredFlagVariable, {}, name));
  }

private:
  bool declares(std::string_view name) const { return tree_.root->config->variableNames.contains(name); }

  void textValue(std::string_view variable, std::string file, std::string text, GivenValue::From from) {
    GivenValue given{
        .from = from, .expr = nullptr, .text = files_.sources().add(std::move(file), std::move(text)), .nameRange = {}};
    tree_.given.insert_or_assign(std::string(variable), given);
  }

  /// `shared`: all roots of the run get this file, so what it holds may be meant for another one.
  void file(const std::string &path, bool shared) {
    const FileCache::Parsed &parsed = files_.get(path);
    reportParsed(parsed, sink_);
    if (!parsed.file.body)
      return;
    for (const hcl::Item &item : parsed.file.body->items) {
      if (item.block) {
        sink_.report(kind::BlockInVariableFile, item.block->header(), item.block->type);
        continue;
      }
      const hcl::Attribute &attribute = *item.attribute;
      if (!declares(attribute.name)) {
        undeclared(attribute, shared);
        continue;
      }
      tree_.given.insert_or_assign(std::string(attribute.name), GivenValue{.from = GivenValue::From::File,
                                                                           .expr = attribute.value,
                                                                           .text = {},
                                                                           .nameRange = attribute.nameRange});
    }
  }

  void undeclared(const hcl::Attribute &attribute, bool shared) {
    if (tree_.root->config->broken)
      return; // its declaration may stand in the part that could not be read
    std::vector<std::string_view> names;
    for (const VariableDecl &decl : tree_.root->config->variables)
      names.push_back(decl.name);
    Diagnostic diag = makeDiagnostic(kind::UndeclaredFileVariable, attribute.nameRange, attribute.name);
    if (const std::string near = nearest(attribute.name, names); !near.empty())
      diag.help = "did you mean '" + near + "'?";
    if (shared)
      tree_.flagFaults.push_back(std::move(diag));
    else
      sink_.report(std::move(diag));
  }

  ModuleTree &tree_;
  FileCache &files_;
  Sink &sink_;
};

} // namespace

const std::vector<Diagnostic> &flagFaults(const ModuleTree &tree) {
  return tree.flagFaults;
}

void gatherVariables(ModuleTree &tree, FileCache &files, const Root &root, const Options &options, Sink &sink) {
  Gatherer gatherer(tree, files, sink);
  if (!root.unit.empty())
    gatherer.unit(root.unit);
  gatherer.environment(options.environment);
  gatherer.folder();
  for (const VariableFlag &flag : options.variables)
    gatherer.flag(flag);
}

} // namespace postern::tf
