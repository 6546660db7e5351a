// data "template_file": the provider renders the text that the block gives it, with nothing but the block's own vars.
#include "Eval/OriginWalk.h"
#include "Syntax/Parse.h"
#include "Terraform/Expander.h"

namespace postern::tf {

using eval::Value;
using eval::ValueKind;

namespace {

class VarsScope final : public eval::Scope {
public:
  VarsScope(eval::Heap &heap, const Value &vars) : heap_(heap), vars_(vars) {}

  eval::Resolved resolve(const eval::Reference &reference, eval::Evaluator &evaluator) override {
    if (!vars_.valid() || vars_.kind() != ValueKind::Mapping)
      return {.value = heap_.unknown(heap_.types.string(), {}), .consumed = 0};
    const eval::MappingNode &mapping = eval::asMapping(vars_);
    if (const Value *const found = eval::find(mapping, reference.root)) {
      // The provider's vars are a map of strings.
      const Value value = heap_.extracted(*found, vars_, reference.root);
      const eval::Conversion text = eval::convert(heap_, value, heap_.types.string());
      return {.value = text.ok() ? text.value : value, .consumed = 0};
    }
    if (mapping.open)
      return {.value = heap_.unknown(heap_.types.string(), {}), .consumed = 0};
    evaluator.sink().report(kind::UndeclaredTemplateVariable, reference.rootRange, reference.root);
    return {};
  }

private:
  eval::Heap &heap_;
  const Value vars_;
};

} // namespace

Value Expander::renderedTemplate(ModuleRun &run, uint32_t index, size_t which, SourceRange use) {
  const ResourceDecl &decl = run.config().resources[index];
  const std::string symbol = run.resources[index].runs[which].address + ".rendered";
  const Value unknown =
      heap().notNull(heap().unknown(heap().types.string(), heap().symbol(eval::SymbolKind::Data, symbol)));
  if (!decl.block->body->attribute("template"))
    return unknown;
  const Value text = attribute(run, index, which, "template", use);
  if (text.kind() != ValueKind::String)
    return unknown;
  const Value vars = decl.block->body->attribute("vars") ? attribute(run, index, which, "vars", use)
                                                         : heap().object(std::vector<eval::Entry>());

  if (world_.asked) {
    world_.asked->places = true;
    return unknown;
  }
  // Text that stands in a file as it is has its places there; other text becomes a file of its own.
  SourceManager &sources = files_.sources();
  SourceRange at;
  for (const eval::OriginStep &step : eval::stepsOf(heap(), text.origin))
    if (!at.valid() && step.range.valid() && sources.text(step.range) == text.text())
      at = step.range;
  const FileId file = at.valid() ? at.file : sources.add("<" + symbol + ">", std::string(text.text()));
  const hcl::Expr *const expr = hcl::parseTemplate(file, at.valid() ? sources.text(at) : sources.text(file),
                                                   at.valid() ? at.begin : 0, arena_, sink_);
  if (!expr)
    return unknown;
  VarsScope scope(heap(), vars);
  const Value value = evaluator_.evaluateApart(*expr, scope);
  const eval::Conversion rendered = eval::convert(heap(), value, heap().types.string());
  return rendered.ok() ? rendered.value : unknown;
}

} // namespace postern::tf
