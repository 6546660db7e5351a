// Module calls that get what another call got: evaluated once, then put in place for each of them.
#include "Terraform/CallOrder.h"
#include "Terraform/ModuleMemo.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

namespace postern::tf {

using eval::Heap;
using eval::Shape;
using eval::Transplant;
using eval::Value;

namespace {

/// Of one folder under equal arguments, for callers whose providers or folders differ.
constexpr size_t kMostVariants = 8;

bool isFresh(const ModuleRun &run) {
  const auto fresh = [](const auto &slots) {
    return std::ranges::all_of(slots, [](const auto &slot) { return slot.progress == Progress::Fresh; });
  };
  return fresh(run.locals) && fresh(run.outputs) && fresh(run.calls) && fresh(run.resources);
}

/// Whether it would read otherwise at another call, or another time.
bool isBound(const Diagnostic &diag) {
  const auto hidden = [](const SourceRange &range) { return range.file == Heap::kHiddenFile; };
  return diag.name == "Cycle" || hidden(diag.range) || std::ranges::any_of(diag.labels, hidden, &Label::range) ||
         std::ranges::any_of(diag.path, hidden, &PathStep::range);
}

/// Names of results grow with the names in them, and are left away or cut when they become long: gathers those of which
/// that is a question of where the module is called. False when one is cut.
bool gatherNames(const Heap &heap, std::vector<EvaluatedModule::Name> &out) {
  for (uint32_t i = 0; i < heap.symbolCount(); ++i) {
    const eval::Symbol &symbol = heap[eval::SymbolId(i)];
    if (symbol.kind != eval::SymbolKind::Function && symbol.kind != eval::SymbolKind::Condition)
      continue;
    if (symbol.text.find("…#") != std::string_view::npos)
      return false;
    const auto places = static_cast<size_t>(std::ranges::count(symbol.text, Transplant::kHere.front()));
    if (places == 0)
      continue;
    // Texts with holes have limits of their own, wherever they stand in the name.
    if (symbol.text.find("${") != std::string_view::npos)
      return false;
    out.push_back({symbol.text.size(), places, symbol.text.size() <= 120 ? size_t(120) : size_t(200)});
  }
  return true;
}

} // namespace

uint32_t Expander::signature(const ModuleNode &node) {
  if (const auto known = signatures_.find(&node); known != signatures_.end())
    return known->second;
  std::string text = node.config->directory;
  for (const ModuleCall &call : node.calls)
    text += '\n' + (call.target ? std::to_string(signature(*call.target)) : "-" + call.opaqueBecause);
  const uint32_t number = memo_->impl().number(text);
  signatures_.emplace(&node, number);
  return number;
}

bool Expander::mayShareBelow(const ModuleNode &node) {
  ModuleMemo::Impl &memo = memo_->impl();
  std::unordered_set<const ModuleNode *> seen{&node};
  std::vector<const ModuleNode *> nodes{&node};
  bool isAgain = false;
  for (size_t i = 0; i < nodes.size(); ++i)
    for (const ModuleCall &call : nodes[i]->calls) {
      if (!call.target)
        continue;
      const hcl::Body &body = *call.block->body;
      isAgain |= memo.wasCalled(signature(*call.target)) || body.attribute("count") || body.attribute("for_each");
      if (seen.insert(call.target).second)
        nodes.push_back(call.target);
      else
        isAgain = true;
    }
  if (!isAgain)
    for (const ModuleNode *below : nodes)
      memo.setCalled(signature(*below));
  return isAgain;
}

// Nothing is being evaluated when this begins, so no argument is asked for while something waits for it: a circle that
// shows is one that is there.
void Expander::shareCalls(ModuleRun &run) {
  if (!memo_ || run.node->calls.empty() || !mayShareBelow(*run.node))
    return;
  for (const uint32_t index : callOrder(run.config())) {
    const ModuleCall &call = run.node->calls[index];
    if (!call.target)
      continue;
    ModuleRun *last = nullptr;
    for (ModuleRun *child : this->call(run, index, call.block->header()).runs)
      if (std::exchange(last, child) != child && !share(*child))
        shareCalls(*child);
  }
}

bool Expander::share(ModuleRun &run) {
  // Most folders are called once: those cost nothing more.
  const uint32_t folder = signature(*run.node);
  const bool isAgain = run.state->runs.size() > 1 || memo_->impl().wasCalled(folder);
  memo_->impl().setCalled(folder);
  if (!isAgain)
    return false;
  Shape shape(heap(), run.prefix);
  if (!isFresh(run) || !addArguments(run, shape) || !isFresh(run))
    return false;
  ModuleMemo::Impl::Entry &entry = memo_->impl().entry(shape.text());
  // Most calls are the only ones of their kind: those are evaluated in place, which costs no copy.
  if (entry.calls++ == 0)
    return false;
  run.isCounted = true;
  if (entry.isRefused || run.exists == Truth::No)
    return false;

  const EvaluatedModule *module = nullptr;
  for (const std::unique_ptr<EvaluatedModule> &known : entry.modules) {
    Shape whole = shape;
    if (!std::ranges::all_of(known->facts, [&](const OutsideFact &fact) { return addFact(run, fact, whole); }) ||
        whole.text() != known->shape)
      continue;
    module = known.get();
    shape = std::move(whole);
    break;
  }
  if (!module) {
    if (entry.modules.size() == kMostVariants)
      return false;
    std::unique_ptr<EvaluatedModule> made = evaluateAlone(run, shape);
    entry.isRefused = !made;
    if (!made)
      return false;
    memo_->impl().addBytes(made->heap->bytes());
    module = entry.modules.emplace_back(std::move(made)).get();
  }
  if (!hasRoomFor(*module) || !module->fits(run))
    return false;
  Placing(*this, *module, run, shape).run();
  return true;
}

// Limits are met as if each call were evaluated.
bool Expander::hasRoomFor(const EvaluatedModule &module) const {
  return runs_.size() + module.runs.size() <= kMaxModules && module.parts <= room() &&
         evaluator_.canAfford(module.cost, module.diagnostics.size()) &&
         result_.heap->bytes() + module.heap->bytes() <= options_.limits.heapBytes;
}

bool Expander::addArguments(ModuleRun &run, Shape &shape) {
  shape.add(std::to_string(signature(*run.node)));
  const std::vector<VariableDecl> &variables = run.config().variables;
  for (uint32_t i = 0; i < variables.size(); ++i)
    if (!shape.add(variable(run, i, variables[i].block->header())))
      return false;
  return true;
}

bool Expander::addFact(ModuleRun &run, const OutsideFact &fact, Shape &shape) {
  switch (fact.kind) {
  case OutsideFact::Kind::Provider: {
    const Value value = factOf(callersProvider(run, fact.name), fact.fact);
    shape.add(value.valid() ? "one" : "none");
    return !value.valid() || shape.add(value);
  }
  case OutsideFact::Kind::ModulePath:
    shape.add(modulePath(fact.name));
    return true;
  case OutsideFact::Kind::RootFolder:
    asked_.files = true;
    shape.add(tree_.directory);
    shape.add(options_.readBelow);
    return true;
  case OutsideFact::Kind::Workspace:
    shape.add(workspace());
    return true;
  }
  POSTERN_UNREACHABLE();
}

/// Something is about to be asked that the arguments do not say: it is a part of the shape from now on.
void Expander::noteFact(OutsideFact fact) {
  if (std::ranges::find(outside_->facts, fact) != outside_->facts.end())
    return;
  outside_->isLost |= !outside_->caller.addFact(outside_->run, fact, outside_->shape);
  outside_->facts.push_back(std::move(fact));
  if (!outside_->isLost)
    outside_->in.hide(outside_->shape);
}

std::string Expander::modulePath(const std::string &directory) {
  if (outside_)
    noteFact({OutsideFact::Kind::ModulePath, directory});
  return relativePath(directory, tree_.directory);
}

const std::string &Expander::workspace() {
  if (outside_)
    noteFact({OutsideFact::Kind::Workspace, {}});
  return world_.workspace;
}

std::unique_ptr<EvaluatedModule> Expander::evaluateAlone(ModuleRun &run, Shape &shape) {
  ModuleTree tree;
  tree.directory = tree_.directory;
  tree.root = run.node;
  Sink sink;
  Expander alone(tree, files_, options_, sink, memo_);
  Outside outside{*this, run, shape, Transplant::hiding(heap(), alone.heap(), run.prefix), {}, false};
  alone.outside_ = &outside;
  alone.world_.asked = &alone.asked_;
  ModuleRun &own = alone.runs_.emplace_back();
  own.node = run.node;
  own.isCounted = true;
  own.path = Transplant::kCall;
  own.prefix = Transplant::kHere;
  alone.prepare(own);
  outside.in.hide(shape);
  for (uint32_t i = 0; i < own.variables.size(); ++i)
    own.variables[i] = {Progress::Done, outside.in.value(variableSlot(run, i).value)};
  alone.shareCalls(own);
  alone.evaluateAll(own);
  if (alone.asked_.files)
    alone.noteFact({OutsideFact::Kind::RootFolder, {}});

  Statistics &statistics = result_.statistics;
  statistics.distinctCalls += alone.result_.statistics.distinctCalls;
  statistics.modulesEvaluated += alone.result_.statistics.modulesEvaluated + alone.runs_.size() - alone.placed_;
  statistics.steps += alone.result_.statistics.steps + alone.evaluator_.steps();

  auto made = std::make_unique<EvaluatedModule>();
  made->diagnostics = sink.take();
  if (outside.isLost || alone.asked_.places || !alone.limits_.empty() || alone.evaluator_.isOverLimit() ||
      alone.heap().hasOrderedNames() || std::ranges::any_of(made->diagnostics, isBound) ||
      !gatherNames(alone.heap(), made->names))
    return nullptr;
  made->attributes = std::move(alone.attributeSymbols_);
  made->calls = alone.result_.statistics.moduleCalls;
  made->cost = alone.evaluator_.cost();
  made->parts = alone.parts_;
  made->ways = outside.in.hiddenWays();
  made->symbols = outside.in.hiddenSymbols();
  made->facts = std::move(outside.facts);
  made->shape = shape.text();
  made->runs = std::move(alone.runs_);
  made->heap = std::move(alone.result_.heap);
  return made;
}

/// A module of which no call before is known to have had equal arguments.
void Expander::countDistinct(ModuleRun &run) {
  if (!run.isPlaced && !std::exchange(run.isCounted, true))
    ++result_.statistics.distinctCalls;
}

/// What collect asks for.
void Expander::evaluateAll(ModuleRun &run) {
  countDistinct(run);
  if (run.isPlaced)
    return;
  for (uint32_t i = 0; i < run.resources.size(); ++i) {
    const ResourceState &state = resource(run, i, run.config().resources[i].block->header());
    for (size_t which = 0; which < state.runs.size(); ++which)
      if ((run.exists && state.repeats.items[which].exists) != Truth::No || options_.includeDormant)
        bodyOf(run, i, which);
  }
  for (uint32_t i = 0; i < run.node->calls.size(); ++i) {
    checkArguments(run, run.node->calls[i]);
    ModuleRun *last = nullptr;
    for (ModuleRun *child : call(run, i, run.node->calls[i].block->header()).runs)
      if (std::exchange(last, child) != child)
        evaluateAll(*child);
  }
  evaluateRest(run);
}

} // namespace postern::tf
