#include "Basic/FileSystem.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace postern {
namespace {

/// Closes a descriptor at the end of a scope.
class Descriptor {
public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0)
      ::close(fd_);
  }
  Descriptor(const Descriptor &) = delete;
  Descriptor &operator=(const Descriptor &) = delete;
  [[nodiscard]] int get() const { return fd_; }

private:
  int fd_;
};

FileKind kindOf(mode_t mode) {
  if (S_ISREG(mode))
    return FileKind::Regular;
  return S_ISDIR(mode) ? FileKind::Directory : FileKind::Other;
}

Error systemError(std::string_view what, const std::string &path, int code) {
  return Error{fmt::format("cannot {} '{}': {}", what, path, std::strerror(code))};
}

} // namespace

Expected<std::string> RealFileSystem::read(const std::string &path, uint64_t limit) const {
  // O_NONBLOCK: a named pipe without a writer must not hang the analysis; it is refused below.
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (file.get() < 0)
    return systemError("read", path, errno);
  struct stat info {};
  if (::fstat(file.get(), &info) != 0)
    return systemError("read", path, errno);
  if (!S_ISREG(info.st_mode))
    return Error{fmt::format("cannot read '{}': not a regular file", path)};
  const auto size = static_cast<uint64_t>(info.st_size);
  if (size > limit)
    return Error{fmt::format("cannot read '{}': {} bytes are more than the limit of {}", path, size, limit)};

  std::string text(size, '\0');
  uint64_t done = 0;
  while (done < size) {
    const ssize_t count = ::read(file.get(), text.data() + done, size - done);
    if (count < 0 && errno == EINTR)
      continue;
    if (count < 0)
      return systemError("read", path, errno);
    if (count == 0)
      return Error{fmt::format("cannot read '{}': it shrank from {} to {} bytes while being read", path, size, done)};
    done += static_cast<uint64_t>(count);
  }
  char more = 0;
  if (::read(file.get(), &more, 1) > 0)
    return Error{fmt::format("cannot read '{}': it grew beyond {} bytes while being read", path, size)};
  return text;
}

Expected<std::vector<DirectoryEntry>> RealFileSystem::list(const std::string &path) const {
  DIR *const directory = ::opendir(path.c_str());
  if (!directory)
    return systemError("list", path, errno);
  std::vector<DirectoryEntry> entries;
  while (const dirent *entry = ::readdir(directory)) {
    const std::string_view name = entry->d_name;
    if (name == "." || name == "..")
      continue;
    bool link = entry->d_type == DT_LNK;
    FileKind found = FileKind::Other;
    if (entry->d_type == DT_REG)
      found = FileKind::Regular;
    else if (entry->d_type == DT_DIR)
      found = FileKind::Directory;
    else if (link)
      found = kind(joinPath(path, name));
    else if (entry->d_type == DT_UNKNOWN) { // some file systems do not tell
      const std::string place = joinPath(path, name);
      struct stat info {};
      link = ::lstat(place.c_str(), &info) == 0 && S_ISLNK(info.st_mode);
      found = kind(place);
    }
    entries.push_back({std::string(name), found, link});
  }
  ::closedir(directory);
  std::ranges::sort(entries, {}, &DirectoryEntry::name);
  return entries;
}

FileKind RealFileSystem::kind(const std::string &path) const {
  struct stat info {};
  return ::stat(path.c_str(), &info) == 0 ? kindOf(info.st_mode) : FileKind::Missing;
}

std::string RealFileSystem::canonical(const std::string &path) const {
  char *const resolved = ::realpath(path.c_str(), nullptr);
  if (!resolved) {
    // What is missing would stand in its folder all the same.
    std::string clean = cleanPath(path);
    const std::string folder = directoryName(clean);
    if (clean.empty() || folder == clean || folder.empty())
      return clean;
    return joinPath(canonical(folder), std::string_view(clean).substr(clean.rfind('/') + 1));
  }
  std::string out = resolved;
  std::free(resolved);
  return out;
}

Expected<std::string> OverlayFileSystem::read(const std::string &path, uint64_t limit) const {
  const auto found = files_.find(path);
  if (found != files_.end()) {
    if (found->second.size() > limit)
      return Error{
          fmt::format("cannot read '{}': {} bytes are more than the limit of {}", path, found->second.size(), limit)};
    return found->second;
  }
  if (below_)
    return below_->read(path, limit);
  return Error{fmt::format("cannot read '{}': no such file", path)};
}

