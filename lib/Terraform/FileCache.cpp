#include "Terraform/Config.h"
#include "Terraform/Expand.h"
#include "Terraform/JsonSchema.h"
#include "Terraform/Validate.h"

#include <algorithm>

namespace postern::tf {

const FileCache::Parsed &FileCache::get(const std::string &path) {
  Slot *slot = nullptr;
  {
    const std::lock_guard lock(mutex_);
    std::unique_ptr<Slot> &entry = slots_[path];
    if (!entry)
      entry = std::make_unique<Slot>();
    slot = entry.get();
  }
  std::call_once(slot->once, [&] {
    const Expected<FileId> file = sources_.load(path);
    if (!file) {
      slot->parsed.error = file.error().message;
      return;
    }
    Sink sink;
    const std::string_view text = sources_.text(*file);
    if (path.ends_with(".tfvars.json"))
      slot->parsed.file = hcl::parseJson(*file, text, hcl::jsonVariablesSchema(), sink);
    else if (path.ends_with(".json"))
      slot->parsed.file = hcl::parseJson(*file, text, jsonModuleSchema(), sink);
    else
      slot->parsed.file = hcl::parseNative(*file, text, sink);
    if (slot->parsed.file.body && isModuleFile(baseName(path))) {
      uint32_t fault = UINT32_MAX;
      for (const Diagnostic &diag : sink.all())
        fault = std::min(fault, diag.range.begin);
      validateFile(*slot->parsed.file.body, isOverrideName(baseName(path)) ? FileRole::Override : FileRole::Primary,
                   fault, sink);
    }
    slot->parsed.diagnostics = sink.take();
  });
  return slot->parsed;
}

const FileCache::Listing &FileCache::list(const std::string &directory) {
  const std::lock_guard lock(mutex_);
  const auto [at, isNew] = listings_.try_emplace(directory);
  if (isNew) {
    Expected<std::vector<DirectoryEntry>> entries = sources_.fileSystem().list(directory);
    if (entries)
      at->second.entries = std::move(*entries);
    else
      at->second.error = entries.error().message;
  }
  return at->second;
}

const std::string &FileCache::canonical(const std::string &path) {
  const std::lock_guard lock(mutex_);
  const auto [at, isNew] = canonical_.try_emplace(path);
  if (isNew)
    at->second = sources_.fileSystem().canonical(path);
  return at->second;
}

} // namespace postern::tf
