#include "Terraform/Config.h"

#include "Terraform/Validate.h"

#include <algorithm>
#include <set>

namespace postern::tf {
namespace {

enum class Support : uint8_t { Modelled, Irrelevant, Todo };

struct BlockKind {
  std::string_view type;
  size_t labels;
  Support support;
  std::string_view duplicateSummary;
};

constexpr BlockKind kBlockKinds[] = {
#define BLOCK(TYPE, LABELS, SUPPORT, DUPLICATE, WHY) {TYPE, LABELS, Support::SUPPORT, DUPLICATE},
#include "Terraform/Blocks.def"
#undef BLOCK
};

const BlockKind *findBlockKind(std::string_view type) {
  for (const BlockKind &kind : kBlockKinds)
    if (kind.type == type)
      return &kind;
  return nullptr;
}

bool endsWithAny(std::string_view name, std::initializer_list<std::string_view> suffixes) {
  return std::ranges::any_of(suffixes, [name](std::string_view suffix) { return name.ends_with(suffix); });
}

bool isConfigName(std::string_view name) {
  return endsWithAny(name, {".tf", ".tf.json", ".tofu", ".tofu.json"});
}

std::string_view stemOf(std::string_view name) {
  for (const std::string_view suffix : {".tf.json", ".tofu.json", ".tf", ".tofu"})
    if (name.ends_with(suffix))
      return name.substr(0, name.size() - suffix.size());
  return name;
}

/// Builds one ModuleConfig; a folder's files are added one by one.
class Builder {
public:
  Builder(ModuleConfig &config, Sink &sink) : config_(config), sink_(sink) {}

  void add(const hcl::Body &body) {
    for (const hcl::Item &item : body.items)
      if (item.block)
        add(*item.block);
  }

  void addOverride(const hcl::Body &body) {
    for (const hcl::Item &item : body.items)
      if (item.block && labelsFit(*item.block))
        override(*item.block);
  }

private:
  /// Whether the block is of a known type and has enough labels to be read; validateFile says so if not.
  static bool labelsFit(const hcl::Block &block) {
    const BlockKind *const kind = findBlockKind(block.type);
    return kind && block.labels.size() >= kind->labels;
  }

  void add(const hcl::Block &block) {
    if (!labelsFit(block))
      return;
    config_.broken |= block.broken;
    if (block.type == "variable") {
      if (declare(config_.variableNames, block.labels[0].text, config_.variables.size(), block))
        config_.variables.push_back({block.labels[0].text, &block});
    } else if (block.type == "output") {
      if (declare(config_.outputNames, block.labels[0].text, config_.outputs.size(), block))
        config_.outputs.push_back({block.labels[0].text, &block});
    } else if (block.type == "module") {
      if (declare(config_.callNames, block.labels[0].text, config_.calls.size(), block))
        config_.calls.push_back({block.labels[0].text, &block});
    } else if (block.type == "locals") {
      const size_t firstHere = config_.locals.size();
      for (const hcl::Item &item : block.body->items)
        if (item.attribute)
          addLocal(*item.attribute, firstHere);
    } else if (block.type == "provider") {
      addProvider(block);
    } else if (const std::optional<Mode> mode = modeOf(block.type)) {
      addResource(*mode, block);
    }
  }

  static std::string providerName(const hcl::Block &block) {
    std::string name(block.labels[0].text);
    const hcl::Attribute *const alias = block.body->attribute("alias");
    if (const std::optional<std::string_view> text = alias ? constantText(alias->value) : std::nullopt)
      name += "." + std::string(*text);
    return name;
  }

  ProviderDecl *findProvider(std::string_view name) {
    const auto at = std::ranges::find(config_.providers, name, &ProviderDecl::name);
    return at == config_.providers.end() ? nullptr : &*at;
  }

  void addProvider(const hcl::Block &block) {
    std::string name = providerName(block);
    if (!findProvider(name))
      config_.providers.push_back({std::move(name), &block});
  }

  void overrideProvider(const hcl::Block &block) {
    std::string name = providerName(block);
    if (ProviderDecl *const base = findProvider(name))
      base->block = mergeBlock(*base->block, block, config_.arena);
    else if (name.find('.') == std::string::npos)
      config_.providers.push_back({std::move(name), &block}); // only the default one may be new (MO-3)
    else
      noBase(block.header(), "provider", name);
  }

