// What a module declares, file by file, against what a tool that reads modules without checking them says.
//
// That tool keeps the last declaration of a name, override files included, without merging, so what is compared is
// made from the files' trees. Wording, and diagnostics about providers, are not compared.
#include "Basic/FileSystem.h"
#include "Basic/Json.h"
#include "Eval/Convert.h"
#include "Eval/Evaluator.h"
#include "Folders.h"
#include "Source/SourceManager.h"
#include "Terraform/Config.h"
#include "ValueJson.h"

#include <fmt/format.h>

#include <map>
#include <set>

namespace postern::probe {
namespace {

/// No name means anything in what this reads.
class NoNames final : public eval::Scope {
public:
  eval::Resolved resolve(const eval::Reference &, eval::Evaluator &) override { return {}; }
};

/// A provider's name and alias, as a reference or as text writes them.
std::pair<std::string, std::string> splitProvider(std::string_view text) {
  const size_t dot = text.find('.');
  return {std::string(text.substr(0, dot)), dot == std::string_view::npos ? "" : std::string(text.substr(dot + 1))};
}

class Inspector {
public:
  Inspector(const std::string &folder, const FileSystem &fs) : folder_(folder), sources_(fs), files_(sources_) {}

  Json run() {
    for (const char *const part : {"variables", "outputs", "managed_resources", "data_resources", "module_calls"})
      out_[part] = Json::object();
    out_["provider_configs"] = Json::object();
    const tf::ModuleFiles names = tf::moduleFiles(files_.list(folder_).entries);
    for (const std::vector<std::string> *part : {&names.primary, &names.overrides})
      for (const std::string &name : *part)
        if (const hcl::Body *const body = files_.get(joinPath(folder_, name)).file.body)
          for (const hcl::Item &item : body->items)
            if (item.block)
              block(*item.block);
    return std::move(out_);
  }

  /// The lines of a file where something is wrong.
  std::set<std::string> faults() {
    tf::ModuleConfig config;
    Sink sink;
    tf::loadConfig(config, files_, folder_, sink);
    std::set<std::string> out;
    for (const Diagnostic &diag : sink.all())
      if (diag.rejects && diag.range.valid())
        out.insert(place(diag.range));
    return out;
  }

private:
  std::string place(const SourceRange &range) {
    return fmt::format("{}:{}", baseName(sources_.path(range.file)), sources_.locate(range.file, range.begin).line);
  }

  void block(const hcl::Block &block) {
    const size_t labels = block.labels.size();
    if (block.type == "variable" && labels == 1)
      variable(block);
    else if (block.type == "output" && labels == 1)
      output(block);
    else if (block.type == "module" && labels == 1)
      call(block);
    else if ((block.type == "resource" || block.type == "data") && labels == 2)
      resource(block);
    else if (block.type == "provider" && labels == 1)
      provider(block);
  }

  Json declared(const hcl::Block &block) {
    const SourceRange &at = block.labels.back().range;
    return {
        {"name", block.labels.back().text},
        {"pos", {{"filename", baseName(sources_.path(at.file))}, {"line", sources_.locate(at.file, at.begin).line}}}};
  }

  eval::Value valueOf(const hcl::Expr &expr) {
    NoNames scope;
    Sink errors;
    const eval::Value value = eval::Evaluator(heap_, world_, errors).evaluate(expr, scope);
    return errors.empty() ? value : eval::Value();
  }

  /// The argument as text, when it is constant and can be one.
  std::optional<std::string> textOf(const hcl::Block &block, std::string_view name) {
    const hcl::Attribute *const attr = block.body->attribute(name);
    const eval::Value value = attr ? valueOf(*attr->value) : eval::Value();
    if (!value.valid())
      return std::nullopt;
    const eval::Conversion text = eval::convert(heap_, value, heap_.types.string());
    if (!text.ok() || text.value.kind() != eval::ValueKind::String)
      return std::nullopt;
    return std::string(text.value.text());
  }

  void text(Json &out, const hcl::Block &block, const char *name) {
    if (const std::optional<std::string> text = textOf(block, name); text && !text->empty())
      out[name] = *text;
  }

  void flag(Json &out, const hcl::Block &block, const char *name) {
    if (textOf(block, name) == "true")
      out[name] = true;
  }

  void variable(const hcl::Block &block) {
    Json out = declared(block);
    text(out, block, "description");
    text(out, block, "deprecated");
    flag(out, block, "sensitive");
    if (const hcl::Attribute *const type = block.body->attribute("type")) {
      const auto *const quoted = hcl::dynCast<hcl::StringExpr>(type->value);
      out["type"] = quoted ? quoted->value : sources_.text(type->value->range());
      // In JSON the range has the quotes of the text.
      std::string spelled = out["type"].get<std::string>();
      if (spelled.size() > 1 && spelled.front() == '"' && spelled.back() == '"')
        out["type"] = spelled.substr(1, spelled.size() - 2);
    }
    const hcl::Attribute *const written = block.body->attribute("default");
    out["required"] = written == nullptr;
    const eval::Value value = written ? valueOf(*written->value) : eval::Value();
    out["default"] = value.valid() ? Json::parse(writeValue(heap_, value), nullptr, false) : Json();
    out_["variables"][std::string(block.labels[0].text)] = std::move(out);
  }

