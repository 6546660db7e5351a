#include "Terraform/ModuleMemo.h"

#include <array>
#include <cctype>

namespace postern::tf {

namespace {

/// What is kept is worth less than what it takes beyond this: then all of it is let go.
constexpr size_t kMostBytes = 192u << 20;

bool isNamePart(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

/// Whether `text` holds `word` as the start of a name: "file" in "filebase64(" but not in "profile".
bool mentions(std::string_view text, std::string_view word, bool called) {
  for (size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    if (at > 0 && isNamePart(text[at - 1]))
      continue;
    size_t end = at + word.size();
    if (!called)
      return true;
    while (end < text.size() && isNamePart(text[end]))
      ++end;
    while (end < text.size() && (text[end] == ' ' || text[end] == '\t'))
      ++end;
    if (end < text.size() && text[end] == '(')
      return true;
  }
  return false;
}

Placement placementIn(std::string_view text) {
  if (mentions(text, "templatestring", true))
    return Placement::Never;
  constexpr std::array<std::string_view, 4> kReaders = {"file", "templatefile", "abspath", "pathexpand"};
  for (const std::string_view reader : kReaders)
    if (mentions(text, reader, true))
      return Placement::Bound;
  return mentions(text, "path.", false) ? Placement::Bound : Placement::Free;
}

} // namespace

// The words are looked for in the text, comments and all: what is found too often is only shared less.
Placement placementOf(const ModuleConfig &config, FileCache &files) {
  Placement found = Placement::Free;
  for (const std::string &path : config.files) {
    const FileCache::Parsed &parsed = files.get(path);
    if (parsed.error.empty())
      found = std::max(found, placementIn(files.sources().text(parsed.file.id)));
  }
  return found;
}

const EvaluatedModule *ModuleMemo::Impl::add(const std::string &key, std::unique_ptr<EvaluatedModule> made) {
  if (bytes_ > kMostBytes) {
    modules_.clear();
    bytes_ = 0;
  }
  bytes_ += key.size() + (made ? made->heap->bytes() : 0);
  return (modules_[key] = std::move(made)).get();
}

ModuleMemo::ModuleMemo() : impl_(std::make_unique<Impl>()) {}
ModuleMemo::~ModuleMemo() = default;

} // namespace postern::tf
