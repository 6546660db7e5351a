#include "Eval/Functions.h"

#include "Eval/functions/Support.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

namespace postern::eval {

namespace {

constexpr unsigned N = 1; ///< looks into nulls
constexpr unsigned U = 2; ///< looks into unknowns
constexpr unsigned M = 4; ///< looks into marks

constexpr Parameter parameter(std::string_view name, unsigned flags, TypeKind type,
                              TypeKind element = TypeKind::Dynamic) {
  return {name, type, element, (flags & N) != 0, (flags & U) != 0, (flags & M) != 0};
}
constexpr Parameter any(std::string_view name, unsigned flags = 0) {
  return parameter(name, flags, TypeKind::Dynamic);
}
constexpr Parameter str(std::string_view name, unsigned flags = 0) {
  return parameter(name, flags, TypeKind::String);
}
constexpr Parameter num(std::string_view name, unsigned flags = 0) {
  return parameter(name, flags, TypeKind::Number);
}
constexpr Parameter list(std::string_view name, unsigned flags = 0) {
  return parameter(name, flags, TypeKind::List);
}
constexpr Parameter strings(std::string_view name, unsigned flags = 0) {
  return parameter(name, flags, TypeKind::List, TypeKind::String);
}
constexpr Parameter set(std::string_view name, unsigned flags = 0) {
  return parameter(name, flags, TypeKind::Set);
}
constexpr Parameter map(std::string_view name, unsigned flags = 0) {
  return parameter(name, flags, TypeKind::Map);
}

template <typename... P> constexpr std::array<Parameter, sizeof...(P)> params(P... parameters) {
  return {parameters...};
}
constexpr std::array<Parameter, 0> none() {
  return {};
}
constexpr std::array<Parameter, 1> rest(Parameter parameter) {
  return {parameter};
}

/// Result types, by the arguments.
namespace result {

using Args = std::span<const Value>;

TypeRef boolean(CallSite &site, Args) {
  return site.heap().types.boolean();
}
TypeRef number(CallSite &site, Args) {
  return site.heap().types.number();
}
TypeRef string(CallSite &site, Args) {
  return site.heap().types.string();
}
TypeRef dynamic(CallSite &site, Args) {
  return site.heap().types.dynamic();
}
TypeRef strings(CallSite &site, Args) {
  return site.heap().types.list(site.heap().types.string());
}
TypeRef numbers(CallSite &site, Args) {
  return site.heap().types.list(site.heap().types.number());
}
TypeRef stringSet(CallSite &site, Args) {
  return site.heap().types.set(site.heap().types.string());
}
TypeRef mapOfStrings(CallSite &site, Args args) {
  return site.heap().types.map(strings(site, args));
}
TypeRef first(CallSite &, Args args) {
  return args[0].type();
}
TypeRef listOfFirst(CallSite &site, Args args) {
  return site.heap().types.list(args[0].type());
}
TypeRef regexResult(CallSite &site, Args args) {
  return functions::regexType(site, args[0]);
}
TypeRef regexList(CallSite &site, Args args) {
  return site.heap().types.list(functions::regexType(site, args[0]));
}

} // namespace result

#define FUNCTION(NAME, IDENT, SUPPORT, RESULT, PARAMETERS, REST)                                                       \
  struct IDENT##Row {                                                                                                  \
    static constexpr auto kParameters = PARAMETERS;                                                                    \
    static constexpr auto kRest = REST;                                                                                \
  };
#include "Eval/Functions.def"
#undef FUNCTION

constexpr auto makeTable() {
  std::array table{
#define FUNCTION(NAME, IDENT, SUPPORT, RESULT, PARAMETERS, REST)                                                       \
  Function{NAME,                                                                                                       \
           IDENT##Row::kParameters,                                                                                    \
           IDENT##Row::kRest.empty() ? nullptr : IDENT##Row::kRest.data(),                                             \
           &result::RESULT,                                                                                            \
           &functions::IDENT,                                                                                          \
           Support::SUPPORT},
#include "Eval/Functions.def"
#undef FUNCTION
  };
  std::sort(table.begin(), table.end(), [](const Function &a, const Function &b) { return a.name < b.name; });
  return table;
}

constexpr auto kTable = makeTable();

TypeRef typeOf(Heap &heap, TypeKind kind) {
  switch (kind) {
  case TypeKind::Bool:
    return heap.types.boolean();
  case TypeKind::Number:
    return heap.types.number();
  case TypeKind::String:
    return heap.types.string();
  case TypeKind::Dynamic:
  case TypeKind::List:
  case TypeKind::Set:
  case TypeKind::Map:
  case TypeKind::Tuple:
  case TypeKind::Object:
    return heap.types.dynamic();
  }
  POSTERN_UNREACHABLE();
}

TypeRef typeOf(Heap &heap, const Parameter &parameter) {
  const TypeRef element = typeOf(heap, parameter.element);
  switch (parameter.type) {
  case TypeKind::List:
    return heap.types.list(element);
  case TypeKind::Set:
    return heap.types.set(element);
  case TypeKind::Map:
    return heap.types.map(element);
  case TypeKind::Dynamic:
  case TypeKind::Bool:
  case TypeKind::Number:
  case TypeKind::String:
  case TypeKind::Tuple:
  case TypeKind::Object:
    return typeOf(heap, parameter.type);
  }
  POSTERN_UNREACHABLE();
}

/// Whether a value of `type` may stand for `wanted` without being converted.
bool conforms(TypeRef type, TypeRef wanted) {
  if (type == wanted || wanted->kind == TypeKind::Dynamic || type->kind == TypeKind::Dynamic)
    return true;
  return type->kind == wanted->kind && type->isCollection() && conforms(type->element, wanted->element);
}

const Parameter &parameterAt(const Function &function, size_t index) {
  return index < function.parameters.size() ? function.parameters[index] : *function.variadic;
}

/// One call whose arguments are no choices.
Value callOnce(const Function &function, CallSite &site, std::span<const Value> args) {
  Heap &heap = site.heap();
  std::vector<Value> values;
  values.reserve(args.size());
  MarkSet marks = 0;
  bool unknown = false;
  for (size_t i = 0; i < args.size(); ++i) {
    const Parameter &parameter = parameterAt(function, i);
    Value value = args[i];
    if (!parameter.allowMarked)
      value = functions::unmarkDeep(heap, value, marks);
    if (value.isNull() && !parameter.allowNull)
      return site.fail("argument must not be null", int(i));
    const TypeRef wanted = typeOf(heap, parameter);
    if (site.strict && !conforms(value.type(), wanted))
      return site.fail(fmt::format("{} required, but received {}", friendlyName(wanted), friendlyName(value.type())),
                       int(i));
    if (wanted->kind != TypeKind::Dynamic) {
      const Conversion converted = convert(heap, value, wanted);
      if (!converted.ok())
        return site.fail(converted.path.empty() ? converted.error
                                                : fmt::format("element {}: {}", converted.path, converted.error),
                         int(i));
      value = converted.value;
    }
    unknown = unknown || (!parameter.allowUnknown && !value.isWhollyKnown());
    values.push_back(value);
  }
  Value out;
  if (unknown) {
    const TypeRef type = function.resultType(site, values);
    if (site.failed)
      return {};
    out = functions::unknownResult(site, type, values, type->kind != TypeKind::Dynamic);
  } else {
    out = function.implementation(site, values);
  }
  if (!out.valid())
    return {};
  if (!out.origin) {
    const auto source = std::ranges::find_if(values, [](const Value &value) { return bool(value.origin); });
    out = out.withOrigin(functions::callOrigin(site, source == values.end() ? OriginId{} : source->origin));
  }
  return out.withMarks(marks);
}

/// Calls for every combination of the alternatives of `args`; choices on one condition go together. Fills `results`,
/// `condition` where there is just one, and gives false when there are too many combinations.
struct Combinations {
  const Function &function;
  CallSite &site;
  std::vector<Value> args;
  std::vector<std::pair<SymbolId, size_t>> taken = {};
  std::vector<Value> results = {};
  size_t calls = 0;
  bool failures = false;
  std::string error = {};
  int errorArg = -1;

