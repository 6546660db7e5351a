#include "VectorScope.h"

#include <fmt/format.h>

namespace postern::probe {

using namespace eval;

Resolved VectorScope::resolve(const Reference &reference, Evaluator &evaluator) {
  const auto found = values_.find(reference.root);
  if (found != values_.end())
    return {found->second, 0};
  if (reference.root == "path") {
    const Value here = heap_.string(".");
    return {heap_.object({{"cwd", here}, {"module", here}, {"root", here}}), 0};
  }
  if (unknowns_ && !reference.steps.empty()) {
    const std::string name = fmt::format("{}.{}", reference.root, reference.steps[0].name);
    const SymbolId symbol = heap_.symbol(SymbolKind::Variable, name);
    const TypeRef type = reference.root == "unknown"  ? heap_.types.dynamic()
                         : reference.root == "string" ? heap_.types.string()
                         : reference.root == "number" ? heap_.types.number()
                         : reference.root == "bool"   ? heap_.types.boolean()
                                                      : nullptr;
    if (type)
      return {heap_.unknown(type, symbol), 1};
  }
  Diagnostic diag;
  diag.code = "probe";
  diag.name = "UnknownName";
  diag.summary = "Unknown variable";
  diag.message = fmt::format("there is no variable named '{}'", reference.root);
  diag.range = reference.rootRange;
  evaluator.sink().report(std::move(diag));
  return {};
}

} // namespace postern::probe
