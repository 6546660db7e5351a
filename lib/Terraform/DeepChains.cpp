// Long chains of references, worked off from their far end, so that no configuration can exhaust the stack.
#include "Terraform/Expander.h"

namespace postern::tf {

namespace {

/// On demand this far; only what is nested deeper is worth looking ahead for.
constexpr size_t kShallow = 48;

uint32_t find(const NameIndex &names, std::string_view name) {
  const auto at = names.find(name);
  return at == names.end() ? UINT32_MAX : at->second;
}

} // namespace

Progress &Expander::progressOf(const Node &node) {
  switch (node.kind) {
  case Node::Kind::Variable:
    return variableSlot(*node.run, node.index).progress;
  case Node::Kind::Local:
    return node.run->locals[node.index].progress;
  case Node::Kind::Output:
    return node.run->outputs[node.index].progress;
  case Node::Kind::Call:
    return node.run->calls[node.index].progress;
  }
  POSTERN_UNREACHABLE();
}

void Expander::dependencies(ModuleRun &run, const hcl::Expr &expr, std::vector<Node> &out) {
  for (const eval::FreeReference &reference : eval::freeReferences(expr)) {
    if (reference.steps.empty())
      continue;
    const std::string_view name = reference.steps[0].name;
    if (reference.root == "var") {
      if (const uint32_t index = find(run.config().variableNames, name); index != UINT32_MAX)
        out.push_back({Node::Kind::Variable, &run, index});
    } else if (reference.root == "local") {
      if (const uint32_t index = find(run.config().localNames, name); index != UINT32_MAX)
        out.push_back({Node::Kind::Local, &run, index});
    } else if (reference.root == "module") {
      const uint32_t index = find(run.config().callNames, name);
      if (index == UINT32_MAX)
        continue;
      const CallState &state = run.calls[index];
      if (state.progress == Progress::Fresh)
        out.push_back({Node::Kind::Call, &run, index}); // its outputs follow when this node is looked at again
      if (state.progress != Progress::Done || reference.steps.size() < 2)
        continue;
      for (ModuleRun *child : state.runs)
        if (const uint32_t output = find(child->config().outputNames, reference.steps.back().name);
            output != UINT32_MAX)
          out.push_back({Node::Kind::Output, child, output});
    }
  }
}

void Expander::dependencies(const Node &node, std::vector<Node> &out) {
  ModuleRun &run = *node.run;
  switch (node.kind) {
  case Node::Kind::Variable:
    if (run.parent)
      if (const auto *const written = run.call->block->body->attribute(run.config().variables[node.index].name))
        dependencies(*run.parent, *written->value, out);
    return;
  case Node::Kind::Local:
    return dependencies(run, *run.config().locals[node.index].attribute->value, out);
  case Node::Kind::Output:
    if (const auto *const value = run.config().outputs[node.index].block->body->attribute("value"))
      dependencies(run, *value->value, out);
    return;
  case Node::Kind::Call:
    for (const std::string_view name : {"count", "for_each"})
      if (const auto *const written = run.node->calls[node.index].block->body->attribute(name))
        dependencies(run, *written->value, out);
    return;
  }
}

void Expander::evaluateNode(const Node &node) {
  ModuleRun &run = *node.run;
  switch (node.kind) {
  case Node::Kind::Variable:
    variable(run, node.index, run.config().variables[node.index].block->header());
    return;
  case Node::Kind::Local:
    local(run, node.index, run.config().locals[node.index].attribute->nameRange);
    return;
  case Node::Kind::Output:
    output(run, node.index, run.config().outputs[node.index].block->header());
    return;
  case Node::Kind::Call:
    call(run, node.index, run.node->calls[node.index].block->header());
    return;
  }
}

void Expander::prepareDeep(const Node &node) {
  if (stations_.size() < kShallow)
    return;
  // Running marks what lies on the way to the node that is looked at: meeting it again closes a circle, which is left
  // to the evaluation to find and to say.
  std::vector<Node> pending{node};
  std::vector<Node> needed;
  while (!pending.empty()) {
    const Node at = pending.back();
    Progress &progress = progressOf(at);
    if (progress == Progress::Done) {
      pending.pop_back();
      continue;
    }
    progress = Progress::Running;
    needed.clear();
    dependencies(at, needed);
    const size_t before = pending.size();
    for (const Node &other : needed)
      if (progressOf(other) == Progress::Fresh)
        pending.push_back(other);
    if (pending.size() > before)
      continue;
    pending.pop_back();
    progress = Progress::Fresh;
    if (!pending.empty())
      evaluateNode(at);
  }
}

} // namespace postern::tf