Expected<std::vector<DirectoryEntry>> OverlayFileSystem::list(const std::string &path) const {
  std::map<std::string, DirectoryEntry> merged;
  bool known = false;
  if (below_ && below_->kind(path) == FileKind::Directory) {
    Expected<std::vector<DirectoryEntry>> entries = below_->list(path);
    if (!entries)
      return entries.error();
    known = true;
    for (DirectoryEntry &entry : *entries)
      merged.insert_or_assign(entry.name, entry);
  }
  const std::string prefix = path == "." ? "" : path + "/";
  for (auto at = files_.lower_bound(prefix); at != files_.end() && at->first.starts_with(prefix); ++at) {
    const std::string rest = at->first.substr(prefix.size());
    const size_t slash = rest.find('/');
    const std::string name = rest.substr(0, slash);
    known = true;
    merged.insert_or_assign(
        name, DirectoryEntry{name, slash == std::string::npos ? FileKind::Regular : FileKind::Directory, false});
  }
  if (!known)
    return Error{fmt::format("cannot list '{}': no such folder", path)};
  std::vector<DirectoryEntry> out;
  out.reserve(merged.size());
  for (auto &[name, entry] : merged)
    out.push_back(std::move(entry));
  return out;
}

FileKind OverlayFileSystem::kind(const std::string &path) const {
  if (files_.contains(path))
    return FileKind::Regular;
  const std::string prefix = path == "." ? "" : path + "/";
  const auto at = files_.lower_bound(prefix);
  if (at != files_.end() && at->first.starts_with(prefix))
    return FileKind::Directory;
  return below_ ? below_->kind(path) : FileKind::Missing;
}

std::string OverlayFileSystem::canonical(const std::string &path) const {
  return below_ ? below_->canonical(path) : cleanPath(path);
}

std::string cleanPath(std::string_view path) {
  const bool absolute = path.starts_with('/');
  std::vector<std::string_view> parts;
  size_t at = 0;
  while (at <= path.size()) {
    const size_t slash = std::min(path.find('/', at), path.size());
    const std::string_view part = path.substr(at, slash - at);
    at = slash + 1;
    if (part.empty() || part == ".")
      continue;
    if (part == ".." && !parts.empty() && parts.back() != "..")
      parts.pop_back();
    else if (part != ".." || !absolute)
      parts.push_back(part);
  }
  std::string out = absolute ? "/" : "";
  for (size_t i = 0; i < parts.size(); ++i) {
    if (i > 0)
      out += '/';
    out += parts[i];
  }
  return out.empty() ? "." : out;
}

std::string joinPath(std::string_view folder, std::string_view name) {
  if (name.starts_with('/'))
    return cleanPath(name);
  return cleanPath(fmt::format("{}/{}", folder.empty() ? "." : folder, name));
}

std::string_view baseName(std::string_view path) {
  const size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

std::string directoryName(std::string_view path) {
  const size_t slash = path.rfind('/');
  if (slash == std::string_view::npos)
    return ".";
  return slash == 0 ? "/" : std::string(path.substr(0, slash));
}

std::string relativePath(std::string_view path, std::string_view base) {
  const std::string target = cleanPath(path);
  const std::string from = cleanPath(base);
  if (target == from)
    return ".";
  const auto split = [](std::string_view text) {
    std::vector<std::string_view> parts;
    size_t at = 0;
    while (at < text.size()) {
      const size_t slash = std::min(text.find('/', at), text.size());
      if (slash > at && text.substr(at, slash - at) != ".")
        parts.push_back(text.substr(at, slash - at));
      at = slash + 1;
    }
    return parts;
  };
  const std::vector<std::string_view> to = split(target);
  const std::vector<std::string_view> back = split(from);
  const auto common = static_cast<size_t>(std::ranges::mismatch(to, back).in1 - to.begin());
  std::string out;
  for (size_t i = common; i < back.size(); ++i)
    out += "../";
  for (size_t i = common; i < to.size(); ++i) {
    out += to[i];
    if (i + 1 < to.size())
      out += '/';
  }
  if (out.ends_with('/'))
    out.pop_back();
  return out.empty() ? "." : out;
}

} // namespace postern