  static std::optional<Mode> modeOf(std::string_view type) {
    if (type == "resource")
      return Mode::Managed;
    if (type == "data")
      return Mode::Data;
    if (type == "ephemeral")
      return Mode::Ephemeral;
    return std::nullopt;
  }

  /// The locals from `firstHere` on are of the same block.
  void addLocal(const hcl::Attribute &attribute, size_t firstHere) {
    const auto [at, isNew] =
        config_.localNames.try_emplace(attribute.name, static_cast<uint32_t>(config_.locals.size()));
    if (isNew)
      config_.locals.push_back({attribute.name, &attribute});
    else if (at->second < firstHere) // within one block the parser has said it
      duplicate(attribute.nameRange, "local", attribute.name, config_.locals[at->second].attribute->nameRange,
                findBlockKind("locals")->duplicateSummary);
  }

  void addResource(Mode mode, const hcl::Block &block) {
    auto &names = config_.resourceNames[static_cast<size_t>(mode)];
    const std::string_view type = block.labels[0].text;
    const std::string_view name = block.labels[1].text;
    const auto [at, isNew] = names.try_emplace({type, name}, static_cast<uint32_t>(config_.resources.size()));
    if (isNew)
      config_.resources.push_back({mode, type, name, &block});
    else
      duplicate(block.header(), block.type, std::string(type) + "." + std::string(name),
                config_.resources[at->second].block->header(), findBlockKind(block.type)->duplicateSummary);
  }

  bool declare(NameIndex &names, std::string_view name, size_t position, const hcl::Block &block) {
    const auto [at, isNew] = names.try_emplace(name, static_cast<uint32_t>(position));
    if (!isNew)
      duplicate(block.header(), block.type, name, headerOf(block.type, at->second),
                findBlockKind(block.type)->duplicateSummary);
    return isNew;
  }

  SourceRange headerOf(std::string_view type, uint32_t position) const {
    if (type == "variable")
      return config_.variables[position].block->header();
    if (type == "output")
      return config_.outputs[position].block->header();
    return config_.calls[position].block->header();
  }

  void duplicate(const SourceRange &range, std::string_view what, std::string_view name, const SourceRange &first,
                 std::string_view summary) {
    Diagnostic &diag = sink_.report(kind::DuplicateName, range, what, name);
    diag.summary = summary;
    diag.labels.push_back({first, "first declared here"});
  }

  void override(const hcl::Block &block) {
    const hcl::Block **base = nullptr;
    std::string name = block.labels.empty() ? "" : std::string(block.labels[0].text);
    if (block.type == "variable") {
      base = baseOf(config_.variableNames, config_.variables, name);
    } else if (block.type == "output") {
      base = baseOf(config_.outputNames, config_.outputs, name);
    } else if (block.type == "module") {
      base = baseOf(config_.callNames, config_.calls, name);
    } else if (block.type == "locals") {
      for (const hcl::Item &item : block.body->items)
        if (item.attribute)
          overrideLocal(*item.attribute);
      return;
    } else if (block.type == "provider") {
      return overrideProvider(block);
    } else if (const std::optional<Mode> mode = modeOf(block.type)) {
      auto &names = config_.resourceNames[static_cast<size_t>(*mode)];
      const auto at = names.find({block.labels[0].text, block.labels[1].text});
      base = at == names.end() ? nullptr : &config_.resources[at->second].block;
      name += "." + std::string(block.labels[1].text);
    } else {
      return; // terraform settings change no finding; others may not stand here
    }
    if (base)
      *base = mergeBlock(**base, block, config_.arena);
    else
      noBase(block.header(), block.type, name);
  }

  template <typename Decl>
  static const hcl::Block **baseOf(const NameIndex &names, std::vector<Decl> &decls, std::string_view name) {
    const auto at = names.find(name);
    return at == names.end() ? nullptr : &decls[at->second].block;
  }

  void overrideLocal(const hcl::Attribute &attribute) {
    const auto at = config_.localNames.find(attribute.name);
    if (at == config_.localNames.end())
      noBase(attribute.nameRange, "local", attribute.name);
    else
      config_.locals[at->second].attribute = &attribute;
  }

