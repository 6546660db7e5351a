#include "Iam/Documents.h"

#include "Eval/OriginWalk.h"
#include "Terraform/PolicyDocument.h"

#include <algorithm>

namespace postern::iam {
namespace {

using tf::BodyView;
using tf::Instance;

constexpr std::string_view kSourceArguments[] = {"source_policy_documents", "override_policy_documents", "source_json",
                                                 "override_json"};

bool isDocument(const Instance &instance) {
  return instance.mode == tf::Mode::Data && instance.type == "aws_iam_policy_document";
}

/// Calls `visit` with the argument's value, for "block.argument" with that of each block.
template <typename Visit> void valuesAt(const BodyView &view, std::string_view argument, const Visit &visit) {
  const size_t dot = argument.find('.');
  if (dot == std::string_view::npos) {
    if (const eval::Value value = view.get(argument); value.valid())
      visit(value);
    return;
  }
  for (const BodyView &block : view.nested(argument.substr(0, dot)))
    if (const eval::Value value = block.get(argument.substr(dot + 1)); value.valid())
      visit(value);
}

} // namespace

void Documents::resolve() {
  for (const Instance &instance : instances_.all) {
    if (isDocument(instance))
      byHeader_[instance.header].push_back(&instance);
    else if (instance.mode == tf::Mode::Managed && instance.type == "aws_iam_policy")
      policiesByName_[instance.name].push_back(&instance);
  }
  for (const Instance &instance : instances_.all) {
    const auto each = [&](const std::vector<Place> &places, const auto &visit) {
      for (const Place &place : places)
        if (place.type == instance.type)
          valuesAt(tf::viewOf(instances_, instance), place.argument, visit);
    };
    if (instance.mode == tf::Mode::Managed) {
      each(consumers_, [&](const eval::Value &value) {
        std::unordered_set<eval::OriginId> seen;
        walk(value, instance, seen, used_);
      });
      each(boundaries_, [&](const eval::Value &value) { policiesIn(value, instance, boundaryPolicies_); });
      each(attached_, [&](const eval::Value &value) { policiesIn(value, instance, attachedPolicies_); });
    } else if (isDocument(instance)) {
      for (const std::string_view argument : kSourceArguments)
        valuesAt(tf::viewOf(instances_, instance), argument, [&](const eval::Value &value) {
          std::unordered_set<eval::OriginId> seen;
          walk(value, instance, seen, used_);
        });
    }
  }
}

const Instance *Documents::instanceOf(const std::vector<const Instance *> &instances, std::string_view named,
                                      const Instance &user) const {
  const auto ancestors = [this](tf::ModuleInstanceId module) {
    std::vector<tf::ModuleInstanceId> out;
    for (; module; module = instances_.modules[module].parent)
      out.push_back(module);
    std::reverse(out.begin(), out.end());
    return out;
  };
  const auto ownPart = [this](const Instance &instance) {
    const std::string &path = instances_.modules[instance.module].path;
    return std::string_view(instance.address).substr(path.empty() ? 0 : path.size() + 1);
  };
  const auto exact =
      std::find_if(instances.begin(), instances.end(), [&](const Instance *each) { return each->address == named; });
  const std::vector<tf::ModuleInstanceId> around = ancestors(user.module);
  const Instance *best = nullptr;
  size_t bestShared = 0;
  for (const Instance *const each : instances) {
    if (exact != instances.end() && ownPart(*each) != ownPart(**exact))
      continue;
    const std::vector<tf::ModuleInstanceId> path = ancestors(each->module);
    size_t shared = 0;
    while (shared < path.size() && shared < around.size() && path[shared] == around[shared])
      ++shared;
    const bool nearer = shared > bestShared || (shared == bestShared && exact != instances.end() && each == *exact);
    if (best == nullptr || nearer) {
      best = each;
      bestShared = shared;
    }
  }
  return best;
}

// The text of a document has the range of the data block's header, however far it has come.
void Documents::walk(eval::OriginId origin, const Instance &user, std::unordered_set<eval::OriginId> &seen,
                     Found &found) const {
  std::vector<eval::OriginId> todo{origin};
  while (!todo.empty()) {
    const eval::OriginId id = todo.back();
    todo.pop_back();
    if (!id || !seen.insert(id).second)
      continue;
    const eval::Origin &step = (*instances_.heap)[id];
    if (step.kind == eval::OriginKind::Composite) {
      if (const auto at = byHeader_.find(step.range); at != byHeader_.end()) {
        found.insert(instanceOf(at->second, step.name, user));
        continue;
      }
    }
    todo.push_back(step.from);
    todo.push_back(step.via);
    for (const eval::Segment &segment : step.segments)
      todo.push_back(segment.origin);
  }
}

void Documents::walk(const eval::Value &value, const Instance &user, std::unordered_set<eval::OriginId> &seen,
                     Found &found) const {
  walk(value.origin, user, seen, found);
  switch (value.kind()) {
  case eval::ValueKind::Sequence:
    for (const eval::Value &item : eval::asSequence(value).items)
      walk(item, user, seen, found);
    break;
  case eval::ValueKind::Choice:
    for (const eval::Value &alternative : eval::asChoice(value).alternatives)
      walk(alternative, user, seen, found);
    break;
  case eval::ValueKind::Partial:
    for (const eval::Piece &piece : eval::asPartial(value).pieces)
      if (piece.isHole())
        walk(piece.hole, user, seen, found);
    break;
  case eval::ValueKind::Null:
  case eval::ValueKind::Bool:
  case eval::ValueKind::Number:
  case eval::ValueKind::String:
  case eval::ValueKind::Mapping:
  case eval::ValueKind::Unknown:
    break;
  }
}

void Documents::withSources(Found &found) const {
  std::vector<const Instance *> todo(found.begin(), found.end());
  while (!todo.empty()) {
    const Instance &document = *todo.back();
    todo.pop_back();
    for (const std::string_view argument : kSourceArguments)
      valuesAt(tf::viewOf(instances_, document), argument, [&](const eval::Value &value) {
        std::unordered_set<eval::OriginId> seen;
        Found more;
        walk(value, document, seen, more);
        for (const Instance *const each : more)
          if (found.insert(each).second)
            todo.push_back(each);
      });
  }
}

std::vector<const Instance *> Documents::behind(const eval::Value &value, const Instance &user) const {
  Found found;
  std::unordered_set<eval::OriginId> seen;
  walk(value, user, seen, found);
  if (found.empty())
    return {};
  withSources(found);
  std::vector<const Instance *> out(found.begin(), found.end());
  std::sort(out.begin(), out.end(), [](const Instance *a, const Instance *b) { return a->address < b->address; });
  return out;
}

void Documents::policiesNamed(std::string_view reference, const Instance &user, Found &found) const {
  constexpr std::string_view kType = "aws_iam_policy.";
  if (!reference.starts_with(kType))
    return;
  reference.remove_prefix(kType.size());
  const auto at = policiesByName_.find(reference.substr(0, reference.find_first_of(".[")));
  if (at == policiesByName_.end())
    return;
  const bool near = std::any_of(at->second.begin(), at->second.end(),
                                [&](const Instance *each) { return each->module == user.module; });
  for (const Instance *const each : at->second)
    if (!near || each->module == user.module)
      found.insert(each);
}

void Documents::policiesIn(const eval::Value &value, const Instance &user, Found &found) const {
  for (const eval::OriginStep &step : eval::stepsOf(*instances_.heap, value.origin))
    if (step.kind == eval::OriginKind::Reference)
      policiesNamed(step.name, user, found);
  switch (value.kind()) {
  case eval::ValueKind::Unknown:
    if (const auto of = instances_.attributeOf(eval::asUnknown(value).symbol);
        of && instances_.all[of->instance].type == "aws_iam_policy")
      found.insert(&instances_.all[of->instance]);
    break;
  case eval::ValueKind::Partial:
    for (const eval::Piece &piece : eval::asPartial(value).pieces)
      if (piece.isHole())
        policiesIn(piece.hole, user, found);
    break;
  case eval::ValueKind::Sequence:
    for (const eval::Value &item : eval::asSequence(value).items)
      policiesIn(item, user, found);
    break;
  case eval::ValueKind::Choice:
    for (const eval::Value &alternative : eval::asChoice(value).alternatives)
      policiesIn(alternative, user, found);
    break;
  case eval::ValueKind::Null:
  case eval::ValueKind::Bool:
  case eval::ValueKind::Number:
  case eval::ValueKind::String:
  case eval::ValueKind::Mapping:
    break;
  }
}

bool Documents::isOnlyBoundary(const Instance &policy) const {
  return boundaryPolicies_.count(&policy) != 0 && attachedPolicies_.count(&policy) == 0;
}

eval::Value Documents::render(const Instance &document, Sink &sink) const {
  return tf::renderPolicyDocument(*instances_.heap, tf::viewOf(instances_, document), document.address, false, sink);
}

SourceRange Documents::placeOf(const Trace &trace) const {
  for (const eval::OriginStep &step : eval::stepsOf(*instances_.heap, trace.origin))
    if (step.range.valid())
      return step.range;
  return trace.use;
}

} // namespace postern::iam
