// Files below the folder that may be read, and paths as text.
#include "Eval/functions/Files.h"

#include "Basic/FileSystem.h"
#include "Eval/functions/Digest.h"
#include "Source/SourceManager.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace postern::eval::functions {

namespace {

constexpr size_t kMaxVisited = 100'000;

void reportOutside(CallSite &site, std::string_view path) {
  site.evaluator.sink().report(kind::FileOutside, site.range, path);
}

bool isBelow(std::string_view path, std::string_view folder) {
  if (folder == "/" || path == folder)
    return true;
  return path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/';
}

Value hashed(CallSite &site, Args args, Digest digest, bool base64) {
  const FileText file = readFile(site, args, false);
  if (!file.known)
    return file.otherwise;
  const std::string raw = digestOf(digest, file.bytes);
  return computed(site, base64 ? toBase64(raw) : toHex(raw), args[0]);
}

/// One class in a pattern, "[a-z]" or "[^a-z]"; nothing where it is not closed.
std::optional<bool> inClass(std::string_view pattern, size_t &at, char32_t c) {
  ++at;
  const bool negated = at < pattern.size() && (pattern[at] == '^' || pattern[at] == '!');
  at += negated;
  bool found = false;
  const auto one = [&](char32_t &out) {
    if (at < pattern.size() && pattern[at] == '\\')
      ++at;
    if (at >= pattern.size())
      return false;
    out = nextCodePoint(pattern, at);
    return true;
  };
  for (bool first = true;; first = false) {
    if (at >= pattern.size())
      return std::nullopt;
    if (pattern[at] == ']' && !first) {
      ++at;
      return found != negated;
    }
    char32_t low = 0;
    if (!one(low))
      return std::nullopt;
    char32_t high = low;
    if (at + 1 < pattern.size() && pattern[at] == '-' && pattern[at + 1] != ']') {
      ++at;
      if (!one(high))
        return std::nullopt;
    }
    found = found || (c >= low && c <= high);
  }
}

/// One name against one segment of a pattern without alternatives.
bool matchesName(std::string_view pattern, std::string_view name) {
  size_t p = 0, n = 0;
  size_t starPattern = std::string_view::npos, starName = 0;
  while (n < name.size()) {
    size_t nextName = n;
    const char32_t c = nextCodePoint(name, nextName);
    size_t nextPattern = p;
    bool matched = false;
    if (p < pattern.size() && pattern[p] == '*') {
      starPattern = p++;
      starName = n;
      continue;
    }
    if (p < pattern.size()) {
      if (pattern[p] == '?') {
        ++nextPattern;
        matched = true;
      } else if (pattern[p] == '[') {
        matched = inClass(pattern, nextPattern, c).value_or(false);
      } else {
        if (pattern[p] == '\\' && p + 1 < pattern.size())
          ++nextPattern;
        matched = nextCodePoint(pattern, nextPattern) == c;
      }
    }
    if (matched) {
      p = nextPattern;
      n = nextName;
      continue;
    }
    if (starPattern == std::string_view::npos)
      return false;
    // The star takes one more.
    nextCodePoint(name, starName);
    n = starName;
    p = starPattern + 1;
  }
  while (p < pattern.size() && pattern[p] == '*')
    ++p;
  return p == pattern.size();
}

/// "a{b,c}d" as "abd" and "acd"; gives false for braces and classes that are not closed.
bool expandBraces(std::string_view pattern, std::vector<std::string> &out) {
  if (out.size() > 1000)
    return false;
  size_t open = std::string_view::npos;
  for (size_t at = 0; at < pattern.size(); ++at) {
    if (pattern[at] == '\\') {
      if (++at >= pattern.size())
        return false;
    } else if (pattern[at] == '[') {
      size_t end = at;
      if (!inClass(pattern, end, U'a'))
        return false;
      at = end - 1;
    } else if (pattern[at] == '{') {
      open = at;
      break;
    }
  }
  if (open == std::string_view::npos) {
    out.emplace_back(pattern);
    return true;
  }
  std::vector<std::string_view> alternatives;
  size_t begin = open + 1;
  int depth = 1;
  for (size_t at = begin; at < pattern.size(); ++at) {
    const char c = pattern[at];
    if (c == '\\') {
      ++at;
    } else if (c == '{') {
      ++depth;
    } else if ((c == ',' && depth == 1) || (c == '}' && --depth == 0)) {
      alternatives.push_back(pattern.substr(begin, at - begin));
      begin = at + 1;
      if (c == '}')
        break;
    }
  }
  if (depth > 0)
    return false;
  return std::ranges::all_of(alternatives, [&](std::string_view alternative) {
    return expandBraces(
        std::string(pattern.substr(0, open)) + std::string(alternative) + std::string(pattern.substr(begin)), out);
  });
}

/// Walks folders along the segments of a pattern.
class Glob {
public:
  explicit Glob(const FileSystem &files) : files_(files) {}

