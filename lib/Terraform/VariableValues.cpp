// Values of variables, locals and outputs, each evaluated once.
#include "Terraform/Expander.h"

namespace postern::tf {

using eval::OriginKind;
using eval::Value;

namespace {

/// A conversion's path and reason as one text: `.name: a number is required`.
std::string placeOf(const eval::Conversion &conversion) {
  return conversion.path.empty() ? "" : conversion.path + ": ";
}

} // namespace

Value Expander::opaque(const std::string &text, SourceRange range) {
  return heap().unknown(heap().types.dynamic(), heap().symbol(eval::SymbolKind::Opaque, text, range));
}

Value Expander::unknownOf(eval::TypeRef type, eval::SymbolKind kind, const std::string &text, SourceRange range,
                          eval::OriginId origin) {
  if (type->kind == eval::TypeKind::Object) {
    std::vector<eval::Entry> entries;
    for (const eval::AttrType &attr : type->attrs)
      entries.push_back({attr.name, unknownOf(attr.type, kind, text + "." + std::string(attr.name), range, origin)});
    return heap().object(std::move(entries), origin);
  }
  if (type->kind == eval::TypeKind::Tuple) {
    std::vector<Value> items;
    for (size_t i = 0; i < type->elements.size(); ++i)
      items.push_back(unknownOf(type->elements[i], kind, text + "[" + std::to_string(i) + "]", range, origin));
    return heap().tuple(items, origin);
  }
  return heap().unknown(heap().types.withoutOptional(type), heap().symbol(kind, text, range), origin);
}

Value Expander::elementOf(const Value &collection, eval::TypeRef type, const std::string &otherwise,
                          SourceRange range) {
  const eval::OriginId origin = collection.valid() ? collection.origin : eval::OriginId();
  if (collection.valid() && collection.isUnknown())
    if (const eval::SymbolId whole = eval::asUnknown(collection).symbol; whole && heap()[whole].named) {
      const eval::Symbol symbol = heap()[whole];
      return unknownOf(type, symbol.kind, std::string(symbol.text) + "[*]", symbol.range, origin);
    }
  return unknownOf(type, eval::SymbolKind::Instance, otherwise, range, origin);
}

const eval::TypeConstraint &Expander::constraintOf(const VariableDecl &decl) {
  const auto known = constraints_.find(decl.block);
  if (known != constraints_.end())
    return known->second;
  eval::TypeConstraint constraint{.type = heap().types.dynamic(), .defaults = nullptr};
  if (const hcl::Attribute *const type = decl.attribute("type"))
    constraint = eval::readTypeConstraint(heap(), *type->value, true, sink_);
  return constraints_.emplace(decl.block, constraint).first->second;
}

ValueSlot &Expander::variableSlot(ModuleRun &run, uint32_t index) {
  // What does not mention count or each is the same for every instance of the call, and evaluated once for all.
  if (run.call && run.state->repeats.items.size() > 1) {
    const auto shared = run.state->shared.find(run.config().variables[index].name);
    if (shared != run.state->shared.end())
      return shared->second;
  }
  return run.variables[index];
}

Value Expander::variable(ModuleRun &run, uint32_t index, SourceRange use) {
  const VariableDecl &decl = run.config().variables[index];
  ValueSlot &slot = variableSlot(run, index);
  if (slot.progress == Progress::Fresh)
    prepareDeep({Node::Kind::Variable, &run, index});
  return once(slot, {&slot, &run, "var", decl.name}, use,
              [&] { return narrowed(run, decl, run.parent ? argument(run, decl) : rootVariable(decl)); });
}

Value Expander::argument(ModuleRun &run, const VariableDecl &decl) {
  const hcl::Attribute *const written = run.call->block->body->attribute(decl.name);
  if (!written)
    return defaultOf(run, decl);
  BlockScope scope(*this, *run.parent, run.repetition, nullptr);
  const Value given = evaluator_.evaluateApart(*written->value, scope);
  const eval::OriginId origin = heap().origin({.kind = OriginKind::Argument,
                                               .range = written->value->range(),
                                               .from = given.origin,
                                               .via = {},
                                               .name = decl.name,
                                               .scope = run.call->name,
                                               .segments = {}});
  return applyType(run, decl, given.withOrigin(origin), written->value->range());
}

Value Expander::rootVariable(const VariableDecl &decl) {
  const auto at = tree_.given.find(decl.name);
  if (at == tree_.given.end())
    return defaultOf(runs_.front(), decl);
  const Value given = givenValue(decl, at->second);
  const SourceRange range =
      at->second.expr
          ? at->second.expr->range()
          : SourceRange{at->second.text, 0, static_cast<uint32_t>(files_.sources().text(at->second.text).size())};
  const eval::OriginId origin = heap().origin({.kind = OriginKind::Given,
                                               .range = range,
                                               .from = given.origin,
                                               .via = {},
                                               .name = decl.name,
                                               .scope = {},
                                               .segments = {}});
  return applyType(runs_.front(), decl, given.withOrigin(origin), range);
}

Value Expander::givenValue(const VariableDecl &decl, const GivenValue &given) {
  ConstantScope scope;
  if (given.expr)
    return evaluator_.evaluateApart(*given.expr, scope);
  // MO-5: the text of a flag is the value itself where a text can be one, else an expression.
  const std::string_view text = files_.sources().text(given.text);
  const hcl::Attribute *const type = decl.attribute("type");
  if (!type || constraintOf(decl).type->isPrimitive())
    return heap().string(text, heap().literal({given.text, 0, static_cast<uint32_t>(text.size())}));
  const hcl::Expr *const expr = hcl::parseExpression(given.text, text, 0, arena_, sink_);
  return expr ? evaluator_.evaluateApart(*expr, scope) : opaque("var." + std::string(decl.name), {});
}

Value Expander::applyType(ModuleRun &run, const VariableDecl &decl, const Value &given, SourceRange range) {
  if (given.isNull()) {
    const hcl::Attribute *const nullable = decl.attribute("nullable");
    ConstantScope scope;
    // What is no truth value is said where the declaration is read; null stays null then.
    const Value may =
        nullable ? eval::convert(heap(), evaluator_.evaluate(*nullable->value, scope), heap().types.boolean()).value
                 : Value();
    if (may.valid() && may.kind() == eval::ValueKind::Bool && !may.boolean()) {
      if (!decl.attribute("default"))
        sink_.report(kind::NullVariable, range, decl.name);
      return defaultOf(run, decl);
    }
  }
  const eval::Conversion converted = eval::applyConstraint(heap(), constraintOf(decl), given);
  if (converted.ok())
    return converted.value.origin.valid() ? converted.value : converted.value.withOrigin(given.origin);
  sink_.report(kind::InvalidVariableValue, range, decl.name, placeOf(converted), converted.error);
  return unknownOf(constraintOf(decl).type, eval::SymbolKind::Variable, run.prefix + "var." + std::string(decl.name),
                   decl.block->header(), given.origin);
}

Value Expander::defaultOf(ModuleRun &run, const VariableDecl &decl) {
  const std::string text = run.prefix + "var." + std::string(decl.name);
  const hcl::Attribute *const written = decl.attribute("default");
  if (!written)
    return unknownOf(constraintOf(decl).type, eval::SymbolKind::Variable, text, decl.block->header(), {});
  ConstantScope scope;
  const Value value = evaluator_.evaluateApart(*written->value, scope);
  const eval::OriginId origin = heap().origin({.kind = OriginKind::Default,
                                               .range = written->value->range(),
                                               .from = value.origin,
                                               .via = {},
                                               .name = decl.name,
                                               .scope = {},
                                               .segments = {}});
  const eval::Conversion converted = eval::applyConstraint(heap(), constraintOf(decl), value.withOrigin(origin));
  if (converted.ok())
    return converted.value.withOrigin(origin);
  // What is wrong with it was said when the module was read.
  return unknownOf(constraintOf(decl).type, eval::SymbolKind::Variable, text, decl.block->header(), origin);
}

Value Expander::local(ModuleRun &run, uint32_t index, SourceRange use) {
  const LocalDecl &decl = run.config().locals[index];
  ValueSlot &slot = run.locals[index];
  if (slot.progress == Progress::Fresh)
    prepareDeep({Node::Kind::Local, &run, index});
  return once(slot, {&slot, &run, "local", decl.name}, use, [&] {
    BlockScope scope(*this, run, nullptr, nullptr);
    const Value value = evaluator_.evaluateApart(*decl.attribute->value, scope);
    return value.withOrigin(heap().origin({.kind = OriginKind::Local,
                                           .range = decl.attribute->value->range(),
                                           .from = value.origin,
                                           .via = {},
                                           .name = decl.name,
                                           .scope = {},
                                           .segments = {}}));
  });
}

Value Expander::output(ModuleRun &run, uint32_t index, SourceRange use) {
  const OutputDecl &decl = run.config().outputs[index];
  ValueSlot &slot = run.outputs[index];
  if (slot.progress == Progress::Fresh)
    prepareDeep({Node::Kind::Output, &run, index});
  return once(slot, {&slot, &run, "output", decl.name}, use, [&] {
    const hcl::Attribute *const written = decl.block->body->attribute("value");
    if (!written)
      return opaque(run.prefix + std::string(decl.name), decl.block->header());
    BlockScope scope(*this, run, nullptr, nullptr);
    const Value value = evaluator_.evaluateApart(*written->value, scope);
    return value.withOrigin(heap().origin({.kind = OriginKind::Output,
                                           .range = written->value->range(),
                                           .from = value.origin,
                                           .via = {},
                                           .name = decl.name,
                                           .scope = run.call ? run.call->name : std::string_view(run.path),
                                           .segments = {}}));
  });
}

Value Expander::cycle(const Station &station, SourceRange use) {
  const auto nameOf = [](const Station &at) {
    return at.run->prefix + std::string(at.kind) + (at.kind.empty() ? "" : ".") + std::string(at.name);
  };
  size_t first = stations_.size();
  while (first > 0 && stations_[first - 1].slot != station.slot)
    --first;
  std::string way;
  if (first == 0)
    way = nameOf(station) + " → … → ";
  for (size_t i = first - 1; first > 0 && i < stations_.size(); ++i)
    way += nameOf(stations_[i]) + " → ";
  way += nameOf(station);
  sink_.report(kind::Cycle, use, nameOf(station), way);
  return opaque("a cycle through " + nameOf(station), use);
}

eval::Resolved ConstantScope::resolve(const eval::Reference &reference, eval::Evaluator &evaluator) {
  evaluator.sink().report(kind::VariablesNotAllowed, reference.range, reference.root);
  return {};
}

} // namespace postern::tf
