// Module calls that get what another call got: evaluated once, then put in place for each of them.
#include "Eval/Transplant.h"
#include "Terraform/ModuleMemo.h"

#include <algorithm>
#include <set>

namespace postern::tf {

using eval::Shape;
using eval::Transplant;
using eval::Value;

namespace {

void addReferences(const hcl::Body &body, std::vector<eval::FreeReference> &out) {
  for (const hcl::Item &item : body.items) {
    if (item.block) {
      addReferences(*item.block->body, out);
      continue;
    }
    std::vector<eval::FreeReference> found = eval::freeReferences(*item.attribute->value);
    out.insert(out.end(), std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
  }
}

/// The module calls of a configuration in an order in which each comes after those it refers to, whatever the way
/// there. Calls on a circle, and after one, are left out: whether it is one depends on what is asked for.
class CallOrder {
public:
  explicit CallOrder(const ModuleConfig &config) : config_(config) {}

  std::vector<uint32_t> sorted() {
    std::vector<uint32_t> order;
    for (uint32_t i = 0; i < config_.calls.size(); ++i)
      visit({Kind::Call, i}, order);
    return order;
  }

private:
  enum class Kind : uint8_t { Call, Local, Resource };
  using Node = std::pair<Kind, uint32_t>;
  enum class Mark : uint8_t { Open, Good, Bad };

  // References can form long chains: no recursion.
  void visit(const Node &start, std::vector<uint32_t> &order) {
    struct Step {
      Node node;
      std::vector<Node> needs;
      size_t next = 0;
      bool good = true;
    };
    if (marks_.contains(start))
      return;
    std::vector<Step> steps;
    const auto open = [&](const Node &node) {
      marks_[node] = Mark::Open;
      steps.push_back({node, needsOf(node)});
    };
    open(start);
    while (!steps.empty()) {
      Step &step = steps.back();
      if (step.next < step.needs.size()) {
        const Node need = step.needs[step.next];
        const auto known = marks_.find(need);
        if (known == marks_.end()) {
          open(need);
          continue;
        }
        step.good &= known->second == Mark::Good;
        ++step.next;
        continue;
      }
      marks_[step.node] = step.good ? Mark::Good : Mark::Bad;
      if (step.good && step.node.first == Kind::Call)
        order.push_back(step.node.second);
      steps.pop_back();
    }
  }

  std::vector<Node> needsOf(const Node &node) const {
    std::vector<eval::FreeReference> references;
    switch (node.first) {
    case Kind::Call:
      addReferences(*config_.calls[node.second].block->body, references);
      break;
    case Kind::Local:
      references = eval::freeReferences(*config_.locals[node.second].attribute->value);
      break;
    case Kind::Resource:
      addReferences(*config_.resources[node.second].block->body, references);
      break;
    }
    std::set<Node> needs;
    for (const eval::FreeReference &reference : references)
      need(reference, needs);
    return {needs.begin(), needs.end()};
  }

  void need(const eval::FreeReference &reference, std::set<Node> &needs) const {
    const std::string_view root = reference.root;
    const auto step = [&](size_t i) {
      return i < reference.steps.size() ? reference.steps[i].name : std::string_view();
    };
    if (root == "local" || root == "module") {
      const NameIndex &names = root == "local" ? config_.localNames : config_.callNames;
      if (const auto at = names.find(step(0)); at != names.end())
        needs.insert({root == "local" ? Kind::Local : Kind::Call, at->second});
      return;
    }
    for (const auto &names : config_.resourceNames) {
      for (const auto &[type, name] : {std::pair(root, step(0)), std::pair(step(0), step(1))})
        if (const auto at = names.find({type, name}); at != names.end())
          needs.insert({Kind::Resource, at->second});
    }
  }

  const ModuleConfig &config_;
  std::map<Node, Mark> marks_;
};

bool handsProviders(const ModuleRun &run) {
  for (const ModuleRun *at = &run; at->parent; at = at->parent)
    if (at->call->block->body->attribute("providers"))
      return true;
  return false;
}

bool mentionsHidden(const Diagnostic &diag) {
  const auto hidden = [](const SourceRange &range) { return range.file == Transplant::kHidden; };
  return hidden(diag.range) || std::ranges::any_of(diag.labels, hidden, &Label::range) ||
         std::ranges::any_of(diag.path, hidden, &PathStep::range);
}

/// Long names of symbols end in a digest, which cannot be told for another place.
bool namesAreCut(eval::Heap &heap) {
  const uint32_t count = heap.freshSymbol(eval::SymbolKind::Opaque, "").index();
  for (uint32_t i = 0; i < count; ++i)
    if (const eval::Symbol &symbol = heap[eval::SymbolId(i)];
        symbol.named && symbol.text.find("…#") != std::string::npos)
      return true;
  return false;
}

} // namespace

uint32_t Expander::signature(const ModuleNode &node) {
  if (const auto known = signatures_.find(&node); known != signatures_.end())
    return known->second;
  std::string text = node.config->directory;
  for (const ModuleCall &call : node.calls)
    text += '\n' + (call.target ? std::to_string(signature(*call.target)) : call.opaqueBecause);
  const uint32_t number = memo_->impl().number(text);
  signatures_.emplace(&node, number);
  return number;
}

Placement Expander::placement(const ModuleNode &node) {
  if (const std::optional<Placement> known = memo_->impl().placement(signature(node)))
    return *known;
  Placement found = placementOf(*node.config, files_);
  for (const ModuleCall &call : node.calls)
    if (call.target)
      found = std::max(found, placement(*call.target));
  memo_->impl().setPlacement(signature(node), found);
  return found;
}

// Nothing is being evaluated when this begins, so no argument is asked for while something waits for it: a circle that
// shows is one that is there.
void Expander::memoiseCalls(ModuleRun &run) {
  if (!memo_ || run.node->calls.empty())
    return;
  if (targets_.empty())
    countTargets(*run.node);
  for (const uint32_t index : CallOrder(run.config()).sorted()) {
    const ModuleCall &call = run.node->calls[index];
    if (!call.target)
      continue;
    CallState &state = this->call(run, index, call.block->header());
    const bool again = state.runs.size() > 1 || targets_[call.target] > 1;
    ModuleRun *last = nullptr;
    for (ModuleRun *child : state.runs)
      if (std::exchange(last, child) != child && !memoise(*child, again))
        memoiseCalls(*child);
  }
}

void Expander::countTargets(const ModuleNode &node) {
  for (const ModuleCall &call : node.calls)
    if (call.target && ++targets_[call.target] == 1)
      countTargets(*call.target);
}

bool Expander::memoise(ModuleRun &run, bool again) {
  if (run.exists != Truth::Yes || handsProviders(run))
    return false;
  const auto fresh = [](const auto &slots) {
    return std::ranges::all_of(slots, [](const auto &slot) { return slot.progress == Progress::Fresh; });
  };
  if (!fresh(run.locals) || !fresh(run.outputs) || !fresh(run.calls) || !fresh(run.resources))
    return false;
  const uint32_t folder = signature(*run.node);
  // Most calls are the only ones of their folder: those cost nothing more.
  if (!memo_->impl().calledBefore(folder) && !again)
    return false;
  const Placement placement = this->placement(*run.node);
  if (placement == Placement::Never)
    return false;

  Shape shape(heap());
  shape.add(std::to_string(folder));
  if (placement == Placement::Bound)
    shape.add(tree_.directory + '\n' + options_.readBelow);
  const std::vector<VariableDecl> &variables = run.config().variables;
  for (uint32_t i = 0; i < variables.size(); ++i)
    if (!shape.add(variable(run, i, variables[i].block->header())))
      return false;

  ModuleMemo::Impl &memo = memo_->impl();
  const EvaluatedModule *module = memo.find(shape.text());
  if (!module) {
    if (memo.knows(shape.text()))
      return false;
    // Most calls are the only ones of their kind: those are evaluated in place, which costs no copy.
    if (!again && !memo.seen(shape.text()))
      return false;
    module = memo.add(shape.text(), evaluateAlone(run, shape));
    if (!module)
      return false;
  }
  putInPlace(*module, run, shape);
  return true;
}

std::unique_ptr<EvaluatedModule> Expander::evaluateAlone(ModuleRun &run, const Shape &shape) {
  ModuleTree tree;
  tree.directory = tree_.directory;
  tree.root = run.node;
  Sink sink;
  auto made = std::make_unique<EvaluatedModule>();
  Expander alone(tree, files_, options_, sink, memo_);
  ModuleRun &own = alone.runs_.emplace_back();
  own.node = run.node;
  own.path = EvaluatedModule::kCaller;
  own.prefix = EvaluatedModule::kHere;
  alone.prepare(own);
  Transplant in(heap(), alone.heap());
  in.hideOrigins(shape);
  for (uint32_t i = 0; i < own.variables.size(); ++i)
    own.variables[i] = {Progress::Done, in.value(variableSlot(run, i).value)};
  for (const eval::SymbolId symbol : shape.symbols())
    made->parameters.push_back(in.symbol(symbol));
  alone.memoiseCalls(own);
  alone.collect(own);

  made->calls = alone.result_.statistics.moduleCalls;
  made->attributes = std::move(alone.attributeSymbols_);
  made->diagnostics = sink.take();
  made->runs = std::move(alone.runs_);
  made->heap = std::move(alone.result_.heap);
  result_.statistics.modulesEvaluated += alone.result_.statistics.modulesEvaluated + made->runs.size() - alone.placed_;
  result_.statistics.steps += alone.evaluator_.steps() + alone.result_.statistics.steps;
  if (std::ranges::any_of(made->diagnostics, mentionsHidden) || namesAreCut(*made->heap))
    return nullptr;
  return made;
}

/// Puts what a module came to where it is called.
class Placing {
public:
  Placing(Expander &expander, const EvaluatedModule &module, ModuleRun &run, const Shape &shape)
      : expander_(expander), module_(module), run_(run), values_(*module.heap, expander.heap()) {
    values_.revealOrigins(shape);
    values_.mapSymbols(module.parameters, shape.symbols());
    values_.rename(EvaluatedModule::kHere, run.prefix);
    values_.renameScope(EvaluatedModule::kCaller, run.call->name);
  }