  void run(const std::string &base, std::string_view pattern) {
    std::vector<std::string> segments;
    for (size_t at = 0; at <= pattern.size();) {
      const size_t end = std::min(pattern.find('/', at), pattern.size());
      segments.emplace_back(pattern.substr(at, end - at));
      at = end + 1;
    }
    walk(base, "", segments, 0);
  }

  std::set<std::string> found;
  bool tooMany = false;

private:
  void walk(const std::string &folder, const std::string &relative, std::span<const std::string> segments, int depth) {
    if (segments.empty() || depth > 64 || tooMany)
      return;
    const std::string &segment = segments[0];
    const bool last = segments.size() == 1;
    const auto below = [&](const std::string &name) { return relative.empty() ? name : relative + "/" + name; };
    if (segment == ".." || segment == ".")
      return walk(joinPath(folder, segment), below(segment), segments.subspan(1), depth + 1);
    const Expected<std::vector<DirectoryEntry>> entries = files_.list(folder);
    if (!entries)
      return;
    if (segment == "**" && !last)
      walk(folder, relative, segments.subspan(1), depth + 1);
    for (const DirectoryEntry &entry : *entries) {
      if (++visited_ > kMaxVisited) {
        tooMany = true;
        return;
      }
      const bool isFolder = entry.kind == FileKind::Directory;
      if (segment == "**") {
        if (isFolder && !entry.link)
          walk(joinPath(folder, entry.name), below(entry.name), segments, depth + 1);
        else if (last && entry.kind == FileKind::Regular)
          found.insert(below(entry.name));
        continue;
      }
      if (!matchesName(segment, entry.name))
        continue;
      if (last && entry.kind == FileKind::Regular)
        found.insert(below(entry.name));
      else if (!last && isFolder)
        walk(joinPath(folder, entry.name), below(entry.name), segments.subspan(1), depth + 1);
    }
  }

  const FileSystem &files_;
  size_t visited_ = 0;
};

} // namespace

std::optional<std::string> placeOf(CallSite &site, const Value &path) {
  const World &world = site.evaluator.world();
  const std::string_view text = path.text();
  if (world.asked)
    world.asked->files = true;
  // "~" depends on who runs it.
  if (!world.files || text == "~" || text.starts_with("~/"))
    return std::nullopt;
  std::string place = joinPath(world.rootDirectory, text);
  if (!world.readBelow.empty() && !isBelow(world.files->canonical(place), world.readBelow)) {
    reportOutside(site, text);
    return std::nullopt;
  }
  return place;
}

FileText readFile(CallSite &site, Args args, bool asText) {
  FileText out;
  const std::optional<std::string> place = placeOf(site, args[0]);
  if (!place) {
    out.otherwise = unknownResult(site, site.heap().types.string(), args);
    return out;
  }
  const World &world = site.evaluator.world();
  const FileKind found = world.files->kind(*place);
  if (found == FileKind::Missing) {
    site.fail(fmt::format("no file exists at {}; a file that a resource makes must be read through that resource",
                          quoted(args[0])),
              0);
    return out;
  }
  if (found != FileKind::Regular) {
    site.fail(fmt::format("{} is no file", quoted(args[0])), 0);
    return out;
  }
  Expected<std::string> bytes = world.files->read(*place);
  if (!bytes) {
    site.fail(fmt::format("failed to read {}: {}", quoted(args[0]), bytes.error().message), 0);
    return out;
  }
  if (asText && !isUtf8(*bytes)) {
    site.fail(fmt::format("contents of {} are not valid UTF-8; use the filebase64 function to get the Base64 encoded "
                          "contents",
                          quoted(args[0])),
              0);
    return out;
  }
  if (bytes->size() > kMaxBytes) {
    site.fail(fmt::format("{} is too large", quoted(args[0])), 0);
    return out;
  }
  site.evaluator.spend(bytes->size() / 16 + 20);
  out.known = true;
  out.bytes = std::move(*bytes);
  // What is text has places that findings can point at.
  if (asText && world.sources)
    if (const Expected<FileId> id = world.sources->load(*place); id && world.sources->text(*id) == out.bytes)
      out.file = *id;
  return out;
}