  bool run(size_t at) {
    while (at < args.size() && !args[at].isChoice())
      ++at;
    if (at == args.size())
      return call();
    const Value whole = args[at];
    const ChoiceNode &choice = asChoice(whole);
    std::optional<size_t> known;
    for (const auto &[condition, index] : taken)
      if (choice.condition && condition == choice.condition)
        known = index;
    bool ok = true;
    for (size_t i = 0; i < choice.alternatives.size() && ok; ++i) {
      if (known && *known != i)
        continue;
      Value alternative = choice.alternatives[i].withMarks(whole.marks);
      if (!alternative.origin)
        alternative = alternative.withOrigin(whole.origin);
      args[at] = alternative;
      taken.emplace_back(choice.condition, i);
      ok = run(at + 1);
      taken.pop_back();
    }
    args[at] = whole;
    return ok;
  }

  bool call() {
    if (++calls > Heap::kMaxAlternatives)
      return false;
    const Value value = callOnce(function, site, args);
    if (value.valid()) {
      results.push_back(value);
      return true;
    }
    // An alternative that fails would end the run: the others are what can be.
    if (!failures) {
      error = site.error;
      errorArg = site.errorArg;
    }
    failures = true;
    site.failed = false;
    return true;
  }
};

Value callChoices(const Function &function, CallSite &site, std::span<const Value> args) {
  Heap &heap = site.heap();
  std::vector<SymbolId> conditions;
  for (const Value &arg : args)
    if (arg.isChoice())
      conditions.push_back(asChoice(arg).condition);
  Combinations all{function, site, {args.begin(), args.end()}};
  if (!all.run(0)) {
    // Too many: the largest choices are taken as unknowns, as far as needed.
    std::vector<Value> fewer(args.begin(), args.end());
    const auto largest = std::ranges::max_element(
        fewer, {}, [](const Value &value) { return value.isChoice() ? asChoice(value).alternatives.size() : 0; });
    *largest = heap.unknown(largest->type(), {}, largest->origin).withMarks(largest->marks);
    return callFunction(function, site, fewer);
  }
  if (all.results.empty()) {
    site.failed = false;
    return site.fail(all.error, all.errorArg);
  }
  const bool oneCondition = std::ranges::all_of(conditions, [&](SymbolId id) { return id == conditions.front(); });
  return heap.choice(all.results, oneCondition && !all.failures ? conditions.front() : SymbolId{},
                     all.results.front().origin);
}

} // namespace

const Function *findFunction(std::string_view name) {
  const auto found = std::ranges::lower_bound(kTable, name, {}, &Function::name);
  return found != kTable.end() && found->name == name ? &*found : nullptr;
}

std::span<const Function> allFunctions() {
  return kTable;
}

Value callFunction(const Function &function, CallSite &site, std::span<const Value> args) {
  if (args.size() < function.parameters.size()) {
    const std::string_view missing = function.parameters[args.size()].name;
    return site.fail(fmt::format("not enough arguments: \"{}\" is missing", missing));
  }
  if (args.size() > function.parameters.size() && !function.variadic)
    return site.fail(fmt::format("too many arguments: {} expected, {} given", function.parameters.size(), args.size()),
                     int(function.parameters.size()));
  const bool choices = std::ranges::any_of(args, [](const Value &value) { return value.isChoice(); });
  return choices ? callChoices(function, site, args) : callOnce(function, site, args);
}

} // namespace postern::eval
