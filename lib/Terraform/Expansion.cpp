// The walk over all module instances that makes the result of expand.
#include "Terraform/Attributes.h"
#include "Terraform/Expander.h"
#include "Terraform/Manifest.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <unordered_set>
#include <utility>

namespace postern::tf {

using eval::Value;

namespace {

constexpr size_t kMaxInstances = 50'000;

/// Arguments and blocks of all instances, and those that dynamic blocks come to; a block counts for several.
constexpr uint64_t kMaxParts = 600'000;

uint64_t partsOf(const EvaluatedBody &body) {
  uint64_t parts = body.arguments.size() + body.blocks.size() * kPartsOfBlock;
  for (const EvaluatedBlock &block : body.blocks)
    parts += partsOf(block.body);
  return parts;
}

std::string_view baseOf(std::string_view address, const InstanceKey &key) {
  return address.substr(0, address.size() - key.suffix().size());
}

eval::World worldOf(const ModuleTree &tree, FileCache &files, const Options &options) {
  eval::World world;
  world.files = &files.sources().fileSystem();
  world.sources = &files.sources();
  world.rootDirectory = tree.directory;
  if (!options.readBelow.empty())
    world.readBelow = files.canonical(options.readBelow);
  world.workspace = workspaceOf(files, tree.directory, options);
  return world;
}

} // namespace

Expander::Expander(const ModuleTree &tree, FileCache &files, const Options &options, Sink &sink, ModuleMemo *memo)
    : tree_(tree), files_(files), options_(options), sink_(sink), world_(worldOf(tree, files, options)),
      evaluator_(*result_.heap, world_, sink, options.limits), memo_(memo) {
  heap().sources = &files.sources();
}

Instances Expander::run() {
  ModuleRun &root = runs_.emplace_back();
  root.node = tree_.root;
  prepare(root);
  result_.statistics.moduleCalls = 1;
  shareCalls(root);
  collect(root);

  result_.statistics.modulesEvaluated += runs_.size() - placed_;
  result_.statistics.steps += evaluator_.steps();
  for (const AttributeSymbol &attribute : attributeSymbols_)
    if (attribute.run->id.valid())
      result_.attributes.emplace(attribute.symbol, Instances::AttributeOf{attribute.run->id, attribute.attribute});
  gatherComputed();
  gatherUnresolved();
  return std::move(result_);
}

void Expander::collect(ModuleRun &run) {
  countDistinct(run);
  run.id = result_.modules.add(ModuleInstance{.path = run.path,
                                              .directory = run.config().directory,
                                              .parent = run.parent ? run.parent->id : ModuleInstanceId(),
                                              .call = run.call ? run.call->block->header() : SourceRange()});
  std::vector<Collected> found;
  for (uint32_t i = 0; i < run.config().resources.size(); ++i)
    collectResource(run, i, found);
  std::ranges::stable_sort(found, [](const Collected &a, const Collected &b) {
    // Numbered instances in the order of their numbers, everything else by address.
    const std::string_view left = baseOf(a.instance.address, a.key);
    const std::string_view right = baseOf(b.instance.address, b.key);
    return left != right ? left < right : a.key < b.key;
  });
  for (Collected &item : found)
    item.run->id = result_.all.add(std::move(item.instance));

  for (uint32_t i = 0; i < run.node->calls.size(); ++i) {
    if (!run.isPlaced)
      checkArguments(run, run.node->calls[i]);
    CallState &state = call(run, i, run.node->calls[i].block->header());
    ModuleRun *last = nullptr;
    for (ModuleRun *child : state.runs) {
      if (child != last)
        collect(*child);
      last = child;
    }
  }
  if (!run.isPlaced)
    evaluateRest(run);
}

void Expander::collectResource(ModuleRun &run, uint32_t index, std::vector<Collected> &out) {
  const ResourceDecl &decl = run.config().resources[index];
  ResourceState &state = resource(run, index, decl.block->header());
  for (size_t i = 0; i < state.runs.size(); ++i) {
    if (result_.all.size() + out.size() >= kMaxInstances)
      return limit(kMaxInstances, "instances", {});
    if (!takeRoom(1, decl.block->header()))
      return;
    const Repeated &item = state.repeats.items[i];
    if ((run.exists && item.exists) == Truth::No && !options_.includeDormant)
      continue;
    Instance made;
    made.mode = decl.mode;
    made.address = state.runs[i].address;
    made.type = decl.type;
    made.name = decl.name;
    made.module = run.id;
    made.exists = run.exists && item.exists;
    made.dormantBecause = item.dormantBecause.empty() ? run.dormantBecause : item.dormantBecause;
    made.body = bodyOf(run, index, i);
    takeRoom(partsOf(made.body), decl.block->header());
    made.provider = providerOf(run, decl).name;
    made.header = decl.block->header();
    made.range = decl.block->range;
    made.broken = decl.block->broken;
    out.push_back({std::move(made), &state.runs[i], item.key});
  }
}

uint64_t Expander::room() const {
  return kMaxParts - std::min(kMaxParts, parts_);
}

bool Expander::takeRoom(uint64_t parts, SourceRange range) {
  parts_ += parts;
  if (parts_ <= kMaxParts)
    return true;
  limit(kMaxParts, "parts of resources", range);
  return false;
}

/// What no resource asked for is evaluated too: Terraform does, and its faults are faults all the same (EV-9).
void Expander::evaluateRest(ModuleRun &run) {
  for (uint32_t i = 0; i < run.locals.size(); ++i)
    local(run, i, run.config().locals[i].attribute->nameRange);
  for (uint32_t i = 0; i < run.outputs.size(); ++i)
    output(run, i, run.config().outputs[i].block->header());
  for (uint32_t i = 0; i < run.variables.size(); ++i)
    variable(run, i, run.config().variables[i].block->header());
}

Value Expander::guestAttribute(ModuleRun &run, uint32_t index, const InstanceKey &key, std::string_view name) {
  ResourceState &state = run.resources[index];
  const ResourceDecl &decl = run.config().resources[index];
  size_t which = 0;
  while (which + 1 < state.repeats.items.size() && state.repeats.items[which].key.kind != InstanceKey::Kind::Unknown)
    ++which;
  // What is written there holds for the representative as it stands; what AWS makes up differs from key to key.
  const Value shared = attribute(run, index, which, name, decl.block->header());
  if (!shared.isUnknown())
    return shared;
  const eval::UnknownNode &unknown = eval::asUnknown(shared);
  const std::string &address = state.runs[which].address;
  if (!unknown.symbol.valid() || heap()[unknown.symbol].text != address + "." + std::string(name))
    return shared;
  std::string guest = address.substr(0, address.size() - std::string_view("[*]").size());
  guest += key.suffix() + "." + std::string(name);
  const eval::Symbol &symbol = heap()[unknown.symbol];
  const eval::SymbolId made = heap().symbol(symbol.kind, guest, symbol.range);
  attributeSymbols_.push_back({made, &state.runs[which], heap().intern(name)});
  return heap().refined(shared.type(), made, unknown.refinement, shared.origin, unknown.hole);
}

namespace {

/// Finds the named holes inside a value.
class SymbolWalk {
public:
  template <typename Visit> void visit(const Value &value, const Visit &visitor) {
    if (value.isWhollyKnown() || !seen_.insert(value.node).second)
      return;
    switch (value.kind()) {
    case eval::ValueKind::Unknown:
      if (const eval::SymbolId symbol = eval::asUnknown(value).symbol; symbol.valid())
        visitor(symbol, value);
      return;
    case eval::ValueKind::Partial:
      for (const eval::Piece &piece : eval::asPartial(value).pieces)
        if (piece.isHole())
          visit(piece.hole, visitor);
      return;
    case eval::ValueKind::Sequence:
      for (const Value &item : eval::asSequence(value).items)
        visit(item, visitor);
      return;
    case eval::ValueKind::Mapping:
      for (const eval::Entry &entry : eval::asMapping(value).entries)
        visit(entry.value, visitor);
      return;
    case eval::ValueKind::Choice:
      for (const Value &alternative : eval::asChoice(value).alternatives)
        visit(alternative, visitor);
      return;
    case eval::ValueKind::Null:
    case eval::ValueKind::Bool:
    case eval::ValueKind::Number:
    case eval::ValueKind::String:
      return;
    }
  }

private:
  std::unordered_set<const eval::ValueNode *> seen_;
};

template <typename Visit> void visitBody(SymbolWalk &walk, const EvaluatedBody &body, const Visit &visitor) {
  for (const Argument &argument : body.arguments)
    walk.visit(argument.value, visitor);
  for (const EvaluatedBlock &block : body.blocks)
    visitBody(walk, block.body, visitor);
}

std::string_view reasonOf(eval::SymbolKind kind) {
  switch (kind) {
  case eval::SymbolKind::Variable:
    return "no value is given";
  case eval::SymbolKind::ModuleOutput:
    return "the module is not on disk";
  case eval::SymbolKind::Attribute:
  case eval::SymbolKind::Data:
  case eval::SymbolKind::Function:
  case eval::SymbolKind::Instance:
  case eval::SymbolKind::Condition:
  case eval::SymbolKind::Opaque:
    return {}; // known after apply, or said where it happened
  }
  return {};
}

} // namespace

/// What expressions asked of an instance beyond what its block says.
void Expander::gatherComputed() {
  for (ModuleRun &run : runs_)
    for (uint32_t i = 0; i < run.resources.size(); ++i)
      for (size_t which = 0; which < run.resources[i].runs.size(); ++which) {
        const hcl::Block &block = *run.config().resources[i].block;
        if (!run.resources[i].runs[which].id.valid())
          continue;
        const ResourceDecl &decl = run.config().resources[i];
        if (decl.mode == Mode::Managed && decl.type.starts_with("aws_") &&
            factOf(providerOf(run, decl), ProviderFact::DefaultTags).valid())
          attribute(run, i, which, "tags_all", block.header());
        const ResourceRun &resource = run.resources[i].runs[which];
        std::vector<Instance::Computed> &computed = result_.all[resource.id].computed;
        for (const auto &[name, value] : resource.computed)
          if (!block.body->block(name) && (!block.body->attribute(name) || !value.isUnknown()))
            computed.push_back({name, value});
        std::ranges::sort(computed, {}, &Instance::Computed::name);
      }
}

void Expander::gatherUnresolved() {
  std::map<std::string_view, Unresolved> found;
  for (const Instance &instance : result_.all) {
    SymbolWalk walk;
    visitBody(walk, instance.body, [&](eval::SymbolId id, const Value &) {
      const eval::Symbol &symbol = heap()[id];
      const std::string_view reason = reasonOf(symbol.kind);
      if (reason.empty())
        return;
      Unresolved &entry = found[symbol.text];
      entry.expression = symbol.text;
      entry.reason = reason;
      entry.range = symbol.range;
      if (entry.affects.empty() || entry.affects.back() != instance.address)
        entry.affects.push_back(instance.address);
    });
  }
  gatherOpaque(found);
  for (auto &[text, entry] : found) {
    std::ranges::sort(entry.affects);
    result_.unresolved.push_back(std::move(entry));
  }
}

void Expander::gatherOpaque(const std::map<std::string_view, Unresolved> &unresolved) {
  std::map<std::pair<FileId, uint32_t>, std::set<std::string>> affects; // by the header of the call
  for (const auto &[text, entry] : unresolved)
    affects[{entry.range.file, entry.range.begin}].insert(entry.affects.begin(), entry.affects.end());
  std::set<const hcl::Block *> seen; // one block may be reached by several ways
  for (const ModuleNode &node : tree_.nodes)
    for (const ModuleCall &call : node.calls) {
      if (!call.isElsewhere || !seen.insert(call.block).second)
        continue;
      const SourceRange header = call.block->header();
      const std::set<std::string> &hanging = affects[{header.file, header.begin}];
      result_.opaque.push_back({.source = std::string(constantText(call.source->value).value_or("")),
                                .name = std::string(call.name),
                                .range = call.source->value->range(),
                                .header = header,
                                .affects = {hanging.begin(), hanging.end()}});
    }
}

Instances expand(const ModuleTree &tree, FileCache &files, const Options &options, Sink &sink, ModuleMemo *memo) {
  return Expander(tree, files, options, sink, memo).run();
}

} // namespace postern::tf
