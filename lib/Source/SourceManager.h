// The bytes of every file of a run, each read once and never changed afterwards.
#pragma once

#include "Basic/Expected.h"
#include "Basic/FileSystem.h"
#include "Source/LineIndex.h"
#include "Source/SourceRange.h"

#include <deque>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace postern {

/// Thread-safe: files are added under a lock, and what has been added never moves. INVARIANT: ids follow the order in
/// which files were added, so nothing that is printed may be sorted by them.
class SourceManager {
public:
  explicit SourceManager(const FileSystem &fs) : fs_(fs) {}

  /// Reads `path` the first time and answers from memory afterwards. Paths are compared as written.
  Expected<FileId> load(const std::string &path);

  /// Takes `text` as a file that is on no disk, such as standard input or an environment variable. `name` is what
  /// diagnostics print.
  FileId add(std::string name, std::string text);

  [[nodiscard]] std::string_view path(FileId file) const { return entry(file).path; }
  [[nodiscard]] std::string_view text(FileId file) const { return entry(file).text; }
  [[nodiscard]] std::string_view text(const SourceRange &range) const {
    return text(range.file).substr(range.begin, range.size());
  }

  /// Line and column of an offset; the index is made at the first question.
  [[nodiscard]] LineColumn locate(FileId file, uint32_t offset, ColumnUnit unit = ColumnUnit::Bytes) const;
  [[nodiscard]] std::string_view line(FileId file, uint32_t line) const;
  [[nodiscard]] uint32_t lineStart(FileId file, uint32_t line) const;

  [[nodiscard]] size_t fileCount() const;
  [[nodiscard]] uint64_t totalBytes() const;
  [[nodiscard]] const FileSystem &fileSystem() const { return fs_; }

private:
  struct Entry {
    std::string path;
    std::string text;
    mutable std::once_flag indexed;
    mutable std::optional<LineIndex> index;
  };

  const Entry &entry(FileId file) const;
  const LineIndex &index(const Entry &entry) const;

  const FileSystem &fs_;
  mutable std::shared_mutex mutex_;
  std::deque<Entry> files_;
  std::unordered_map<std::string, FileId> byPath_;
};

} // namespace postern
