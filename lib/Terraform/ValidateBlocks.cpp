// What blocks have to be beside what the table says: conditions, provisioners, imports, checks, overrides.
#include "Terraform/Validator.h"

#include <algorithm>

namespace postern::tf {
namespace {

/// The summaries of a condition that checks nothing, and of one that refers to its own resource.
struct ConditionWords {
  std::string_view type, constant, self, inOverride;
};
constexpr ConditionWords kConditions[] = {
    {"precondition", "Invalid precondition expression", "Invalid reference in precondition",
     "Can't override precondition blocks"},
    {"postcondition", "Invalid postcondition expression", "Invalid reference in postcondition",
     "Can't override postcondition blocks"},
    {"validation", "Invalid variable validation condition", "", "Can't override validation blocks"},
    {"assert", "Invalid assert expression", "", "Can't override assert blocks"},
};

const ConditionWords &wordsOf(std::string_view type) {
  for (const ConditionWords &words : kConditions)
    if (words.type == type)
      return words;
  POSTERN_UNREACHABLE();
}

bool isAttribute(const eval::FreeReference &reference, size_t at, std::string_view name) {
  return at < reference.steps.size() && !reference.steps[at].isIndex && reference.steps[at].name == name;
}

/// Whether the reference leads to the resource that `block` declares.
bool refersTo(const eval::FreeReference &reference, const hcl::Block &block) {
  const std::string_view type = block.labels[0].text, name = block.labels[1].text;
  if (block.type != "resource")
    return reference.root == block.type && isAttribute(reference, 0, type) && isAttribute(reference, 1, name);
  return (reference.root == type && isAttribute(reference, 0, name)) ||
         (reference.root == "resource" && isAttribute(reference, 0, type) && isAttribute(reference, 1, name));
}

bool isDestroy(const hcl::Block &provisioner) {
  const hcl::Attribute *const when = provisioner.body->attribute("when");
  if (!when)
    return false;
  const auto *const name = hcl::dynCast<hcl::VariableExpr>(when->value);
  const auto *const quoted = hcl::dynCast<hcl::StringExpr>(when->value);
  return (name && name->name == "destroy") || (quoted && quoted->value == "destroy");
}

bool mayStandAtDestruction(const eval::FreeReference &reference) {
  for (const std::string_view root : {"self", "path", "terraform", "tofu"})
    if (reference.root == root)
      return true;
  return (reference.root == "count" && isAttribute(reference, 0, "index")) ||
         (reference.root == "each" && isAttribute(reference, 0, "key"));
}

} // namespace

void Validator::condition(const Site &site) {
  const ConditionWords &words = wordsOf(site.block.type);
  const hcl::Block &owner = site.outer->block;
  if (site.outer->body == Body::Output && words.type == "postcondition") {
    sink_.report(kind::Postcondition, site.block.typeRange);
    return;
  }
  const hcl::Attribute *const condition = site.block.body->attribute("condition");
  if (condition && role_ == FileRole::Primary) {
    const std::vector<eval::FreeReference> references = eval::freeReferences(*condition->value);
    const bool isValidation = words.type == "validation";
    const bool refers = !isValidation
                            ? !references.empty()
                            : std::ranges::any_of(references, [&owner](const eval::FreeReference &reference) {
                                return reference.root == "var" && isAttribute(reference, 0, owner.labels[0].text);
                              });
    if (!refers && !site.block.broken)
      sink_
          .report(kind::ConstantCondition, condition->value->range(),
                  isValidation ? " of 'var." + std::string(owner.labels[0].text) + "'" : "")
          .summary = words.constant;
  }
  if (words.self.empty() || !site.outer->outer)
    return;
  for (const std::string_view name : {"condition", "error_message"})
    if (const hcl::Attribute *const attribute = site.block.body->attribute(name))
      selfReference(*attribute, site);
}

void Validator::selfReference(const hcl::Attribute &attribute, const Site &site) {
  const hcl::Block &resource = site.outer->outer->block;
  for (const eval::FreeReference &reference : eval::freeReferences(*attribute.value))
    if (refersTo(reference, resource)) {
      const std::string prefix = resource.type == "resource" ? "" : std::string(resource.type) + ".";
      sink_
          .report(kind::ReferenceToSelf, reference.range,
                  prefix + std::string(resource.labels[0].text) + "." + std::string(resource.labels[1].text))
          .summary = wordsOf(site.block.type).self;
      return;
    }
}

void Validator::destroy(const Site &site) {
  bool any = false;
  for (const hcl::Item &item : site.block.body->items) {
    if (!item.block || item.block->type != "provisioner" || !isDestroy(*item.block))
      continue;
    any = true;
    destroyReferences(*item.block->body);
    for (const hcl::Item &inner : item.block->body->items)
      if (inner.block && inner.block->type == "connection")
        destroyReferences(*inner.block->body);
  }
  if (const hcl::Block *const connection = site.block.body->block("connection"); any && connection)
    destroyReferences(*connection->body);
}

void Validator::destroyReferences(const hcl::Body &body) {
  for (const hcl::Item &item : body.items) {
    if (!item.attribute || findArgument(Body::Provisioner, item.attribute->name))
      continue;
    for (const eval::FreeReference &reference : eval::freeReferences(*item.attribute->value))
      if (!mayStandAtDestruction(reference)) {
        sink_.report(kind::DestroyReference, reference.range, reference.root);
        break;
      }
  }
}

void Validator::removedProvisioner(const hcl::BlockLabel &label) {
  constexpr std::pair<std::string_view, std::string_view> kSummaries[] = {
      {"chef", "The \"chef\" provisioner has been removed"},
      {"habitat", "The \"habitat\" provisioner has been removed"},
      {"puppet", "The \"puppet\" provisioner has been removed"},
      {"salt-masterless", "The \"salt-masterless\" provisioner has been removed"}};
  for (const auto &[name, summary] : kSummaries)
    if (label.text == name)
      sink_.report(kind::RemovedProvisioner, label.range, name).summary = summary;
}

/// Only what runs at destruction makes sense there, and a module runs nothing.
void Validator::removed(const Site &site) {
  const hcl::Attribute *const from = site.block.body->attribute("from");
  const std::optional<Traversal> traversal = from ? traversalOf(*from->value) : std::nullopt;
  std::string_view why;
  const std::optional<Address> address = traversal ? addressOf(*traversal, why) : std::nullopt;
  for (const hcl::Item &item : site.block.body->items) {
    if (!item.block || item.block->type != "provisioner")
      continue;
    if (!isDestroy(*item.block))
      invalidKeyword(item.block->header(), "when", "destroy", "Invalid \"removed.provisioner\" block");
    else if (address && address->kind == Address::Kind::Module)
      invalidAddress(from->value->range(), "only a resource has provisioners, not a module",
                     "Invalid \"removed\" block");
  }
}

void Validator::importBlock(const Site &site) {
  const hcl::Attribute *const to = site.block.body->attribute("to");
  const hcl::Attribute *const provider = site.block.body->attribute("provider");
  const std::optional<Traversal> traversal = to ? looseTraversalOf(*to->value) : std::nullopt;
  if (provider && traversal && traversal->root == "module")
    exclusive(provider->nameRange, "'provider' and a resource within a module", "Invalid import provider argument");
  if (site.block.broken)
    return;
  const hcl::Attribute *const id = site.block.body->attribute("id");
  const hcl::Attribute *const identity = site.block.body->attribute("identity");
  if (id && identity)
    exclusive(identity->nameRange, "'id' and 'identity'", "Conflicting import arguments");
  else if (!id && !identity)
    missing(site, "id", "Missing required import argument");
}

void Validator::moved(const Site &site) {
  const auto kindOf = [&site](std::string_view name) -> std::optional<Address> {
    const hcl::Attribute *const attribute = site.block.body->attribute(name);
    const std::optional<Traversal> traversal = attribute ? traversalOf(*attribute->value) : std::nullopt;
    std::string_view why;
    return traversal ? addressOf(*traversal, why) : std::nullopt;
  };
  const std::optional<Address> from = kindOf("from"), to = kindOf("to");
  if (from && to && (from->kind == Address::Kind::Module) != (to->kind == Address::Kind::Module))
    invalidAddress(site.block.header(), "what moves is a resource at both ends, or a module at both",
                   "Invalid \"moved\" addresses");
}

void Validator::check(const Site &site) {
  if (!site.block.broken && !site.block.body->block("assert"))
    sink_.report(kind::NoAssert, site.block.header());
}

void Validator::compatibleWith(const Site &site) {
  const hcl::Attribute *const version = site.block.body->attribute("opentofu");
  const auto *const text = version ? hcl::dynCast<hcl::StringExpr>(version->value) : nullptr;
  // Versions before 1.12 do not know the block, so it cannot say that they fit.
  constexpr Version kLastWithout{1, 11, 0};
  if (text && isVersionConstraint(text->value) && allows(text->value, kLastWithout))
    sink_.report(kind::IneffectiveVersion, text->range(), "1.11.0");
}

void Validator::inOverride(const Site &site) {
  const auto refuse = [this](const SourceRange &range, std::string_view what, std::string_view summary) {
    sink_.report(kind::NotInOverride, range, what).summary = summary;
  };
  switch (site.body) {
  case Body::Moved:
    return refuse(site.block.header(), "'moved' blocks", "Cannot override 'moved' blocks");
  case Body::Import:
    return refuse(site.block.header(), "'import' blocks", "Cannot override 'import' blocks");
  case Body::Removed:
    return refuse(site.block.header(), "'removed' blocks", "Cannot override 'Removed' blocks");
  case Body::Check:
    return refuse(site.block.header(), "'check' blocks", "Can't override check blocks");
  case Body::Language:
    return refuse(site.block.header(), "'language' blocks", "Language selections in override file");
  case Body::Condition:
    if (site.outer->body != Body::Check)
      refuse(site.block.header(), "conditions", wordsOf(site.block.type).inOverride);
    return;
  case Body::Output:
  case Body::Module:
  case Body::Resource:
  case Body::Data:
  case Body::Ephemeral:
    if (const hcl::Attribute *const dependsOn = site.block.body->attribute("depends_on"))
      if (const auto *const list = hcl::dynCast<hcl::TupleExpr>(dependsOn->value); !list || !list->items.empty())
        refuse(dependsOn->nameRange, "'depends_on'", "Unsupported override");
    return;
  case Body::Reserved:
  case Body::Settings:
  case Body::File:
  case Body::Variable:
  case Body::Locals:
  case Body::ModuleLifecycle:
  case Body::Lifecycle:
  case Body::ActionTrigger:
  case Body::Provisioner:
  case Body::ReadLifecycle:
  case Body::Action:
  case Body::Provider:
  case Body::Terraform:
  case Body::RequiredProviders:
  case Body::ProviderMeta:
  case Body::RemovedLifecycle:
  case Body::CheckData:
  case Body::CompatibleWith:
    return;
  }
}

} // namespace postern::tf
