// What root names mean in the blocks of a module.
#include "Terraform/Expander.h"

#include <algorithm>

namespace postern::tf {

using eval::Reference;
using eval::Resolved;
using eval::Step;
using eval::Value;

namespace {

bool isAttribute(const Reference &reference, size_t at) {
  return at < reference.steps.size() && !reference.steps[at].isIndex;
}

std::string written(const Reference &reference, size_t consumed) {
  std::string out(reference.root);
  for (const Step &step : reference.steps.first(consumed)) {
    if (!step.isIndex)
      out += "." + std::string(step.name);
    else if (step.isNumber)
      out += "[" + std::string(step.name) + "]";
    else
      out += "[\"" + std::string(step.name) + "\"]";
  }
  return out;
}

SourceRange rangeOf(const Reference &reference, size_t consumed) {
  return consumed == 0 ? reference.rootRange : spanning(reference.rootRange, reference.steps[consumed - 1].range);
}

InstanceKey keyOf(const Step &step, eval::Heap &heap) {
  InstanceKey key{.kind = InstanceKey::Kind::Text, .number = 0, .text = {}};
  if (step.isNumber) {
    const std::optional<eval::Number> number = eval::parseNumber(step.name, heap.arena());
    const std::optional<int64_t> whole = number ? eval::toInt64(*number) : std::nullopt;
    if (whole) {
      key.kind = InstanceKey::Kind::Number;
      key.number = *whole;
      return key;
    }
  }
  key.text = heap.intern(step.name);
  return key;
}

/// The evaluator adds the step that the value took to here.
Resolved found(size_t consumed, const Value &value) {
  return {.value = value, .consumed = consumed};
}

/// The key as the block's own kind of repetition has it: `x["0"]` finds x[0], `x[0]` finds x["0"].
InstanceKey keyFor(const Step &step, Repetition::Kind kind, eval::Heap &heap) {
  Step asked = step;
  asked.isNumber = kind == Repetition::Kind::Count;
  return keyOf(asked, heap);
}

} // namespace

Resolved BlockScope::resolve(const Reference &reference, eval::Evaluator &) {
  for (const IteratorFrame *frame = iterators_; frame; frame = frame->outer) {
    if (frame->name != reference.root)
      continue;
    if (isAttribute(reference, 0) && reference.steps[0].name == "key")
      return found(1, frame->key);
    if (isAttribute(reference, 0) && reference.steps[0].name == "value")
      return found(1, frame->value);
    return found(0, expander_.heap().object({{"key", frame->key}, {"value", frame->value}}));
  }
  const std::string_view root = reference.root;
  if (root == "var")
    return variable(reference);
  if (root == "local")
    return local(reference);
  if (root == "module")
    return module(reference);
  if (root == "data")
    return resource(reference, Mode::Data, 1);
  if (root == "resource")
    return resource(reference, Mode::Managed, 1);
  if (root == "ephemeral")
    return resource(reference, Mode::Ephemeral, 1);
  if (root == "each")
    return each(reference);
  if (root == "count")
    return count(reference);
  if (root == "path")
    return path(reference);
  if (root == "terraform" || root == "tofu")
    return terraform(reference);
  if (root == "self")
    return invalid(reference, "'self' means something in provisioners, connections and postconditions only");
  return resource(reference, Mode::Managed, 0);
}

Resolved BlockScope::invalid(const Reference &reference, std::string_view why) {
  expander_.sink().report(kind::InvalidReference, reference.range, why);
  return {};
}

Resolved BlockScope::undeclared(Diagnostic &diag, std::string_view name,
                                const std::vector<std::string_view> &candidates) {
  if (const std::string near = nearest(name, candidates); !near.empty())
    diag.help = "did you mean '" + near + "'?";
  return {};
}

Resolved BlockScope::variable(const Reference &reference) {
  if (!isAttribute(reference, 0))
    return invalid(reference, "'var' must be followed by a dot and the variable's name");
  const std::string_view name = reference.steps[0].name;
  const ModuleConfig &config = run_.config();
  const auto at = config.variableNames.find(name);
  if (at != config.variableNames.end())
    return found(1, expander_.variable(run_, at->second, reference.range));
  if (config.broken)
    return found(1, expander_.opaque(run_.prefix + "var." + std::string(name), reference.range));
  std::vector<std::string_view> names;
  for (const VariableDecl &decl : config.variables)
    names.push_back(decl.name);
  return undeclared(expander_.sink().report(kind::UndeclaredVariable, rangeOf(reference, 1), name), name, names);
}

Resolved BlockScope::local(const Reference &reference) {
  if (!isAttribute(reference, 0))
    return invalid(reference, "'local' must be followed by a dot and the local value's name");
  const std::string_view name = reference.steps[0].name;
  const ModuleConfig &config = run_.config();
  const auto at = config.localNames.find(name);
  if (at != config.localNames.end())
    return found(1, expander_.local(run_, at->second, reference.range));
  if (config.broken)
    return found(1, expander_.opaque(run_.prefix + "local." + std::string(name), reference.range));
  std::vector<std::string_view> names;
  for (const LocalDecl &decl : config.locals)
    names.push_back(decl.name);
  return undeclared(expander_.sink().report(kind::UndeclaredLocal, rangeOf(reference, 1), name), name, names);
}

Resolved BlockScope::module(const Reference &reference) {
  if (!isAttribute(reference, 0))
    return invalid(reference, "'module' must be followed by a dot and the module call's name");
  const std::string_view name = reference.steps[0].name;
  const ModuleConfig &config = run_.config();
  const auto at = config.callNames.find(name);
  if (at == config.callNames.end()) {
    if (config.broken)
      return found(1, expander_.opaque(run_.prefix + "module." + std::string(name), reference.range));
    std::vector<std::string_view> names;
    for (const CallDecl &decl : config.calls)
      names.push_back(decl.name);
    return undeclared(expander_.sink().report(kind::UndeclaredModule, rangeOf(reference, 1), name), name, names);
  }

  CallState &state = expander_.call(run_, at->second, reference.range);
  const ModuleCall &call = run_.node->calls[at->second];
  ModuleRun *target = nullptr;
  size_t position = 1;
  const bool isKnown = state.progress == Progress::Done && state.runs.size() == state.repeats.items.size();
  if (!isKnown) {
    // Nothing is known of the module: each output has a name of its own (UN-24).
    const bool isKeyed = position < reference.steps.size() && reference.steps[position].isIndex;
    const size_t consumed = isKeyed && isAttribute(reference, 2) ? 3 : isAttribute(reference, 1) ? 2 : 1;
    eval::Heap &heap = expander_.heap();
    return found(consumed, heap.unknown(heap.types.dynamic(),
                                        heap.symbol(eval::SymbolKind::ModuleOutput,
                                                    run_.prefix + written(reference, consumed), call.block->header())));
  }
  if (state.repeats.kind == Repetition::Kind::Single) {
    if (state.repeats.items.front().exists != Truth::No)
      target = state.runs.front();
  } else if (position < reference.steps.size() && reference.steps[position].isIndex) {
    const InstanceKey key = keyFor(reference.steps[position], state.repeats.kind, expander_.heap());
    const Repeated *item = state.repeats.find(key);
    if (!item && state.repeats.open) // the representative stands for every key
      item = state.repeats.find({.kind = InstanceKey::Kind::Unknown, .number = 0, .text = {}});
    if (item && item->exists != Truth::No) {
      target = state.runs[static_cast<size_t>(item - state.repeats.items.data())];
      ++position;
    }
  }
  if (!target)
    return found(1, expander_.callValue(run_, at->second, reference.range));
  if (!isAttribute(reference, position))
    return found(position, expander_.moduleObject(*target, reference.range));

  const std::string_view output = reference.steps[position].name;
  const ModuleConfig &child = target->config();
  const auto declared = child.outputNames.find(output);
  if (declared != child.outputNames.end())
    return found(position + 1, expander_.output(*target, declared->second, reference.range));
  if (child.broken)
    return found(position + 1, expander_.opaque(target->prefix + std::string(output), reference.range));
  std::vector<std::string_view> names;
  for (const OutputDecl &decl : child.outputs)
    names.push_back(decl.name);
  return undeclared(expander_.sink().report(kind::UndeclaredOutput, rangeOf(reference, position + 1), name, output),
                    output, names);
}

Resolved BlockScope::resource(const Reference &reference, Mode mode, size_t skip) {
  if (!isAttribute(reference, 0) || (skip == 1 && !isAttribute(reference, 1))) {
    if (skip == 1)
      return invalid(reference, "this must be followed by a type and a name, with dots between");
    return invalid(reference, "a name alone means nothing; a resource type must be followed by a dot and a name");
  }
  const std::string_view type = skip == 1 ? reference.steps[0].name : reference.root;
  const std::string_view name = reference.steps[skip].name;
  size_t position = skip + 1;
  const ModuleConfig &config = run_.config();
  const auto &names = config.resourceNames[static_cast<size_t>(mode)];
  const auto at = names.find({type, name});
  if (at == names.end()) {
    const std::string full = written(reference, position);
    if (config.broken)
      return found(position, expander_.opaque(run_.prefix + full, reference.range));
    std::vector<std::string> spelled;
    spelled.reserve(names.size());
    for (const auto &[other, position] : names)
      spelled.push_back(std::string(other.first) + "." + std::string(other.second));
    const std::vector<std::string_view> candidates(spelled.begin(), spelled.end());
    return undeclared(expander_.sink().report(kind::UndeclaredResource, rangeOf(reference, position), full),
                      std::string(type) + "." + std::string(name), candidates);
  }

  const uint32_t index = at->second;
  ResourceState &state = expander_.resource(run_, index, reference.range);
  if (state.progress != Progress::Done)
    return found(position, expander_.resourceValue(run_, index, reference.range));
  const auto read = [&](size_t which) {
    if (isAttribute(reference, position))
      return found(position + 1,
                   expander_.attribute(run_, index, which, reference.steps[position].name, reference.range));
    return found(position, expander_.instanceObject(run_, index, which, reference.range));
  };
  if (state.repeats.kind == Repetition::Kind::Single && state.repeats.items[0].exists != Truth::No)
    return read(0);
  if (position < reference.steps.size() && reference.steps[position].isIndex) {
    const InstanceKey key = keyFor(reference.steps[position], state.repeats.kind, expander_.heap());
    if (const Repeated *const item = state.repeats.find(key); item && item->exists != Truth::No) {
      ++position;
      return read(static_cast<size_t>(item - state.repeats.items.data()));
    }
    if (state.repeats.open && isAttribute(reference, position + 1))
      return found(position + 2, expander_.guestAttribute(run_, index, key, reference.steps[position + 1].name));
  } else if (isAttribute(reference, position) && state.repeats.kind != Repetition::Kind::Single) {
    expander_.sink().report(kind::MissingInstanceKey, rangeOf(reference, position), written(reference, position));
    if (!state.repeats.items.empty() && state.repeats.items[0].exists != Truth::No)
      return read(0);
    return found(position + 1,
                 expander_.opaque(run_.prefix + written(reference, position + 1), rangeOf(reference, position + 1)));
  }
  return found(skip + 1, expander_.resourceValue(run_, index, reference.range));
}

Resolved BlockScope::each(const Reference &reference) {
  const Repetition *const repetition = repetition_;
  const bool isKey = isAttribute(reference, 0) && reference.steps[0].name == "key";
  if (!isKey && !(isAttribute(reference, 0) && reference.steps[0].name == "value"))
    return invalid(reference, "'each' has 'each.key' and 'each.value' only");
  if (!repetition || repetition->kind != Repetition::Kind::ForEach)
    return invalid(reference, "'each' means something in a block with 'for_each' only");
  return found(1, isKey ? repetition->key : repetition->value);
}

Resolved BlockScope::count(const Reference &reference) {
  if (!isAttribute(reference, 0) || reference.steps[0].name != "index")
    return invalid(reference, "'count' has 'count.index' only");
  if (!repetition_ || repetition_->kind != Repetition::Kind::Count)
    return invalid(reference, "'count' means something in a block with 'count' only");
  return found(1, repetition_->index);
}

Resolved BlockScope::path(const Reference &reference) {
  eval::Heap &heap = expander_.heap();
  const std::string_view name = isAttribute(reference, 0) ? reference.steps[0].name : std::string_view();
  if (name == "module")
    return found(1, heap.string(expander_.modulePath(run_.config().directory)));
  if (name == "root")
    return found(1, heap.string("."));
  if (name == "cwd")
    return found(1,
                 heap.notNull(heap.unknown(heap.types.string(), heap.symbol(eval::SymbolKind::Function, "path.cwd"))));
  return invalid(reference, "'path' has 'path.module', 'path.root' and 'path.cwd' only");
}

Resolved BlockScope::terraform(const Reference &reference) {
  eval::Heap &heap = expander_.heap();
  const std::string_view name = isAttribute(reference, 0) ? reference.steps[0].name : std::string_view();
  if (name == "workspace")
    return found(1, heap.string(expander_.workspace()));
  if (name == "applying")
    return found(1, heap.notNull(heap.unknown(heap.types.boolean(),
                                              heap.symbol(eval::SymbolKind::Function, "terraform.applying"))));
  return invalid(reference, "there is 'terraform.workspace' and 'terraform.applying' only");
}

} // namespace postern::tf