  void output(const hcl::Block &block) {
    Json out = declared(block);
    text(out, block, "description");
    text(out, block, "deprecated");
    flag(out, block, "sensitive");
    out_["outputs"][std::string(block.labels[0].text)] = std::move(out);
  }

  /// What an override does not say stays as it was, but the place is the override's.
  void call(const hcl::Block &block) {
    Json &known = out_["module_calls"][std::string(block.labels[0].text)];
    Json out = declared(block);
    if (known.contains("source"))
      out["source"] = known["source"];
    else
      out["source"] = "";
    if (const std::optional<std::string> source = textOf(block, "source"))
      out["source"] = *source;
    text(out, block, "version");
    known = std::move(out);
  }

  void resource(const hcl::Block &block) {
    const std::string type(block.labels[0].text);
    const bool isData = block.type == "data";
    Json out = declared(block);
    out["mode"] = isData ? "data" : "managed";
    out["type"] = type;
    std::string name = type.substr(0, type.find('_')), alias;
    if (const hcl::Attribute *const provider = block.body->attribute("provider")) {
      const auto *const quoted = hcl::dynCast<hcl::StringExpr>(provider->value);
      const bool isName = provider->value->kind == hcl::ExprKind::Variable ||
                          provider->value->kind == hcl::ExprKind::GetAttr ||
                          provider->value->kind == hcl::ExprKind::Bool;
      std::string_view written = quoted ? quoted->value : isName ? sources_.text(provider->value->range()) : "";
      if (written.size() > 1 && written.front() == '"')
        written = written.substr(1, written.size() - 2);
      std::tie(name, alias) = splitProvider(written);
    }
    out["provider"]["name"] = name;
    if (!alias.empty())
      out["provider"]["alias"] = alias;
    const std::string address = (isData ? "data." : "") + type + "." + std::string(block.labels[1].text);
    out_[isData ? "data_resources" : "managed_resources"][address] = std::move(out);
  }

  void provider(const hcl::Block &block) {
    const std::string name(block.labels[0].text);
    const std::string alias = textOf(block, "alias").value_or("");
    Json out{{"name", name}};
    if (!alias.empty())
      out["alias"] = alias;
    out_["provider_configs"][alias.empty() ? name : name + "." + alias] = std::move(out);
  }

  const std::string folder_;
  SourceManager sources_;
  tf::FileCache files_;
  eval::Heap heap_;
  const eval::World world_;
  Json out_;
};

/// Whether all that `wanted` says holds of `got`; names of files without their folder. Gives the place of a difference.
std::string difference(const Json &wanted, const Json &got, const std::string &at) {
  if (wanted.is_object() && got.is_object()) {
    for (const auto &[key, value] : wanted.items()) {
      if (!got.contains(key))
        return fmt::format("{}.{} is missing", at, key);
      if (std::string why = difference(value, got.at(key), fmt::format("{}.{}", at, key)); !why.empty())
        return why;
    }
    for (const auto &[key, value] : got.items())
      if (!wanted.contains(key))
        return fmt::format("{}.{} should not be there", at, key);
    return {};
  }
  if (at.ends_with(".filename") && wanted.is_string() && got.is_string())
    return baseName(wanted.get<std::string>()) == got.get<std::string>() ? "" : at + " is " + got.get<std::string>();
  return wanted == got ? "" : fmt::format("{} is {}, not {}", at, got.dump(), wanted.dump());
}

bool isAboutProviders(const Json &diag) {
  return diag.value("summary", "").find("provider") != std::string::npos;
}

std::string inspect(const std::string &folder, const FileSystem &fs) {
  const std::string name(baseName(folder));
  const Expected<std::string> text = fs.read(joinPath(folder, name + ".out.json"), FileSystem::kMaxFileBytes);
  if (!text)
    return text.error().message;
  const Json wanted = Json::parse(*text, nullptr, false);
  if (wanted.is_discarded())
    return "what it expects is no JSON";
  Inspector inspector(folder, fs);
  const Json got = inspector.run();
  for (const auto &[part, value] : got.items())
    if (std::string why = difference(wanted.value(part, Json::object()), value, part); !why.empty())
      return why;
  const std::set<std::string> faults = inspector.faults();
  for (const Json &diag : wanted.value("diagnostics", Json::array())) {
    if (isAboutProviders(diag) || diag.value("severity", "") != "error")
      continue;
    const Json &pos = diag.at("pos");
    const std::string where = fmt::format("{}:{}", baseName(pos.value("filename", "")), pos.value("line", 0));
    if (!faults.contains(where))
      return fmt::format("nothing is said at {}", where);
  }
  return {};
}

} // namespace

std::vector<FolderResult> runInspect(const std::string &path) {
  const RealFileSystem fs;
  const Expected<std::vector<DirectoryEntry>> entries = fs.list(path);
  if (!entries)
    return {{path, entries.error().message}};
  std::vector<FolderResult> out;
  for (const DirectoryEntry &entry : *entries)
    if (entry.kind == FileKind::Directory)
      out.push_back({joinPath("inspect", entry.name), inspect(joinPath(path, entry.name), fs)});
  return out;
}

} // namespace postern::probe
