// Conversions by name. try, can and convert look at expressions: the evaluator answers for them before their arguments
// are values; what stands here serves calls with values alone.
#include "Eval/functions/Support.h"

#include <fmt/format.h>

namespace postern::eval::functions {

namespace {

Value converted(CallSite &site, const Value &value, TypeRef type) {
  const Conversion out = convert(site.heap(), value, type);
  if (out.ok())
    return out.value;
  const bool hidden = (value.marks & kSensitive) != 0;
  if (hidden)
    return site.fail(
        fmt::format("cannot convert this sensitive {} to {}", friendlyName(value.type()), friendlyName(type)), 0);
  return site.fail(out.path.empty() ? out.error : fmt::format("element {}: {}", out.path, out.error), 0);
}

} // namespace

Value tobool(CallSite &site, Args args) {
  return converted(site, args[0], site.heap().types.boolean());
}
Value tonumber(CallSite &site, Args args) {
  return converted(site, args[0], site.heap().types.number());
}
Value tostring(CallSite &site, Args args) {
  return converted(site, args[0], site.heap().types.string());
}
Value tolist(CallSite &site, Args args) {
  return converted(site, args[0], site.heap().types.list(site.heap().types.dynamic()));
}
Value toset(CallSite &site, Args args) {
  return converted(site, args[0], site.heap().types.set(site.heap().types.dynamic()));
}
Value tomap(CallSite &site, Args args) {
  return converted(site, args[0], site.heap().types.map(site.heap().types.dynamic()));
}

Value tryFirst(CallSite &site, Args args) {
  return args.empty() ? site.fail("at least one argument is required") : args[0];
}

Value can(CallSite &site, Args) {
  return site.heap().boolean(true);
}

Value convertType(CallSite &site, Args) {
  return site.fail("the second argument must be a type constraint");
}

Value typeText(CallSite &site, Args) {
  return site.fail("the \"type\" function exists in the console only");
}

} // namespace postern::eval::functions
