#include "Driver/Support.h"

#include "Cloud/Lower.h"
#include "Eval/Functions.h"
#include "Net/Lower.h"

#include <fmt/format.h>

#include <iterator>
#include <map>
#include <string_view>

namespace postern::driver {

namespace {

struct Row {
  std::string_view state;
  std::string_view note;
};
using Rows = std::map<std::string, Row>;

enum class State : uint8_t { Modelled, Irrelevant, Unknown, Todo };

template <typename Support> std::string_view word(Support support) {
  // The tables have enumerations of their own with these names; not all of them have each.
  if (support == Support::Modelled)
    return "modelled";
  if (support == Support::Irrelevant)
    return "irrelevant";
  if (support == Support::Todo)
    return "todo";
  return "unknown";
}

void print(std::string &out, std::string_view title, const Rows &rows) {
  size_t modelled = 0;
  for (const auto &[name, row] : rows)
    modelled += row.state == "modelled" ? 1 : 0;
  fmt::format_to(std::back_inserter(out), "{}: {} of {} modelled\n", title, modelled, rows.size());
  for (const auto &[name, row] : rows)
    fmt::format_to(std::back_inserter(out), "  {:<10} {}{}{}\n", row.state, name, row.note.empty() ? "" : ": ",
                   row.note);
}

template <typename Table> Rows resources(const Table &table) {
  Rows rows;
  for (const auto &entry : table)
    rows[std::string(entry.type)] = {word(entry.state), entry.note};
  return rows;
}

Rows policies() {
  Rows rows;
  const auto add = [&rows](std::string_view type, std::string_view argument, std::string_view state,
                           std::string_view note) {
    const std::string_view dot = argument.empty() ? "" : ".";
    rows[fmt::format("{}{}{}", type, dot, argument)] = {state, note};
  };
#define POLICY(TYPE, ARGUMENT, KIND, SERVICE) add(TYPE, ARGUMENT, "modelled", "");
#define ATTACHMENT(TYPE, POLICIES, HOLDERS, HOLDER) add(TYPE, POLICIES, "modelled", "");
#define BOUNDARY(TYPE, ARGUMENT) add(TYPE, ARGUMENT, "modelled", "");
#define OTHER(TYPE, STATE, WHY) add(TYPE, "", word(State::STATE), WHY);
#include "Iam/Resources.def"
#undef POLICY
#undef ATTACHMENT
#undef BOUNDARY
#undef OTHER
  return rows;
}

} // namespace

std::string supportText() {
  std::string out;
  Rows functions;
  for (const eval::Function &function : eval::allFunctions())
    functions[std::string(function.name)] = {word(function.support), ""};
  print(out, "functions", functions);

  Rows blocks;
#define BLOCK(TYPE, LABELS, SUPPORT, DUPLICATE, WHY) blocks[TYPE] = {word(State::SUPPORT), WHY};
#include "Terraform/Blocks.def"
#undef BLOCK
  print(out, "blocks of a module", blocks);

  Rows ofResources, ofCalls;
#define RESOURCE_ARGUMENT(NAME, STATE, WHY) ofResources[NAME] = {word(State::STATE), WHY};
#define RESOURCE_BLOCK(TYPE, STATE, WHY) ofResources[TYPE] = {word(State::STATE), WHY};
#define CALL_ARGUMENT(NAME, STATE, WHY) ofCalls[NAME] = {word(State::STATE), WHY};
#include "Terraform/MetaArguments.def"
#undef RESOURCE_ARGUMENT
#undef RESOURCE_BLOCK
#undef CALL_ARGUMENT
  print(out, "arguments and blocks of every resource", ofResources);
  print(out, "arguments of every module call", ofCalls);
  Rows others;
#define BLOCK(...)
#define ARGUMENT(TYPE, NAME, SUPPORT, WHY) others[TYPE "." NAME] = {word(State::SUPPORT), WHY};
#include "Terraform/Blocks.def"
#undef BLOCK
  print(out, "arguments and blocks of other blocks", others);

  print(out, "resource types, network", resources(net::resourceTable()));
  print(out, "arguments that hold policies", policies());
  print(out, "resource types, settings", resources(cloud::resourceTable()));
  return out;
}

} // namespace postern::driver
