// Module calls: their instances, their outputs as values.
#include "Terraform/Expander.h"

#include <algorithm>

namespace postern::tf {

using eval::Value;

namespace {

constexpr std::string_view kReserved[] = {
#define RESOURCE_ARGUMENT(NAME, STATE, WHY)
#define RESOURCE_BLOCK(TYPE, STATE, WHY)
#define CALL_ARGUMENT(NAME, STATE, WHY) NAME,
#include "Terraform/MetaArguments.def"
#undef RESOURCE_ARGUMENT
#undef RESOURCE_BLOCK
#undef CALL_ARGUMENT
};

bool isReserved(std::string_view name) {
  return std::ranges::find(kReserved, name) != std::end(kReserved);
}

bool isRequired(const VariableDecl &decl) {
  return !decl.attribute("default");
}

} // namespace

void Expander::checkArguments(const ModuleRun &caller, const ModuleCall &call) {
  if (!call.target || call.block->broken)
    return;
  const ModuleConfig &config = *call.target->config;
  for (const hcl::Item &item : call.block->body->items)
    if (item.attribute && !isReserved(item.attribute->name) && !config.broken &&
        !config.variableNames.contains(item.attribute->name)) {
      std::vector<std::string_view> names;
      for (const VariableDecl &decl : config.variables)
        names.push_back(decl.name);
      Diagnostic &diag = sink_.report(kind::ExtraArgument, item.attribute->nameRange, call.name, item.attribute->name);
      if (const std::string near = nearest(item.attribute->name, names); !near.empty())
        diag.help = "did you mean '" + near + "'?";
    }
  for (const VariableDecl &decl : config.variables)
    if (isRequired(decl) && !call.block->body->attribute(decl.name) && !caller.config().broken)
      sink_.report(kind::MissingArgument, call.block->header(), call.name, decl.name);
}

/// Whether an argument differs between the instances of a call; remembers it by name.
bool Expander::argumentsVary(const ModuleCall &call, CallState &state) {
  bool any = false;
  for (const hcl::Item &item : call.block->body->items) {
    if (!item.attribute || isReserved(item.attribute->name))
      continue;
    const bool varies =
        std::ranges::any_of(eval::freeReferences(*item.attribute->value), [](const eval::FreeReference &reference) {
          return reference.root == "each" || reference.root == "count";
        });
    any |= varies;
    if (!varies)
      state.shared.try_emplace(item.attribute->name);
  }
  return any;
}

ModuleRun &Expander::addRun(ModuleRun &parent, const ModuleCall &call, CallState &state, const Repeated &item) {
  ModuleRun &run = runs_.emplace_back();
  run.node = call.target;
  run.parent = &parent;
  run.call = &call;
  run.state = &state;
  run.repetition = &item.repetition;
  run.path = parent.prefix + "module." + std::string(call.name) + item.key.suffix();
  run.prefix = run.path + ".";
  run.exists = parent.exists && item.exists;
  run.dormantBecause = item.dormantBecause.empty() ? parent.dormantBecause : item.dormantBecause;
  prepare(run);
  return run;
}

void Expander::prepare(ModuleRun &run) {
  const ModuleConfig &config = run.config();
  run.variables.resize(config.variables.size());
  run.locals.resize(config.locals.size());
  run.outputs.resize(config.outputs.size());
  run.calls = std::vector<CallState>(config.calls.size());
  run.resources = std::vector<ResourceState>(config.resources.size());
}

CallState &Expander::call(ModuleRun &run, uint32_t index, SourceRange use) {
  CallState &state = run.calls[index];
  if (state.progress == Progress::Done)
    return state;
  const ModuleCall &call = run.node->calls[index];
  const Station station{&state, &run, "module", call.name};
  if (state.progress == Progress::Running) {
    cycle(station, use);
    return state;
  }
  state.progress = Progress::Running;
  stations_.push_back(station);
  Repeats repeats = this->repeats(run, *call.block, run.prefix + "module." + std::string(call.name));
  stations_.pop_back();
  state.repeats = std::move(repeats);
  state.progress = Progress::Done;
  if (!call.target)
    return state;
  result_.statistics.moduleCalls += state.repeats.items.size();
  if (runs_.size() + state.repeats.items.size() > kMaxModules) {
    limit(kMaxModules, "instances", {});
    return state;
  }
  // Instances that get the same arguments and declare nothing with an address are one and the same.
  const bool isRepeated = state.repeats.items.size() > 1;
  const bool varies = isRepeated && argumentsVary(call, state);
  for (const Repeated &item : state.repeats.items) {
    if (isRepeated && !varies && call.target->pure && !state.runs.empty() && item.exists == Truth::Yes)
      state.runs.push_back(state.runs.front());
    else
      state.runs.push_back(&addRun(run, call, state, item));
  }
  return state;
}

void Expander::limit(uint64_t most, std::string_view what, SourceRange range) {
  if (std::ranges::find(limits_, what) != limits_.end())
    return;
  limits_.push_back(what);
  sink_.report(kind::TooManyInTotal, range, most, what);
}

Value Expander::moduleObject(ModuleRun &run, SourceRange use) {
  std::vector<eval::Entry> entries;
  const std::vector<OutputDecl> &outputs = run.config().outputs;
  for (uint32_t i = 0; i < outputs.size(); ++i)
    entries.push_back({outputs[i].name, output(run, i, use)});
  return heap().object(std::move(entries), heap().literal(run.call->block->header()), run.config().broken);
}

Value Expander::callValue(ModuleRun &run, uint32_t index, SourceRange use) {
  CallState &state = call(run, index, use);
  const ModuleCall &call = run.node->calls[index];
  const std::string text = run.prefix + "module." + std::string(call.name);
  if (state.progress != Progress::Done || state.runs.size() != state.repeats.items.size())
    return heap().unknown(heap().types.dynamic(),
                          heap().symbol(eval::SymbolKind::ModuleOutput, text, call.block->header()));
  return once(state.value, {&state.value, &run, "module", call.name}, use, [&] {
    return joined(state.repeats, heap().literal(call.block->header()),
                  [&](size_t which) { return moduleObject(*state.runs[which], use); });
  });
}

} // namespace postern::tf
