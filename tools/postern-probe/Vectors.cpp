#include "Vectors.h"

#include "Basic/FileSystem.h"
#include "Eval/Convert.h"
#include "Eval/Evaluator.h"
#include "Eval/Functions.h"
#include "Eval/TypeConstraint.h"
#include "Samples.h"
#include "Source/SourceManager.h"
#include "Syntax/Dump.h"
#include "Syntax/JsonSyntax.h"
#include "TokenProbe.h"
#include "ValueJson.h"
#include "VectorScope.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <optional>

namespace postern::probe {
namespace {

using namespace eval;
using hcl::json::Kind;
using hcl::json::Member;
using hcl::json::Node;

/// What one record needs of the world, made anew for each.
class Bench {
public:
  Bench(const Node &record, const std::string &root) : record_(record), sources_(fs_) {
    world_.files = &fs_;
    world_.sources = &sources_;
    world_.rootDirectory = joinPath(root, text("base_dir"));
    world_.planTimestamp = text("plan_timestamp");
  }

  Verdict run();

private:
  [[nodiscard]] bool has(std::string_view name) const { return record_.find(name) != nullptr; }
  [[nodiscard]] std::string_view text(std::string_view name) const {
    const Node *const node = record_.find(name);
    return node && node->kind == Kind::String ? node->text : std::string_view();
  }
  [[nodiscard]] bool flag(std::string_view name) const {
    const Node *const node = record_.find(name);
    return node && node->boolean;
  }
  [[nodiscard]] std::string input() const;

  static Verdict passed() { return {Outcome::Passed, "", ""}; }
  static Verdict failed(std::string why) { return {Outcome::Failed, std::move(why), ""}; }
  [[nodiscard]] std::string said() const { return sink_.empty() ? "no diagnostic" : sink_.all().front().message; }

  const hcl::Expr *parse(std::string_view source, bool isTemplate = false);
  /// What a record's inputs give: a value, not valid where it is an error, which `error` then says.
  using Answer = std::function<Value(std::span<const Value> inputs, std::string &error)>;
  Verdict judge(std::span<const Value> inputs, const Answer &answer, std::string_view errorField);
  Verdict compare(const Value &value, std::span<const Value> inputs, const Answer &answer);
  Verdict sound(std::span<const Value> inputs, const Answer &answer);
  Verdict compareZipped(const Value &value, const Answer &answer, std::span<const Value> inputs);
  std::string valueErrors(size_t from) const;
  Verdict expression();
  Verdict evaluated(const hcl::Expr &expr, std::string_view errorField);
  Verdict functionCall();
  Value callOperator(std::string_view op, std::span<const Value> args);
  Verdict conversion();
  Verdict unification();
  Verdict typeExpression();
  Verdict typedValue();
  Verdict syntax();
  Verdict jsonSyntax(const std::string &text);
  bool sameDefaults(const Defaults *found, const Node &expected, std::string &why);

