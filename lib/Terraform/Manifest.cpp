#include "Terraform/Manifest.h"

#include "Basic/Json.h"

namespace postern::tf {

void Manifest::read(FileCache &files, const std::string &root, const Options &options, Sink &sink) {
  const auto moved = options.environment.find("TF_DATA_DIR");
  const std::string data = moved == options.environment.end() || moved->second.empty() ? ".terraform" : moved->second;
  const std::string path = joinPath(joinPath(root, data), "modules/modules.json");
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