  void noBase(const SourceRange &range, std::string_view what, std::string_view name) {
    constexpr std::pair<std::string_view, std::string_view> kSummaries[] = {
        {"variable", "Missing base variable declaration to override"},
        {"local", "Missing base local value definition to override"},
        {"output", "Missing base output definition to override"},
        {"module", "Missing module call to override"},
        {"resource", "Missing resource to override"},
        {"data", "Missing data resource to override"},
        {"ephemeral", "Missing ephemeral resource to override"},
        {"provider", "Missing base provider configuration for override"}};
    Diagnostic &diag = sink_.report(kind::OverrideWithoutBase, range, what, name);
    for (const auto &[type, summary] : kSummaries)
      if (type == what)
        diag.summary = summary;
  }

  ModuleConfig &config_;
  Sink &sink_;
};

} // namespace

bool isIgnoredName(std::string_view name) {
  return name.starts_with('.') || name.ends_with('~') || (name.starts_with('#') && name.ends_with('#'));
}

bool isModuleFile(std::string_view name) {
  return isConfigName(name) && !isIgnoredName(name);
}

bool isOverrideName(std::string_view name) {
  const std::string_view stem = stemOf(name);
  return stem == "override" || stem.ends_with("_override");
}

ModuleFiles moduleFiles(const std::vector<DirectoryEntry> &entries) {
  std::set<std::string_view> names;
  for (const DirectoryEntry &entry : entries)
    // What is no file, or no more, is said when it cannot be read.
    if (entry.kind != FileKind::Directory && isConfigName(entry.name) && !isIgnoredName(entry.name))
      names.insert(entry.name);

  ModuleFiles out;
  for (const std::string_view name : names) {
    const std::string stem(stemOf(name));
    // OpenTofu's own spelling of a file hides Terraform's (MO-2).
    if ((name.ends_with(".tf") && names.contains(stem + ".tofu")) ||
        (name.ends_with(".tf.json") && names.contains(stem + ".tofu.json")))
      continue;
    (isOverrideName(name) ? out.overrides : out.primary).emplace_back(name);
  }
  return out;
}

void loadConfig(ModuleConfig &config, FileCache &files, const std::string &directory, Sink &sink) {
  config.directory = directory;
  const ModuleFiles names = moduleFiles(files.list(directory).entries);
  Builder builder(config, sink);
  std::vector<ModulePart> parts;
  const auto read = [&](const std::string &name) -> const hcl::Body * {
    const std::string path = joinPath(directory, name);
    const FileCache::Parsed &parsed = files.get(path);
    config.files.push_back(path);
    config.broken |= parsed.file.broken || !parsed.error.empty();
    reportParsed(parsed, sink);
    return parsed.file.body;
  };
  for (const std::string &name : names.primary)
    if (const hcl::Body *const body = read(name)) {
      builder.add(*body);
      parts.push_back({body, FileRole::Primary});
    }
  for (const std::string &name : names.overrides)
    if (const hcl::Body *const body = read(name)) {
      builder.addOverride(*body);
      parts.push_back({body, FileRole::Override});
    }
  validateModule(parts, config, sink);
}

void reportParsed(const FileCache::Parsed &parsed, Sink &sink) {
  for (const Diagnostic &diag : parsed.diagnostics)
    sink.report(diag);
  if (!parsed.error.empty())
    sink.report(kind::UnreadableFile, {parsed.file.id, 0, 0}, parsed.error);
}

std::optional<std::string_view> constantText(const hcl::Expr *expr) {
  if (const auto *const string = hcl::dynCast<hcl::StringExpr>(expr))
    return string->value;
  return std::nullopt;
}

std::string nearest(std::string_view name, const std::vector<std::string_view> &candidates) {
  // Levenshtein distance, one row at a time; near means a third of the letters at most.
  std::string best;
  size_t bestDistance = name.size() / 3 + 1;
  for (const std::string_view candidate : candidates) {
    if (candidate.size() > name.size() + bestDistance || name.size() > candidate.size() + bestDistance)
      continue;
    std::vector<size_t> row(candidate.size() + 1);
    for (size_t i = 0; i < row.size(); ++i)
      row[i] = i;
    for (size_t i = 0; i < name.size(); ++i) {
      size_t diagonal = row[0];
      row[0] = i + 1;
      for (size_t j = 0; j < candidate.size(); ++j) {
        const size_t replaced = diagonal + (name[i] == candidate[j] ? 0 : 1);
        diagonal = row[j + 1];
        row[j + 1] = std::min({replaced, row[j] + 1, diagonal + 1});
      }
    }
    if (row.back() < bestDistance || (row.back() == bestDistance && best.empty() && bestDistance > 0)) {
      bestDistance = row.back();
      best = candidate;
    }
  }
  return best;
}

} // namespace postern::tf
