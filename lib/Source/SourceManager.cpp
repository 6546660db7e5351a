#include "Source/SourceManager.h"

#include "Basic/Check.h"

namespace postern {

Expected<FileId> SourceManager::load(const std::string &path) {
  {
    const std::shared_lock lock(mutex_);
    const auto found = byPath_.find(path);
    if (found != byPath_.end())
      return found->second;
  }
  // Read outside the lock; if two threads read the same file, the first to come back wins.
  Expected<std::string> text = fs_.read(path);
  if (!text)
    return text.error();
  const std::unique_lock lock(mutex_);
  const auto [at, fresh] = byPath_.try_emplace(path, FileId(static_cast<uint32_t>(files_.size())));
  if (fresh) {
    Entry &entry = files_.emplace_back();
    entry.path = path;
    entry.text = *std::move(text);
  }
  return at->second;
}

FileId SourceManager::add(std::string name, std::string text) {
  const std::unique_lock lock(mutex_);
  const FileId id(static_cast<uint32_t>(files_.size()));
  Entry &entry = files_.emplace_back();
  entry.path = std::move(name);
  entry.text = std::move(text);
  return id;
}

const SourceManager::Entry &SourceManager::entry(FileId file) const {
  const std::shared_lock lock(mutex_);
  POSTERN_CHECK(file.valid() && file.index() < files_.size());
  return files_[file.index()];
}

const LineIndex &SourceManager::index(const Entry &entry) const {
  std::call_once(entry.indexed, [&entry] { entry.index.emplace(entry.text); });
  return *entry.index;
}

LineColumn SourceManager::locate(FileId file, uint32_t offset, ColumnUnit unit) const {
  const Entry &found = entry(file);
  return index(found).locate(found.text, offset, unit);
}

std::string_view SourceManager::line(FileId file, uint32_t line) const {
  const Entry &found = entry(file);
  return index(found).line(found.text, line);
}

uint32_t SourceManager::lineStart(FileId file, uint32_t line) const {
  return index(entry(file)).lineStart(line);
}

size_t SourceManager::fileCount() const {
  const std::shared_lock lock(mutex_);
  return files_.size();
}

uint64_t SourceManager::totalBytes() const {
  const std::shared_lock lock(mutex_);
  uint64_t sum = 0;
  for (const Entry &entry : files_)
    sum += entry.text.size();
  return sum;
}

} // namespace postern
