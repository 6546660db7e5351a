#include "Terraform/Terragrunt.h"

#include "Terraform/Config.h"

#include <algorithm>
#include <optional>

namespace postern::tf {
namespace {

constexpr size_t kMaxIncludes = 8;

bool isConstant(const hcl::Expr *expr) {
  if (const auto *const paren = hcl::dynCast<hcl::ParenExpr>(expr))
    return isConstant(paren->inner);
  if (const auto *const unary = hcl::dynCast<hcl::UnaryExpr>(expr))
    return isConstant(unary->operand);
  if (const auto *const tuple = hcl::dynCast<hcl::TupleExpr>(expr))
    return std::ranges::all_of(tuple->items, isConstant);
  if (const auto *const text = hcl::dynCast<hcl::TemplateExpr>(expr))
    return std::ranges::all_of(text->parts, isConstant);
  if (const auto *const object = hcl::dynCast<hcl::ObjectExpr>(expr))
    return std::ranges::all_of(object->items, [](const hcl::ObjectItem &item) {
      return (item.bareKey || isConstant(item.key)) && isConstant(item.value);
    });
  return hcl::dynCast<hcl::StringExpr>(expr) || hcl::dynCast<hcl::NumberExpr>(expr) ||
         hcl::dynCast<hcl::BoolExpr>(expr) || hcl::dynCast<hcl::NullExpr>(expr);
}

/// Reads one terragrunt.hcl and those that it includes.
class UnitReader {
public:
  UnitReader(FileCache &files, std::string top) : files_(files), top_(std::move(top)) {}

  std::string module(const std::string &path) {
    std::string folder = directoryName(path);
    const hcl::Attribute *const source = sourceOf(path, 0);
    if (!source)
      return folder;
    std::optional<std::string> text = this->text(source->value, folder);
    if (!text)
      return {};
    // The double slash says how much of a repository to copy, not where.
    for (size_t at = text->find("//"); at != std::string::npos; at = text->find("//"))
      text->erase(at, 1);
    const bool isLocal = text->starts_with('.') || text->starts_with('/') || text->starts_with(folder);
    if (!isLocal)
      return {};
    return text->starts_with('.') ? joinPath(folder, *text) : cleanPath(*text);
  }

  void inputs(const std::string &path, size_t depth, std::vector<UnitInput> &out) {
    const hcl::Body *const body = files_.get(path).file.body;
    if (!body)
      return;
    for (const std::string &included : includes(path))
      if (depth < kMaxIncludes)
        inputs(included, depth + 1, out);
    const hcl::Attribute *const inputs = body->attribute("inputs");
    const auto *const object = inputs ? hcl::dynCast<hcl::ObjectExpr>(inputs->value) : nullptr;
    if (!object)
      return;
    for (const hcl::ObjectItem &item : object->items) {
      std::optional<std::string_view> name = constantText(item.key);
      if (const auto *const bare = hcl::dynCast<hcl::VariableExpr>(item.key); bare && item.bareKey)
        name = bare->name;
      if (name && isConstant(item.value))
        out.push_back({*name, item.value, item.key->range()});
    }
  }

private:
  const hcl::Attribute *sourceOf(const std::string &path, size_t depth) {
    const hcl::Body *const body = files_.get(path).file.body;
    if (!body)
      return nullptr;
    if (const hcl::Block *const terraform = body->block("terraform"))
      if (const hcl::Attribute *const source = terraform->body->attribute("source"))
        return source;
    for (const std::string &included : includes(path))
      if (depth < kMaxIncludes)
        if (const hcl::Attribute *const source = sourceOf(included, depth + 1))
          return source;
    return nullptr;
  }

  std::vector<std::string> includes(const std::string &path) {
    std::vector<std::string> out;
    const std::string folder = directoryName(path);
    for (const hcl::Item &item : files_.get(path).file.body->items) {
      const bool isInclude = item.block && item.block->type == "include";
      const hcl::Attribute *const written = isInclude ? item.block->body->attribute("path") : nullptr;
      if (const std::optional<std::string> text = written ? this->text(written->value, folder) : std::nullopt) {
        const std::string included = text->starts_with('/') ? cleanPath(*text) : joinPathBelow(folder, *text);
        if (included != path && files_.sources().fileSystem().kind(included) == FileKind::Regular)
          out.push_back(included);
      }
    }
    return out;
  }

  /// Paths that our own functions give begin with the folder already.
  static std::string joinPathBelow(const std::string &folder, const std::string &text) {
    return text.starts_with('.') || text.find('/') == std::string::npos ? joinPath(folder, text) : cleanPath(text);
  }

  /// The nearest file of that name in a folder above.
  std::optional<std::string> above(std::string folder, std::string_view name) {
    while (folder != top_ && folder != "/" && folder != ".") {
      folder = directoryName(folder);
      const std::string path = joinPath(folder, name);
      if (files_.sources().fileSystem().kind(path) == FileKind::Regular)
        return path;
    }
    return std::nullopt;
  }

  std::optional<std::string> text(const hcl::Expr *expr, const std::string &folder) {
    if (const std::optional<std::string_view> constant = constantText(expr))
      return std::string(*constant);
    if (const auto *const wrap = hcl::dynCast<hcl::TemplateWrapExpr>(expr))
      return text(wrap->inner, folder);
    if (const auto *const parts = hcl::dynCast<hcl::TemplateExpr>(expr)) {
      std::string out;
      for (const hcl::Expr *part : parts->parts) {
        const std::optional<std::string> piece = text(part, folder);
        if (!piece)
          return std::nullopt;
        out += *piece;
      }
      return out;
    }
    const auto *const call = hcl::dynCast<hcl::CallExpr>(expr);
    if (!call)
      return std::nullopt;
    if (call->name == "get_terragrunt_dir" || call->name == "get_original_terragrunt_dir")
      return folder;
    if (call->name == "get_repo_root" || call->name == "get_path_to_repo_root")
      return top_;
    if (call->name == "dirname" && call->args.size() == 1) {
      const std::optional<std::string> inner = text(call->args[0], folder);
      return inner ? std::optional(directoryName(*inner)) : std::nullopt;
    }
    if (call->name == "find_in_parent_folders") {
      const std::optional<std::string> name = call->args.empty() ? std::string(kUnitFile) : text(call->args[0], folder);
      return name ? above(folder, *name) : std::nullopt;
    }
    return std::nullopt;
  }

  FileCache &files_;
  const std::string top_;
};

} // namespace

std::string unitModule(FileCache &files, const std::string &path, const std::string &top) {
  return UnitReader(files, top).module(path);
}

std::vector<UnitInput> unitInputs(FileCache &files, const std::string &path) {
  std::vector<UnitInput> out;
  UnitReader(files, "/").inputs(path, 0, out);
  return out;
}

} // namespace postern::tf
