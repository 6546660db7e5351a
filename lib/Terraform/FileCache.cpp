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
      // A place for the diagnostic, in a file without text.
      slot->parsed.file.id = sources_.add(path, {});
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
  if (isNew) {
    std::optional<std::string> plain = plainCanonical(path);
    at->second = plain ? std::move(*plain) : sources_.fileSystem().canonical(path);
  }
  return at->second;
}

std::optional<std::string> FileCache::plainCanonical(const std::string &path) const {
  const size_t slash = path.rfind('/');
  if (slash == std::string::npos || slash == 0)
    return std::nullopt;
  const std::string folder = path.substr(0, slash);
  const auto listing = listings_.find(folder);
  const auto canonical = canonical_.find(folder);
  if (listing == listings_.end() || canonical == canonical_.end())
    return std::nullopt;
  const std::string_view name = std::string_view(path).substr(slash + 1);
  const std::vector<DirectoryEntry> &entries = listing->second.entries;
  const bool isPlain =
      std::ranges::any_of(entries, [name](const DirectoryEntry &entry) { return entry.name == name && !entry.link; });
  return isPlain ? std::optional(joinPath(canonical->second, name)) : std::nullopt;
}

} // namespace postern::tf
