#include "Terraform/Manifest.h"

#include "Basic/Json.h"

namespace postern::tf {

namespace {

std::string inDataFolder(const std::string &root, const Options &options, std::string_view name) {
  const auto moved = options.environment.find("TF_DATA_DIR");
  const std::string data = moved == options.environment.end() || moved->second.empty() ? ".terraform" : moved->second;
  return joinPath(joinPath(root, data), name);
}

} // namespace

std::string workspaceOf(FileCache &files, const std::string &root, const Options &options) {
  if (!options.workspace.empty())
    return options.workspace;
  const FileSystem &disk = files.sources().fileSystem();
  const std::string path = inDataFolder(root, options, "environment");
  const Expected<std::string> text =
      disk.kind(path) == FileKind::Regular ? disk.read(path) : Expected<std::string>(std::string());
  constexpr std::string_view kBlanks = " \t\r\n\v\f";
  const size_t begin = text ? text->find_first_not_of(kBlanks) : std::string::npos;
  if (begin == std::string::npos)
    return "default";
  return text->substr(begin, text->find_last_not_of(kBlanks) + 1 - begin);
}

void Manifest::read(FileCache &files, const std::string &root, const Options &options, Sink &sink) {
  const std::string path = inDataFolder(root, options, "modules/modules.json");
  SourceManager &sources = files.sources();
  if (sources.fileSystem().kind(path) != FileKind::Regular)
    return;
  const auto bad = [&](std::string_view why) { sink.report(kind::BadManifest, {}, path, why); };
  const Expected<FileId> file = sources.load(path);
  if (!file)
    return bad(file.error().message);
  const std::string_view text = sources.text(*file);
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos)
    return;
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object() || !json.contains("Modules") || !json["Modules"].is_array())
    return bad("it is not the JSON that 'terraform init' writes");
  for (const Json &module : json["Modules"]) {
    const auto text = [&module](const char *key) -> const std::string * {
      const auto at = module.is_object() ? module.find(key) : module.end();
      return module.is_object() && at != module.end() ? at->get_ptr<const std::string *>() : nullptr;
    };
    const std::string *const key = text("Key");
    const std::string *const directory = text("Dir");
    if (!key || !directory) {
      bad("an entry has no Key or no Dir");
      continue;
    }
    const std::string *const source = text("Source");
    const bool isNew = entries_.try_emplace(*key, Entry{source ? *source : "", joinPath(root, *directory)}).second;
    if (!isNew)
      bad("the key '" + *key + "' is there twice");
  }
}

const Manifest::Entry *Manifest::find(const std::string &key) const {
  const auto at = entries_.find(key);
  return at == entries_.end() ? nullptr : &at->second;
}

bool Manifest::hasBelow(const std::string &key) const {
  const std::string prefix = key.empty() ? "" : key + ".";
  const auto at = entries_.lower_bound(prefix);
  if (key.empty())
    return entries_.size() > 1;
  return at != entries_.end() && at->first.starts_with(prefix);
}

} // namespace postern::tf
