// templatefile and templatestring: templates with the names they are given and no others.
#include "Eval/functions/Files.h"
#include "Source/SourceManager.h"
#include "Syntax/Parse.h"

#include <fmt/format.h>

#include <algorithm>

namespace postern::eval::functions {

namespace {

constexpr size_t kMaxNesting = 32;

/// The variables of one template.
class TemplateScope final : public Scope {
public:
  TemplateScope(CallSite &site, const Value &vars) : site_(site), vars_(vars) {}

  [[nodiscard]] bool has(std::string_view name) const {
    if (vars_.kind() == ValueKind::Mapping)
      return find(asMapping(vars_), name) || asMapping(vars_).open;
    return vars_.type()->kind != TypeKind::Object || vars_.type()->attr(name);
  }

  Resolved resolve(const Reference &reference, Evaluator &evaluator) override {
    Heap &heap = evaluator.heap();
    Value value;
    if (vars_.kind() != ValueKind::Mapping) {
      const AttrType *const attr =
          vars_.type()->kind == TypeKind::Object ? vars_.type()->attr(reference.root) : nullptr;
      value = memberOf(site_, vars_, "." + std::string(reference.root), attr ? attr->type : elementType(site_, vars_));
    } else if (const Value *const found = find(asMapping(vars_), reference.root)) {
      value = heap.extracted(*found, vars_, reference.root);
    } else {
      value = heap.unknown(elementType(site_, vars_), {}, vars_.origin);
    }
    const OriginId origin =
        heap.origin(Origin{OriginKind::Reference, reference.rootRange, value.origin, {}, reference.root, {}, {}});
    return {value.withOrigin(origin), 0};
  }

private:
  CallSite &site_;
  const Value &vars_;
};

bool isTemplateName(std::string_view name) {
  const auto isLetter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  return !name.empty() && (isLetter(name[0]) || static_cast<unsigned char>(name[0]) >= 0x80) &&
         std::ranges::all_of(name, [&](char c) {
           return isLetter(c) || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
                  static_cast<unsigned char>(c) >= 0x80;
         });
}

Value evaluateTemplate(CallSite &site, Args args, FileId file, std::string_view text, uint32_t offset) {
  const Value &vars = args[1];
  const TypeKind kind = vars.type()->kind;
  if (vars.isNull() || (!vars.type()->isMapping() && kind != TypeKind::Dynamic))
    return site.fail("invalid vars value: must be a map", 1);
  if (vars.kind() == ValueKind::Mapping)
    for (const Entry &entry : asMapping(vars).entries)
      if (!isTemplateName(entry.key))
        return site.fail(
            fmt::format("invalid template variable name \"{}\": must start with a letter, followed by zero "
                        "or more letters, digits, and underscores",
                        entry.key),
            1);
  Heap &heap = site.heap();
  Evaluator &evaluator = site.evaluator;
  evaluator.spend(text.size() / 4 + 20);
  const size_t errors = evaluator.sink().count(Level::Error);
  const hcl::Expr *const expr = hcl::parseTemplate(file, text, offset, heap.arena(), evaluator.sink());
  if (evaluator.sink().count(Level::Error) > errors)
    return site.fail("the template has syntax errors", 0);
  TemplateScope scope(site, vars);
  for (const FreeReference &reference : freeReferences(*expr))
    if (!scope.has(reference.root))
      return site.fail(fmt::format("vars map does not contain key \"{}\", referenced in the template", reference.root),
                       1);
  std::vector<FileId> &open = evaluator.openTemplates();
  if (std::ranges::find(open, file) != open.end() || open.size() > kMaxNesting)
    return site.fail(fmt::format("cannot call {} from inside its own template", site.name));
  open.push_back(file);
  const Value value = evaluator.evaluate(*expr, scope);
  open.pop_back();
  return value;
}

} // namespace

Value templatefile(CallSite &site, Args args) {
  const FileText file = readFile(site, args, true);
  if (!file.known)
    return file.otherwise;
  const World &world = site.evaluator.world();
  if (!world.sources || !file.file)
    return unknownResult(site, site.heap().types.dynamic(), args, false);
  return evaluateTemplate(site, args, file.file, world.sources->text(file.file), 0);
}

Value templatestring(CallSite &site, Args args) {
  const World &world = site.evaluator.world();
  if (!world.sources)
    return unknownResult(site, site.heap().types.dynamic(), args, false);
  const std::string_view text = args[0].text();
  if (world.asked) {
    world.asked->places = true;
    return unknownResult(site, site.heap().types.dynamic(), args, false);
  }
  // Text that stands in a file as it is has its places there; other text becomes a file of its own.
  if (args[0].origin) {
    const Origin &origin = site.heap()[args[0].origin];
    const bool literal = origin.kind == OriginKind::Literal && origin.range.valid();
    if (literal && site.range.file != origin.range.file && world.sources->text(origin.range) == text)
      return evaluateTemplate(site, args, origin.range.file, world.sources->text(origin.range), origin.range.begin);
  }
  const FileId file = world.sources->add(fmt::format("<{}>", site.name), std::string(text));
  return evaluateTemplate(site, args, file, world.sources->text(file), 0);
}

} // namespace postern::eval::functions
