#include "Terraform/Instance.h"

namespace postern::tf {

using eval::Value;
using eval::ValueKind;

namespace {

const Argument *findArgument(const EvaluatedBody &body, std::string_view name) {
  for (const Argument &argument : body.arguments)
    if (argument.name == name)
      return &argument;
  return nullptr;
}

/// Objects inside an argument's value, as views.
void addObjects(eval::Heap &heap, const Value &value, SourceRange use, Truth exists, std::vector<BodyView> &out,
                bool &open) {
  switch (value.kind()) {
  case ValueKind::Sequence: {
    const eval::SequenceNode &sequence = eval::asSequence(value);
    open |= sequence.open;
    for (size_t i = 0; i < sequence.items.size(); ++i)
      addObjects(heap, heap.extracted(sequence.items[i], value, std::to_string(i)), use, exists, out, open);
    return;
  }
  case ValueKind::Mapping:
    out.emplace_back(heap, value, use, exists);
    return;
  case ValueKind::Choice:
    for (const Value &alternative : eval::asChoice(value).alternatives)
      addObjects(heap, alternative, use, exists && Truth::Unknown, out, open);
    return;
  case ValueKind::Unknown:
    // An object that is not known is one all the same; any other unknown may be any number of them.
    if (value.type()->kind == eval::TypeKind::Object)
      out.emplace_back(heap, value, use, exists);
    else
      open = true;
    return;
  case ValueKind::Null:
  case ValueKind::Bool:
  case ValueKind::Number:
  case ValueKind::String:
  case ValueKind::Partial:
    return;
  }
}

} // namespace

Value BodyView::get(std::string_view name) const {
  if (body_) {
    const Argument *const argument = findArgument(*body_, name);
    return argument ? argument->value : Value();
  }
  if (object_.kind() == ValueKind::Mapping) {
    const Value *const found = eval::find(eval::asMapping(object_), name);
    return found ? heap_->extracted(*found, object_, name) : Value();
  }
  return heap_->unknown(heap_->types.dynamic(), {}, object_.origin);
}

SourceRange BodyView::useOf(std::string_view name) const {
  const Argument *const argument = body_ ? findArgument(*body_, name) : nullptr;
  return argument ? argument->valueRange : header_;
}

std::vector<BodyView> BodyView::nested(std::string_view name, bool *open) const {
  std::vector<BodyView> out;
  bool more = false;
  if (body_) {
    const Argument *const argument = findArgument(*body_, name);
    for (const EvaluatedBlock &block : body_->blocks) {
      if (block.type != name)
        continue;
      more |= block.exists == Truth::Unknown;
      BodyView &view = out.emplace_back(*heap_, block.body, block.header);
      view.setExists(exists_ && block.exists);
    }
    if (argument)
      addObjects(*heap_, argument->value, argument->valueRange, exists_, out, more);
  } else if (const Value value = get(name); value.valid()) {
    addObjects(*heap_, value, header_, exists_, out, more);
  }
  if (open)
    *open = more;
  return out;
}

bool BodyView::has(std::string_view name) const {
  if (!body_)
    return object_.kind() != ValueKind::Mapping || eval::find(eval::asMapping(object_), name);
  if (findArgument(*body_, name))
    return true;
  for (const EvaluatedBlock &block : body_->blocks)
    if (block.type == name)
      return true;
  return false;
}

BodyView viewOf(const Instances &instances, const Instance &instance) {
  return {*instances.heap, instance.body, instance.header};
}

} // namespace postern::tf
