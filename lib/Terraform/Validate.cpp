#include "Terraform/Validate.h"

#include "Basic/Nearest.h"
#include "Terraform/Validator.h"

#include <algorithm>

namespace postern::tf {

void validateFile(const hcl::Body &body, FileRole role, uint32_t fault, Sink &sink) {
  Validator(role, fault, sink).file(body);
}

void Validator::file(const hcl::Body &body) {
  items(body, Body::File, rowOf(Body::File).word, nullptr);
}

/// The arguments and blocks of a body. `word` names it: conditions are called by what they are.
void Validator::items(const hcl::Body &body, Body kind, std::string_view word, const Site *site) {
  const BodyRow &row = rowOf(kind);
  for (const hcl::Item &item : body.items) {
    if (item.block) {
      nested(*item.block, kind, word, site);
      continue;
    }
    const hcl::Attribute &attribute = *item.attribute;
    const ArgumentRow *const known = findArgument(kind, attribute.name);
    if (!known) {
      if (row.arguments == Others::Closed)
        unsupported(attribute, kind, word);
    } else if (known->need == Need::Reserved) {
      sink_.report(kind::ReservedArgument, attribute.nameRange, attribute.name, word).summary = row.reservedArgument;
    } else if (site) {
      argument(attribute, *known, *site);
    }
  }
  onlyOnce(body, kind);
}

void Validator::unsupported(const hcl::Attribute &attribute, Body kind, std::string_view word) {
  if (attribute.nameRange.begin >= fault_)
    return;
  if (kind == Body::File) {
    sink_.report(kind::UnexpectedArgument, attribute.nameRange, attribute.name);
    return;
  }
  std::vector<std::string_view> names;
  for (const ArgumentRow &row : argumentsOf(kind))
    names.push_back(row.name);
  Diagnostic &diag = sink_.report(kind::UnsupportedArgument, attribute.nameRange, word, attribute.name);
  if (const std::string_view near = nearestWord(attribute.name, std::span<const std::string_view>(names));
      !near.empty())
    diag.help = "did you mean '" + std::string(near) + "'?";
}

void Validator::nested(const hcl::Block &block, Body kind, std::string_view word, const Site *site) {
  const BlockRow *const known = findBlock(kind, block.type);
  if (known && known->inner == Body::Reserved) {
    sink_.report(kind::ReservedBlock, block.typeRange, block.type, word).summary = rowOf(kind).reservedBlock;
    return;
  }
  if (known) {
    if (!labels(block, *known))
      return;
    names(block, known->inner);
    const Site inner{.block = block, .body = known->inner, .outer = site};
    items(*block.body, known->inner, block.type, &inner);
    required(inner);
    rules(inner);
    return;
  }
  if (kind == Body::File && block.type == "required_providers") {
    sink_.report(kind::MisplacedRequiredProviders, block.typeRange);
    return;
  }
  if (rowOf(kind).blocks == Others::Open)
    return;
  std::vector<std::string_view> names;
  for (const BlockRow &row : blocksOf(kind))
    names.push_back(row.type);
  const std::string_view near = nearestWord(block.type, std::span<const std::string_view>(names));
  Diagnostic &diag = kind == Body::File ? sink_.report(kind::UnknownBlock, block.header(), block.type)
                                        : sink_.report(kind::UnsupportedBlock, block.header(), word, block.type);
  if (!near.empty())
    diag.help = "did you mean '" + std::string(near) + "'?";
}

/// Whether there are labels enough to go on.
bool Validator::labels(const hcl::Block &block, const BlockRow &row) {
  const size_t given = block.labels.size();
  if (given == row.labels)
    return true;
  const bool isMissing = given < row.labels;
  // Where labels were not read at all, that was said.
  if (isMissing && block.broken)
    return false;
  const SourceRange range = isMissing ? block.header() : block.labels[row.labels].range;
  sink_.report(kind::LabelCount, range, block.type, row.labels, given).summary =
      isMissing ? row.missingLabel[given] : row.extraLabel;
  return !isMissing;
}

void Validator::names(const hcl::Block &block, Body body) {
  const BodyRow &row = rowOf(body);
  for (size_t i = 0; i < std::size(row.badLabel) && i < block.labels.size(); ++i)
    if (!row.badLabel[i].empty() && !isIdentifier(block.labels[i].text))
      invalidName(block.labels[i].range, block.labels[i].text, row.badLabel[i]);
}

void Validator::invalidName(const SourceRange &range, std::string_view name, std::string_view summary) {
  sink_.report(kind::InvalidName, range, name).summary = summary;
}

void Validator::required(const Site &site) {
  // An override says only what changes; what could not be read may have said it.
  if (role_ == FileRole::Override || site.block.broken)
    return;
  for (const ArgumentRow &row : argumentsOf(site.body)) {
    if (row.need != Need::Required || site.block.body->attribute(row.name))
      continue;
    if (site.body == Body::Module)
      sink_.report(kind::MissingSource, site.block.header(), site.block.labels[0].text);
    else
      missing(site, row.name, "Missing required argument");
  }
}

void Validator::missing(const Site &site, std::string_view argument, std::string_view summary) {
  sink_.report(kind::MissingRequired, site.block.header(), site.block.type, argument).summary = summary;
}

void Validator::onlyOnce(const hcl::Body &body, Body kind) {
  for (const BlockRow &row : blocksOf(kind)) {
    if (row.onlyOnce.empty())
      continue;
    const hcl::Block *first = nullptr;
    for (const hcl::Item &item : body.items) {
      if (!item.block || item.block->type != row.type)
        continue;
      if (first)
        reportRepeated(sink_, item.block->header(), "'" + std::string(row.type) + "' block here", first->header(),
                       row.onlyOnce);
      else
        first = item.block;
    }
  }
}

void reportRepeated(Sink &sink, const SourceRange &range, std::string_view what, const SourceRange &first,
                    std::string_view summary) {
  Diagnostic &diag = sink.report(kind::RepeatedBlock, range, what);
  diag.summary = summary;
  diag.labels.push_back({first, "the first one is here"});
}

void Validator::rules(const Site &site) {
  if (role_ == FileRole::Override)
    inOverride(site);
  switch (site.body) {
  case Body::Variable:
    return variable(site);
  case Body::Locals:
    for (const hcl::Item &item : site.block.body->items)
      if (item.attribute && !isIdentifier(item.attribute->name))
        invalidName(item.attribute->nameRange, item.attribute->name, "Invalid local value name");
    return;
  case Body::Module:
  case Body::Data:
  case Body::Ephemeral:
  case Body::Action:
    return repetition(site);
  case Body::Resource:
    repetition(site);
    return destroy(site);
  case Body::Condition:
    return condition(site);
  case Body::Provider:
    providerName(site.block.labels[0].text, site.block.labels[0].range);
    // OpenTofu's for_each makes one configuration per key, and the default one cannot have keys.
    if (site.block.body->attribute("for_each") && !site.block.body->attribute("alias") && !site.block.broken)
      missing(site, "alias", "Alias required when using \"for_each\"");
    return;
  case Body::ProviderMeta:
    providerName(site.block.labels[0].text, site.block.labels[0].range);
    for (const hcl::Item &item : site.block.body->items)
      if (item.attribute)
        constant(*item.attribute);
    return;
  case Body::RequiredProviders:
    return requiredProviders(site);
  case Body::Provisioner:
    for (const std::string_view gone : {"chef", "habitat", "puppet", "salt-masterless"})
      if (site.block.labels[0].text == gone)
        removedProvisioner(site.block.labels[0]);
    return;
  case Body::Import:
    return importBlock(site);
  case Body::Moved:
    return moved(site);
  case Body::Removed:
    return removed(site);
  case Body::Check:
    return check(site);
  case Body::CompatibleWith:
    return compatibleWith(site);
  case Body::Reserved:
  case Body::Settings:
  case Body::File:
  case Body::Output:
  case Body::ModuleLifecycle:
  case Body::Lifecycle:
  case Body::ActionTrigger:
  case Body::ReadLifecycle:
  case Body::Terraform:
  case Body::RemovedLifecycle:
  case Body::CheckData:
  case Body::Language:
    return;
  }
}

void Validator::variable(const Site &site) {
  const hcl::BlockLabel &name = site.block.labels[0];
  // What a module block means by itself cannot be the name of one of its arguments.
  const bool isReserved = findArgument(Body::Module, name.text) || findBlock(Body::Module, name.text);
  if (isReserved)
    sink_.report(kind::ReservedVariable, name.range, name.text);
  if (role_ == FileRole::Primary && !site.block.broken)
    validateDefault(site.block, sink_);
}

/// count, for_each and OpenTofu's lifecycle { enabled } exclude each other.
void Validator::repetition(const Site &site) {
  const hcl::Attribute *const count = site.block.body->attribute("count");
  const hcl::Attribute *const forEach = site.block.body->attribute("for_each");
  const hcl::Block *const lifecycle = site.block.body->block("lifecycle");
  const hcl::Attribute *const enabled = lifecycle ? lifecycle->body->attribute("enabled") : nullptr;
  if (count && forEach)
    sink_.report(kind::CountWithForEach, forEach->nameRange);
  if (enabled && (count || forEach))
    exclusive(enabled->nameRange, count ? "'enabled' and 'count'" : "'enabled' and 'for_each'",
              "Invalid combination of \"count\", \"enabled\", and \"for_each\"");
}

void Validator::exclusive(const SourceRange &range, std::string_view what, std::string_view summary) {
  sink_.report(kind::Exclusive, range, what).summary = summary;
}

} // namespace postern::tf