  void run() {
    place(module_.runs.front(), run_);
    for (const Expander::AttributeSymbol &attribute : module_.attributes) {
      const eval::SymbolId symbol = values_.known(attribute.symbol);
      const auto resource = resources_.find(attribute.run);
      if (symbol.valid() && resource != resources_.end())
        expander_.attributeSymbols_.push_back({symbol, resource->second, expander_.heap().intern(attribute.attribute)});
    }
    for (Diagnostic diag : module_.diagnostics) {
      diag.message = values_.renamed(diag.message);
      diag.help = values_.renamed(diag.help);
      for (Label &label : diag.labels)
        label.text = values_.renamed(label.text);
      for (PathStep &step : diag.path)
        step.message = values_.renamed(step.message);
      expander_.sink_.report(std::move(diag));
    }
  }

private:
  void place(const ModuleRun &from, ModuleRun &to) {
    to.placed = true;
    ++expander_.placed_;
    for (size_t i = 0; i < from.outputs.size(); ++i)
      to.outputs[i] = {Progress::Done, values_.value(from.outputs[i].value)};
    for (size_t i = 0; i < from.resources.size(); ++i)
      place(from.resources[i], to.resources[i]);
    for (uint32_t i = 0; i < from.calls.size(); ++i)
      place(from.calls[i], to, i);
  }

