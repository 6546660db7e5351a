// Provider configurations: which one makes a resource, and what it says about account, region and tags (MO-14).
#include "Terraform/Expander.h"

#include <algorithm>
#include <utility>

namespace postern::tf {

using eval::HoleClass;
using eval::Value;
using eval::ValueKind;

namespace {

/// The partition that a region belongs to; a region that is not known is taken to be one of the public cloud.
std::string_view partitionOf(const Value &region) {
  const std::string_view text = region.kind() == ValueKind::String ? region.text() : std::string_view();
  if (text.starts_with("cn-"))
    return "aws-cn";
  if (text.starts_with("us-gov-"))
    return "aws-us-gov";
  if (text.starts_with("us-iso-"))
    return "aws-iso";
  if (text.starts_with("us-isob-"))
    return "aws-iso-b";
  return "aws";
}

bool isAccountId(std::string_view text) {
  return text.size() == 12 && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

const Argument *argumentOf(const EvaluatedBody &body, std::string_view name) {
  for (const Argument &argument : body.arguments)
    if (argument.name == name)
      return &argument;
  return nullptr;
}

/// The arguments of the last nested block of that type, or of the object that stands in its place.
Value nestedArgument(eval::Heap &heap, const EvaluatedBody &body, std::string_view type, std::string_view name) {
  const std::vector<BodyView> views = BodyView(heap, body, {}).nested(type);
  return views.empty() || views.back().exists() != Truth::Yes ? Value() : views.back().get(name);
}

/// The account of `arn:aws:iam::123456789012:role/x`, as a part of that text.
Value accountOfArn(eval::Heap &heap, const Value &arn) {
  if (!arn.valid() || arn.kind() != ValueKind::String)
    return {};
  size_t begin = 0;
  for (int colons = 0; colons < 4; ++colons) {
    begin = arn.text().find(':', begin);
    if (begin == std::string_view::npos)
      return {};
    ++begin;
  }
  const std::string_view account = arn.text().substr(begin, arn.text().find(':', begin) - begin);
  return isAccountId(account) ? eval::slice(heap, arn, begin, account.size()) : Value();
}

} // namespace

Provider &Expander::providerOf(ModuleRun &run, const ResourceDecl &decl) {
  const hcl::Attribute *const written = decl.block->body->attribute("provider");
  return providerNamed(run, written ? std::string(files_.sources().text(written->value->range()))
                                    : std::string(decl.type.substr(0, decl.type.find('_'))));
}

// A module's provider is one that it configures itself, else what its call hands over under that name, else the one of
// that name of its caller.
Provider &Expander::providerNamed(ModuleRun &run, const std::string &name) {
  const std::vector<ProviderDecl> &declared = run.config().providers;
  const auto found = std::ranges::find(declared, name, &ProviderDecl::name);
  if (found == declared.end() && run.parent)
    return callersProvider(run, name);

  const std::string full = run.prefix + name;
  const auto [known, isNew] = providers_.try_emplace(full);
  Provider &provider = known->second;
  if (!isNew)
    return provider;
  provider.name = full;
  if (found == declared.end() && outside_) {
    provider.isHanded = true;
    provider.name = name;
    return provider;
  }
  // The identity of the account and the region of this configuration, whatever they turn out to be.
  const auto hole = [&](std::string_view what, HoleClass hole) {
    const eval::SymbolId symbol = heap().symbol(eval::SymbolKind::Data, full + "." + std::string(what));
    return heap().notNull(heap().unknown(heap().types.string(), symbol, {}, hole));
  };
  provider[ProviderFact::Region] = hole("region", HoleClass::Region);
  provider[ProviderFact::Account] = hole("account_id", HoleClass::AccountId);
  provider[ProviderFact::Partition] = heap().string("aws");
  if (found != declared.end())
    configure(provider, run, *found);
  provider.progress = Progress::Done;
  return provider;
}

Provider &Expander::callersProvider(ModuleRun &run, const std::string &name) {
  const auto spelled = [this](const hcl::Expr &expr) { return files_.sources().text(expr.range()); };
  const hcl::Attribute *const handed = run.call->block->body->attribute("providers");
  if (const auto *const map = handed ? hcl::dynCast<hcl::ObjectExpr>(handed->value) : nullptr)
    for (const hcl::ObjectItem &entry : map->items)
      if (spelled(*entry.key) == name)
        return providerNamed(*run.parent, std::string(spelled(*entry.value)));
  return providerNamed(*run.parent, name);
}

Value Expander::factOf(Provider &provider, ProviderFact fact) {
  if (!provider.isHanded || std::exchange(provider.isAsked[static_cast<size_t>(fact)], true))
    return provider[fact];
  noteFact({OutsideFact::Kind::Provider, provider.name, fact});
  const Value value = outside_->caller.factOf(outside_->caller.callersProvider(outside_->run, provider.name), fact);
  if (!value.valid())
    return value;
  if (outside_->isLost)
    return provider[fact] = heap().unknown(heap().types.string(), {});
  return provider[fact] = outside_->in.value(value);
}

void Expander::configure(Provider &provider, ModuleRun &run, const ProviderDecl &decl) {
  if (decl.block->labels[0].text != "aws" || decl.block->body->attribute("for_each"))
    return; // what each instance of OpenTofu's repeated configurations holds hangs on its key
  provider.progress = Progress::Running;
  const std::string address = run.prefix + "provider." + decl.name;
  EvaluatedBody body;
  BodyExpander expander(*this, run, nullptr, address);
  for (const hcl::Item &item : decl.block->body->items) {
    const bool isRead =
        item.attribute ? item.attribute->name == "region" || item.attribute->name == "allowed_account_ids" : true;
    if (item.block)
      expander.block(*item.block, nullptr, body.blocks);
    else if (isRead)
      body.arguments.push_back({.name = item.attribute->name,
                                .value = expander.evaluate(*item.attribute->value, nullptr),
                                .nameRange = item.attribute->nameRange,
                                .valueRange = item.attribute->value->range()});
  }

  if (const Argument *const region = argumentOf(body, "region")) {
    const eval::Conversion text = eval::convert(heap(), region->value, heap().types.string());
    if (text.ok() && text.value.isUnknown()) {
      const eval::UnknownNode &unknown = eval::asUnknown(text.value);
      eval::Refinement refinement = unknown.refinement;
      refinement.notNull = true;
      if (unknown.symbol.valid())
        provider[ProviderFact::Region] =
            heap().refined(heap().types.string(), unknown.symbol, refinement, text.value.origin, HoleClass::Region);
    } else if (text.ok() && !text.value.isNull()) {
      provider[ProviderFact::Region] = text.value;
    }
    provider[ProviderFact::Partition] = heap().string(partitionOf(provider[ProviderFact::Region]));
  }

  const Argument *const allowed = argumentOf(body, "allowed_account_ids");
  if (allowed && allowed->value.kind() == ValueKind::Sequence && allowed->value.isWhollyKnown()) {
    const std::span<const Value> ids = eval::asSequence(allowed->value).items;
    if (ids.size() == 1 && ids[0].kind() == ValueKind::String && isAccountId(ids[0].text()))
      provider[ProviderFact::Account] = ids[0];
  }
  if (const Value account = accountOfArn(heap(), nestedArgument(heap(), body, "assume_role", "role_arn"));
      account.valid())
    provider[ProviderFact::Account] = account;

  if (const Value tags = nestedArgument(heap(), body, "default_tags", "tags"); tags.valid() && !tags.isNull())
    provider[ProviderFact::DefaultTags] = tags;
}

/// What a resource is tagged with in the end: the provider's default tags, and its own over them.
Value Expander::tagsOf(ModuleRun &run, uint32_t index, size_t which, SourceRange use) {
  const ResourceDecl &decl = run.config().resources[index];
  const Value defaults = factOf(providerOf(run, decl), ProviderFact::DefaultTags);
  const Value own = decl.block->body->attribute("tags") ? attribute(run, index, which, "tags", use) : Value();
  std::vector<eval::Entry> entries;
  bool open = false;
  for (const Value &tags : {defaults, own}) {
    if (!tags.valid() || tags.isNull())
      continue;
    if (tags.kind() != ValueKind::Mapping) {
      open = true;
      continue;
    }
    const eval::MappingNode &mapping = eval::asMapping(tags);
    open |= mapping.open;
    for (const eval::Entry &entry : mapping.entries)
      entries.push_back({entry.key, heap().extracted(entry.value, tags, entry.key)});
  }
  return heap().object(std::move(entries), heap().literal(decl.block->header()), open);
}

} // namespace postern::tf
