// The only door to the disk: the real one, one in memory, and an overlay of the second over the first.
#pragma once

#include "Basic/Expected.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace postern {

enum class FileKind : uint8_t { Missing, Regular, Directory, Other };

struct DirectoryEntry {
  std::string name; ///< without the folder
  FileKind kind;    ///< what a symbolic link points to
  bool link;        ///< whether it is a symbolic link
};

/// Paths are as the operating system takes them, `/` between parts. Const and callable from many threads.
class FileSystem {
public:
  virtual ~FileSystem() = default;

  /// The whole file, read into memory (never mapped). Fails on folders, missing and unreadable files, on files
  /// larger than `limit` bytes, and on files that change their size while being read.
  [[nodiscard]] virtual Expected<std::string> read(const std::string &path, uint64_t limit = kMaxFileBytes) const = 0;

  /// The entries of a folder, sorted by name in byte order.
  [[nodiscard]] virtual Expected<std::vector<DirectoryEntry>> list(const std::string &path) const = 0;

  /// Follows symbolic links.
  [[nodiscard]] virtual FileKind kind(const std::string &path) const = 0;

  /// Absolute path without links, `.` and `..`; what does not exist stands in the canonical path of its folder.
  [[nodiscard]] virtual std::string canonical(const std::string &path) const = 0;

  /// Files of more than this are no source code: reading them is refused with a diagnostic.
  static constexpr uint64_t kMaxFileBytes = 64ull << 20;
};

/// What the process sees.
class RealFileSystem final : public FileSystem {
public:
  [[nodiscard]] Expected<std::string> read(const std::string &path, uint64_t limit) const override;
  [[nodiscard]] Expected<std::vector<DirectoryEntry>> list(const std::string &path) const override;
  [[nodiscard]] FileKind kind(const std::string &path) const override;
  [[nodiscard]] std::string canonical(const std::string &path) const override;
};

/// Files given as text, for tests, standard input and unsaved buffers; everything else comes from `below` when that
/// is not null.
class OverlayFileSystem final : public FileSystem {
public:
  explicit OverlayFileSystem(const FileSystem *below) : below_(below) {}

  void put(const std::string &path, std::string text) { files_[path] = std::move(text); }

  [[nodiscard]] Expected<std::string> read(const std::string &path, uint64_t limit) const override;
  [[nodiscard]] Expected<std::vector<DirectoryEntry>> list(const std::string &path) const override;
  [[nodiscard]] FileKind kind(const std::string &path) const override;
  [[nodiscard]] std::string canonical(const std::string &path) const override;

private:
  const FileSystem *below_;
  std::map<std::string, std::string> files_;
};

/// `path` without `.`, doubled `/` and, where possible, `..`; "." for nothing left. Purely textual.
std::string cleanPath(std::string_view path);

/// `folder` + `/` + `name`, cleaned; `name` itself when it is absolute.
std::string joinPath(std::string_view folder, std::string_view name);

/// The part after the last `/`, and the part before it ("." when there is none).
std::string_view baseName(std::string_view path);
std::string directoryName(std::string_view path);

/// `path` as seen from `base` (both cleaned, both absolute or both relative), with `..` where needed.
std::string relativePath(std::string_view path, std::string_view base);

} // namespace postern
