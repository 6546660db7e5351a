#include "Terraform/ModuleMemo.h"

#include <algorithm>

namespace postern::tf {

namespace {

/// What is kept is worth less than what it takes beyond this: then all of it is let go.
constexpr size_t kMostBytes = 192u << 20;

} // namespace

void ModuleMemo::Impl::trim() {
  if (bytes_ <= kMostBytes)
    return;
  entries_.clear();
  bytes_ = 0;
}

ModuleMemo::ModuleMemo(bool tellsAll) : impl_(std::make_unique<Impl>(tellsAll)) {}
ModuleMemo::~ModuleMemo() = default;

void ModuleMemo::trim() {
  impl_->trim();
}

bool EvaluatedModule::fits(const ModuleRun &run) const {
  return std::ranges::all_of(
      names, [&](const Name &name) { return name.size + name.places * (run.prefix.size() - 1) <= name.most; });
}

Placing::Placing(Expander &expander, const EvaluatedModule &module, ModuleRun &run, const eval::Shape &shape)
    : expander_(expander), module_(module), run_(run),
      values_(eval::Transplant::revealing(*module.heap, expander.heap(), run.prefix,
                                          expander.heap().intern(run.call->name))) {
  values_.reveal(module.ways, module.symbols, shape);
}

void Placing::run() {
  place(module_.runs.front(), run_);
  for (const Expander::AttributeSymbol &attribute : module_.attributes)
    if (const auto resource = resources_.find(attribute.run); resource != resources_.end())
      expander_.attributeSymbols_.push_back(
          {values_.symbol(attribute.symbol), resource->second, expander_.heap().intern(attribute.attribute)});
  for (Diagnostic diag : module_.diagnostics) {
    rename(diag.message);
    rename(diag.help);
    for (Label &label : diag.labels)
      rename(label.text);
    for (PathStep &step : diag.path)
      rename(step.message);
    expander_.sink_.report(std::move(diag));
  }
  expander_.result_.statistics.moduleCalls += module_.calls;
  expander_.evaluator_.spend(module_.cost);
  expander_.parts_ += module_.parts;
}

void Placing::rename(std::string &text) const {
  if (text.find(eval::Transplant::kHere) != std::string::npos)
    text = values_.renamed(text);
}

void Placing::place(const ModuleRun &from, ModuleRun &to) {
  to.isPlaced = true;
  ++expander_.placed_;
  for (size_t i = 0; i < from.outputs.size(); ++i)
    to.outputs[i] = {Progress::Done, values_.value(from.outputs[i].value)};
  for (size_t i = 0; i < from.resources.size(); ++i)
    place(from.resources[i], to.resources[i]);
  for (uint32_t i = 0; i < from.calls.size(); ++i)
    place(from.calls[i], to, i);
}

void Placing::place(const ResourceState &from, ResourceState &to) {
  to.progress = from.progress;
  to.repeats = repeats(from.repeats);
  to.varies = from.varies;
  to.shared = items(from.shared);
  for (const ResourceRun &run : from.runs) {
    ResourceRun &made = to.runs.emplace_back();
    made.address = values_.renamed(run.address);
    made.items = items(run.items);
    for (const auto &[name, value] : run.computed)
      made.computed.emplace(name, values_.value(value));
    resources_[&run] = &made;
  }
}

void Placing::place(const CallState &from, ModuleRun &parent, uint32_t index) {
  const ModuleCall &call = parent.node->calls[index];
  CallState &to = parent.calls[index];
  to.progress = from.progress;
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

Repeats Placing::repeats(const Repeats &from) {
  Repeats to = from;
  to.condition = values_.symbol(from.condition);
  for (Repeated &item : to.items) {
    item.repetition.index = values_.value(item.repetition.index);
    item.repetition.key = values_.value(item.repetition.key);
    item.repetition.value = values_.value(item.repetition.value);
    rename(item.dormantBecause);
  }
  return to;
}

std::vector<ItemSlot> Placing::items(const std::vector<ItemSlot> &from) {
  std::vector<ItemSlot> to(from.size());
  for (size_t i = 0; i < from.size(); ++i) {
    to[i].progress = from[i].progress;
    to[i].value = values_.value(from[i].value);
    to[i].blocks.reserve(from[i].blocks.size());
    for (const EvaluatedBlock &block : from[i].blocks)
      to[i].blocks.push_back(this->block(block));
  }
  return to;
}

EvaluatedBlock Placing::block(const EvaluatedBlock &from) {
  EvaluatedBlock to{from.type, from.labels, from.header, from.exists, {from.body.arguments, {}, from.body.range}};
  for (Argument &argument : to.body.arguments)
    argument.value = values_.value(argument.value);
  to.body.blocks.reserve(from.body.blocks.size());
  for (const EvaluatedBlock &inner : from.body.blocks)
    to.body.blocks.push_back(block(inner));
  return to;
}

} // namespace postern::tf