  void place(const ResourceState &from, ResourceState &to) {
    to.progress = Progress::Done;
    to.repeats = repeats(from.repeats);
    to.varies = from.varies;
    to.shared = items(from.shared);
    for (const ResourceRun &run : from.runs) {
      ResourceRun &made = to.runs.emplace_back();
      made.address = values_.renamed(run.address);
      made.items = items(run.items);
      resources_[&run] = &made;
    }
  }

  void place(const CallState &from, ModuleRun &parent, uint32_t index) {
    const ModuleCall &call = parent.node->calls[index];
    CallState &to = parent.calls[index];
    to.progress = Progress::Done;
    to.repeats = repeats(from.repeats);
    for (size_t i = 0; i < from.runs.size(); ++i) {
      if (i > 0 && from.runs[i] == from.runs[i - 1]) {
        to.runs.push_back(to.runs.back());
        continue;
      }
      ModuleRun &made = expander_.addRun(parent, call, to, to.repeats.items[i]);
      to.runs.push_back(&made);
      place(*from.runs[i], made);
    }
  }

  Repeats repeats(const Repeats &from) {
    Repeats to = from;
    to.condition = values_.symbol(from.condition);
    for (Repeated &item : to.items) {
      item.key.text = expander_.heap().intern(item.key.text);
      item.repetition.index = values_.value(item.repetition.index);
      item.repetition.key = values_.value(item.repetition.key);
      item.repetition.value = values_.value(item.repetition.value);
      item.dormantBecause = values_.renamed(item.dormantBecause);
    }
    return to;
  }

  std::vector<ItemSlot> items(const std::vector<ItemSlot> &from) {
    std::vector<ItemSlot> to(from.size());
    for (size_t i = 0; i < from.size(); ++i) {
      to[i].progress = from[i].progress;
      to[i].value = values_.value(from[i].value);
      for (const EvaluatedBlock &block : from[i].blocks)
        to[i].blocks.push_back(this->block(block));
    }
    return to;
  }

  EvaluatedBlock block(const EvaluatedBlock &from) {
    EvaluatedBlock to{from.type, from.labels, from.header, from.exists, {}};
    for (std::string_view &label : to.labels)
      label = expander_.heap().intern(label);
    to.body.range = from.body.range;
    for (const Argument &argument : from.body.arguments) {
      to.body.arguments.push_back(argument);
      to.body.arguments.back().value = values_.value(argument.value);
    }
    for (const EvaluatedBlock &inner : from.body.blocks)
      to.body.blocks.push_back(block(inner));
    return to;
  }

  Expander &expander_;
  const EvaluatedModule &module_;
  ModuleRun &run_;
  Transplant values_;
  std::unordered_map<const ResourceRun *, ResourceRun *> resources_;
};

void Expander::putInPlace(const EvaluatedModule &module, ModuleRun &run, const Shape &shape) {
  result_.statistics.moduleCalls += module.calls;
  Placing(*this, module, run, shape).run();
}

} // namespace postern::tf