Value file(CallSite &site, Args args) {
  const FileText file = readFile(site, args, true);
  if (!file.known)
    return file.otherwise;
  if (!file.file)
    return computed(site, file.bytes, args[0]);
  return site.heap().string(file.bytes, site.heap().literal({file.file, 0, uint32_t(file.bytes.size())}));
}

Value filebase64(CallSite &site, Args args) {
  const FileText file = readFile(site, args, false);
  return file.known ? computed(site, toBase64(file.bytes), args[0]) : file.otherwise;
}
Value filemd5(CallSite &site, Args args) {
  return hashed(site, args, Digest::Md5, false);
}
Value filesha1(CallSite &site, Args args) {
  return hashed(site, args, Digest::Sha1, false);
}
Value filesha256(CallSite &site, Args args) {
  return hashed(site, args, Digest::Sha256, false);
}
Value filesha512(CallSite &site, Args args) {
  return hashed(site, args, Digest::Sha512, false);
}
Value filebase64sha256(CallSite &site, Args args) {
  return hashed(site, args, Digest::Sha256, true);
}
Value filebase64sha512(CallSite &site, Args args) {
  return hashed(site, args, Digest::Sha512, true);
}

Value fileexists(CallSite &site, Args args) {
  const std::optional<std::string> place = placeOf(site, args[0]);
  if (!place)
    return unknownResult(site, site.heap().types.boolean(), args);
  switch (site.evaluator.world().files->kind(*place)) {
  case FileKind::Regular:
    return site.heap().boolean(true);
  case FileKind::Missing:
    return site.heap().boolean(false);
  case FileKind::Directory:
    return site.fail(fmt::format("{} is a directory, not a file", quoted(args[0])), 0);
  case FileKind::Other:
    return site.fail(fmt::format("{} is no regular file", quoted(args[0])), 0);
  }
  POSTERN_UNREACHABLE();
}

Value fileset(CallSite &site, Args args) {
  Heap &heap = site.heap();
  const TypeRef type = heap.types.set(heap.types.string());
  const std::optional<std::string> place = placeOf(site, args[0]);
  if (!place)
    return unknownResult(site, type, args);
  std::vector<std::string> patterns;
  if (!expandBraces(args[1].text(), patterns))
    return site.fail(fmt::format("failed to glob pattern {}: syntax error in pattern", quoted(args[1])), 1);
  Glob glob(*site.evaluator.world().files);
  for (const std::string &pattern : patterns) {
    // A pattern that leads out of what may be read says nothing.
    if (pattern.starts_with("..") || pattern.find("/..") != std::string::npos)
      return unknownResult(site, type, args);
    glob.run(*place, cleanPath(pattern));
  }
  if (glob.tooMany)
    return unknownResult(site, type, args);
  std::vector<Value> items;
  for (const std::string &path : glob.found)
    items.push_back(heap.string(path, callOrigin(site)));
  return heap.set(heap.types.string(), items, callOrigin(site));
}

Value abspath(CallSite &site, Args args) {
  // Where the configuration lies is another place on every machine.
  if (args[0].text().starts_with('/'))
    return computed(site, cleanPath(args[0].text()), args[0]);
  return unknownResult(site, site.heap().types.string(), args);
}

Value pathexpand(CallSite &site, Args args) {
  const std::string_view path = args[0].text();
  if (path == "~" || path.starts_with("~/"))
    return unknownResult(site, site.heap().types.string(), args);
  return path.starts_with('~') ? site.fail("cannot expand user-specific home dir", 0) : args[0];
}

Value basename(CallSite &site, Args args) {
  std::string_view path = args[0].text();
  while (path.size() > 1 && path.ends_with('/'))
    path.remove_suffix(1);
  if (path.empty())
    return computed(site, ".", args[0]);
  const size_t slash = path.rfind('/');
  if (slash == std::string_view::npos || path == "/")
    return eval::slice(site.heap(), args[0], 0, path.size());
  return eval::slice(site.heap(), args[0], slash + 1, path.size() - slash - 1);
}

Value dirname(CallSite &site, Args args) {
  const std::string_view path = args[0].text();
  const size_t slash = path.rfind('/');
  if (slash == std::string_view::npos)
    return computed(site, ".", args[0]);
  const std::string folder = cleanPath(path.substr(0, slash + 1));
  return computed(site, folder.empty() ? "." : folder, args[0]);
}

} // namespace postern::eval::functions