  const Node &record_;
  RealFileSystem fs_;
  SourceManager sources_;
  World world_;
  Arena arena_;
  Sink sink_;
  Heap heap_;
};

int base64Digit(char c) {
  constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const size_t at = kDigits.find(c);
  return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

std::string Bench::input() const {
  if (!has("input_b64"))
    return std::string(text("input"));
  std::string out;
  uint32_t bits = 0;
  int count = 0;
  for (const char c : text("input_b64")) {
    const int digit = base64Digit(c);
    if (digit < 0)
      break;
    bits = (bits << 6 | static_cast<uint32_t>(digit)) & 0xffffff;
    count += 6;
    if (count >= 8) {
      count -= 8;
      out += static_cast<char>(bits >> count & 0xff);
    }
  }
  return out;
}

const hcl::Expr *Bench::parse(std::string_view source, bool isTemplate) {
  const FileId file = sources_.add("vector", std::string(source));
  const std::string_view stored = sources_.text(file);
  return isTemplate ? hcl::parseTemplate(file, stored, 0, arena_, sink_)
                    : hcl::parseExpression(file, stored, 0, arena_, sink_);
}

/// The first diagnostic from there on that is more than a remark.
std::string Bench::valueErrors(size_t from) const {
  for (size_t i = from; i < sink_.all().size(); ++i)
    if (sink_.all()[i].name != "FileOutside")
      return sink_.all()[i].message;
  return {};
}

/// Where more is known than the record says, it must hold of every known value that could stand for what the record
/// gives as unknown.
Verdict Bench::compare(const Value &value, std::span<const Value> inputs, const Answer &answer) {
  constexpr unsigned kRounds = 64;
  const TypeRef type = readType(heap_, *record_.find("expected_type"));
  if (!type)
    return failed("the record's type cannot be read");
  std::string why;
  const Match match = matchValue(heap_, value, *record_.find("expected_json"), type, why);
  if (match != Match::Within)
    return match == Match::Same ? passed() : failed(why);
  Sampler sampler(heap_, inputs);
  unsigned held = 0;
  for (unsigned i = 0; i < kRounds && sampler.needed(); ++i) {
    const std::vector<Value> known = sampler.round(i);
    std::string error;
    const Value outcome = answer(known, error);
    // What would contradict the type that the record says is beside its point.
    const bool otherType = !type->hasDynamic && outcome.valid() && outcome.type() != type;
    if (!error.empty() || !outcome.valid() || !outcome.isWhollyKnown() || otherType)
      continue;
    ++held;
    if (admits(value, outcome))
      continue;
    std::string given;
    for (const Value &one : known)
      given += writeValue(heap_, one) + " ";
    return failed(fmt::format("found {}, but {}gives {}", writeValue(heap_, value), given, writeValue(heap_, outcome)));
  }
  return held > 0 ? passed() : failed(fmt::format("found {} where nothing is known", writeValue(heap_, value)));
}

/// Of a record that expects nothing: what is found must hold of every known value that could stand for its unknowns,
/// and where it is an error there must be an error for all of them.
Verdict Bench::sound(std::span<const Value> inputs, const Answer &answer) {
  constexpr unsigned kRounds = 48;
  std::string error;
  const Value value = answer(inputs, error);
  Sampler sampler(heap_, inputs);
  for (unsigned i = 0; i < kRounds; ++i) {
    const std::vector<Value> known = sampler.round(i);
    std::string other;
    const Value outcome = answer(known, other);
    if (!other.empty() || !outcome.valid() || !outcome.isWhollyKnown())
      continue;
    if (error.empty() && admits(value, outcome))
      continue;
    std::string given;
    for (const Value &one : known)
      given += writeValue(heap_, one) + " ";
    return failed(fmt::format("found {}, but {}gives {}", error.empty() ? writeValue(heap_, value) : error, given,
                              writeValue(heap_, outcome)));
  }
  return passed();
}

/// Compressors differ: what unpacks to the argument is right, and what we say of the text must hold of it.
Verdict Bench::compareZipped(const Value &value, const Answer &answer, std::span<const Value> inputs) {
  const Value zipped = readValue(heap_, *record_.find("expected_json"), heap_.types.string());
  if (!zipped.valid() || !admits(value, zipped))
    return failed("found " + writeValue(heap_, value));
  Evaluator evaluator(heap_, world_, sink_);
  const std::vector<SourceRange> ranges(1);
  CallSite site(evaluator, "base64gunzip", {}, ranges);
  const Value text = callFunction(*findFunction("base64gunzip"), site, {&zipped, 1});
  std::string error;
  const Value argument = answer(inputs, error);
  const bool same = text.valid() && argument.valid() && identical(text, argument);
  return same ? passed() : failed("the record's text does not unpack to the argument");
}

/// `errorField` names the record's word for "this must fail".
Verdict Bench::judge(std::span<const Value> inputs, const Answer &answer, std::string_view errorField) {
  if (flag("sound"))
    return sound(inputs, answer);
  std::string error;
  const Value value = answer(inputs, error);
  if (has(errorField))
    return error.empty() ? failed("expected an error, found " + writeValue(heap_, value)) : passed();
  if (!error.empty())
    return failed("unexpected: " + error);
  return value.valid() ? compare(value, inputs, answer) : failed("no value");
}

Verdict Bench::evaluated(const hcl::Expr &expr, std::string_view errorField) {
  std::vector<std::string_view> names;
  std::vector<Value> inputs;
  if (const Node *const variables = record_.find("variables")) {
    for (const Member &member : variables->members()) {
      const Node *const typeNode = member.value.find("type");
      const Node *const valueNode = member.value.find("value");
      const TypeRef type = typeNode ? readType(heap_, *typeNode) : nullptr;
      const Value value = type && valueNode ? readValue(heap_, *valueNode, type) : Value();
      if (!value.valid())
        return failed(fmt::format("variable '{}' cannot be read", member.key.text));
      names.push_back(heap_.intern(member.key.text));
      inputs.push_back(value);
    }
  }
  const auto answer = [&](std::span<const Value> values, std::string &error) {
    // A record that names no functions is evaluated where there are none, if it asks for words.
    VectorScope scope(heap_, text("error_summary").empty() || has("functions"));
    for (size_t i = 0; i < names.size(); ++i)
      scope.set(names[i], values[i]);
    const size_t before = sink_.all().size();
    const Value value = Evaluator(heap_, world_, sink_).evaluate(expr, scope);
    error = valueErrors(before);
    return value;
  };
  if (const std::string_view summary = text("error_summary"); !summary.empty()) {
    std::string error;
    answer(inputs, error);
    const bool said = std::ranges::any_of(sink_.all(), [&](const Diagnostic &it) { return it.summary == summary; });
    return said ? passed() : failed(fmt::format("expected \"{}\", found {}", summary, this->said()));
  }
  if (text("function") == "base64gzip" && !has(errorField)) {
    std::string error;
    const Value zipped = answer(inputs, error);
    const auto argument = [&](std::span<const Value>, std::string &) {
      VectorScope scope(heap_);
      return Evaluator(heap_, world_, sink_).evaluate(*hcl::as<hcl::CallExpr>(expr).args[0], scope);
    };
    return compareZipped(zipped, argument, inputs);
  }
  return judge(inputs, answer, errorField);
}

Verdict Bench::expression() {
  const hcl::Expr *const expr = parse(text("expr"), text("kind") == "template");
  if (!sink_.empty())
    return has("error") ? passed() : failed("does not parse: " + said());
  return evaluated(*expr, "error");
}

Value Bench::callOperator(std::string_view op, std::span<const Value> args) {
  VectorScope scope(heap_);
  std::string source = op == "neg" ? "-a" : std::string(op) + "a";
  scope.set("a", args[0]);
  if (args.size() == 2) {
    scope.set("b", args[1]);
    source = fmt::format("a {} b", op);
  }
  return Evaluator(heap_, world_, sink_).evaluate(*parse(source), scope);
}

Verdict Bench::functionCall() {
  std::vector<Value> args;
  for (const Node &arg : record_.find("args")->items()) {
    const Node *const typeNode = arg.find("type");
    const Node *const valueNode = arg.find("value");
    const TypeRef type = typeNode ? readType(heap_, *typeNode) : nullptr;
    args.push_back(type && valueNode ? readValue(heap_, *valueNode, type) : Value());
    if (!args.back().valid())
      return failed("an argument cannot be read");
  }
  const std::string_view name = text("function");
  const Function *const function = findFunction(name);
  if (!function && !name.starts_with("op:"))
    return failed(fmt::format("there is no function '{}'", name));
  const auto answer = [&](std::span<const Value> values, std::string &error) {
    const size_t before = sink_.all().size();
    Value value;
    if (name.starts_with("op:")) {
      value = callOperator(name.substr(3), values);
    } else {
      const std::vector<SourceRange> ranges(values.size());
      Evaluator evaluator(heap_, world_, sink_);
      CallSite site(evaluator, name, {}, ranges);
      // Outside of expressions nothing converts the arguments.
      site.strict = !has("expr");
      value = callFunction(*function, site, values);
      if (!value.valid() || site.failed || !site.instead.empty())
        error = site.error.empty() ? "failed" : site.error;
    }
    if (error.empty())
      error = valueErrors(before);
    return value;
  };
  if (name == "base64gzip" && !has("error")) {
    std::string error;
    const Value zipped = answer(args, error);
    return compareZipped(
        zipped, [&](std::span<const Value>, std::string &) { return args[0]; }, args);
  }
  return judge(args, answer, "error");
}

Verdict Bench::conversion() {
  const Node &given = *record_.find("value");
  const TypeRef from = readType(heap_, *given.find("type"));
  const TypeRef to = readType(heap_, *record_.find("to_type"));
  const Value value = from && to ? readValue(heap_, *given.find("value"), from) : Value();
  if (!value.valid())
    return failed("the value cannot be read");
  const auto answer = [&](std::span<const Value> values, std::string &error) {
    const Conversion result = convert(heap_, values[0], to);
    error = result.ok() ? "" : result.error.empty() ? "failed" : result.error;
    return result.value;
  };
  return judge({&value, 1}, answer, "error");
}

Verdict Bench::unification() {
  std::vector<TypeRef> types;
  for (const Node &node : record_.find("types")->items())
    types.push_back(readType(heap_, node));
  const TypeRef found = unify(heap_, types);
  const Node &expected = *record_.find("unified");
  if (expected.kind == Kind::Null)
    return found ? failed("expected no type, found " + writeType(found)) : passed();
  const TypeRef wanted = readType(heap_, expected);
  if (found != wanted)
    return failed("expected " + writeType(wanted) + ", found " + (found ? writeType(found) : "none"));
  return passed();
}

bool Bench::sameDefaults(const Defaults *found, const Node &expected, std::string &why) {
  if (!found || expected.kind == Kind::Null) {
    why = found ? "defaults where none are expected" : "no defaults";
    return !found && expected.kind == Kind::Null;
  }
  if (const Node *const type = expected.find("type"); type && readType(heap_, *type) != found->type) {
    why = "the defaults' type is " + writeType(found->type);
    return false;
  }
  const Node *const values = expected.find("default_values");
  const Node *const children = expected.find("children");
  if ((values ? values->count : 0) != found->values.size() ||
      (children ? children->count : 0) != found->children.size()) {
    why = fmt::format("{} defaults and {} children", found->values.size(), found->children.size());
    return false;
  }
  for (const Entry &entry : found->values) {
    const Node *const wanted = values->find(entry.key);
    const TypeRef type = wanted ? readType(heap_, *wanted->find("type")) : nullptr;
    why = "a default of the wrong name";
    if (!type || matchValue(heap_, entry.value, *wanted->find("value"), type, why) != Match::Same)
      return false;
  }
  for (const auto &[name, child] : found->children) {
    const Node *const wanted = children->find(name);
    why = "a child of the wrong name";
    if (!wanted || !sameDefaults(child, *wanted, why))
      return false;
  }
  return true;
}

Verdict Bench::typeExpression() {
  const hcl::Expr *expr = nullptr;
  if (text("syntax") == "json") {
    const FileId file = sources_.add("vector", std::string(text("source")));
    const hcl::json::Document document = hcl::json::parse(sources_.text(file), arena_);
    const Node *const node = document.ok() ? document.root->find("expr") : nullptr;
    if (!node)
      return failed("the source cannot be read");
    expr = hcl::jsonExpression(*node, file, hcl::JsonText::Expression, arena_, sink_);
  } else {
    expr = parse(text("source"));
  }
  TypeConstraint constraint;
  if (sink_.empty())
    constraint = readTypeConstraint(heap_, *expr, flag("constraint"), sink_);
  // Whether a type may have optional attributes, and those a default, is asked by whoever uses it.
  const bool optional = constraint.type && constraint.type->hasOptional;
  const bool refused =
      !sink_.empty() || (optional && !flag("constraint")) || (constraint.defaults && !flag("optional_allowed"));
  if (has("error"))
    return refused ? passed() : failed("expected an error, found " + writeType(constraint.type));
  if (refused)
    return failed("unexpected: " + said());
  if (const Node *const type = record_.find("type"); type && readType(heap_, *type) != constraint.type)
    return failed("found " + writeType(constraint.type));
  std::string why;
  if (const Node *const defaults = record_.find("defaults"))
    return sameDefaults(constraint.defaults, *defaults, why) ? passed() : failed(why);
  return passed();
}

Verdict Bench::typedValue() {
  const hcl::Expr *const typeExpr = parse(text("type"));
  const hcl::Expr *const valueExpr = parse(text("value"));
  std::string error;
  Conversion result;
  if (sink_.empty()) {
    const TypeConstraint constraint = readTypeConstraint(heap_, *typeExpr, true, sink_);
    VectorScope scope(heap_);
    const Value value = Evaluator(heap_, world_, sink_).evaluate(*valueExpr, scope);
    if (sink_.empty())
      result = applyConstraint(heap_, constraint, value);
  }
  if (!sink_.empty() || !result.ok())
    error = result.error.empty() ? said() : result.error;
  const auto answer = [&](std::span<const Value>, std::string &why) {
    why = error;
    return result.value;
  };
  return judge({}, answer, "error");
}

/// Where a rejected text went wrong first.
std::optional<uint32_t> firstPlace(const Sink &sink) {
  std::optional<uint32_t> first;
  for (const Diagnostic &diag : sink.all())
    if (diag.level == Level::Error)
      first = std::min(first.value_or(UINT32_MAX), diag.range.begin);
  return first;
}

Verdict Bench::jsonSyntax(const std::string &source) {
  static constexpr hcl::JsonBodySchema kAnything{};
  const FileId file = sources_.add("vector.tf.json", source);
  Sink errors;
  const hcl::File parsed = hcl::parseJson(file, sources_.text(file), kAnything, errors);
  // The reference looks at the shape of a document later; templates it reads when they are evaluated.
  const bool accepted = parsed.json && (parsed.json->kind == Kind::Object || parsed.json->kind == Kind::Array);
  if (accepted != flag("accept"))
    return failed(accepted ? "accepted" : "rejected: " + (errors.empty() ? "" : errors.all().front().message));
  return passed();
}

Verdict Bench::syntax() {
  const std::string_view kind = text("kind");
  const std::string source = input();
  if (kind == "json")
    return jsonSyntax(source);
  if (kind == "tokens" || kind == "tokens-template") {
    std::string why;
    return sameTokens(source, kind == "tokens-template", *record_.find("tokens"), why) ? passed() : failed(why);
  }
  std::string tree;
  const hcl::Expr *expr = nullptr;
  if (kind == "config") {
    const FileId file = sources_.add("vector.tf", source);
    const hcl::File parsed = hcl::parseNative(file, sources_.text(file), sink_);
    tree = hcl::dump(*parsed.body);
  } else if (kind == "expression" || kind == "template") {
    expr = parse(source, kind == "template");
    tree = hcl::dump(*expr);
  } else {
    return {Outcome::NotAsked, std::string(kind), ""};
  }
  const bool accepted = sink_.empty();
  if (!flag("accept")) {
    Verdict verdict = accepted ? failed("accepted: " + tree) : passed();
    const Node *const diags = record_.find("diagnostics");
    const Node *const start = diags && diags->count > 0 ? diags->items()[0].find("start") : nullptr;
    const Node *const byte = start ? start->find("byte") : nullptr;
    const std::optional<uint32_t> found = firstPlace(sink_);
    if (byte && found)
      verdict.place = std::to_string(*found) == byte->text
                          ? "same"
                          : fmt::format("byte {} instead of {}: {}", *found, byte->text, said());
    return verdict;
  }
  if (!accepted)
    return failed("rejected: " + said());
  const auto trimmed = [](std::string_view it) { return it.substr(0, it.find_last_not_of('\n') + 1); };
  if (has("tree") && trimmed(tree) != trimmed(text("tree")))
    return failed(fmt::format("tree is {}, expected {}", trimmed(tree), trimmed(text("tree"))));
  if (expr && (has("expected_json") || has("value_error")))
    return evaluated(*expr, "value_error");
  return passed();
}

Verdict Bench::run() {
  if (has("input") || has("input_b64"))
    return syntax();
  if (has("args"))
    return functionCall();
  if (has("to_type"))
    return conversion();
  if (has("types"))
    return unification();
  if (has("source"))
    return typeExpression();
  if (text("kind") == "typed")
    return typedValue();
  if (has("expr"))
    return expression();
  return {Outcome::NotAsked, "unknown", ""};
}

} // namespace

Verdict runRecord(const Node &record, const std::string &root) {
  return Bench(record, root).run();
}

} // namespace postern::probe
