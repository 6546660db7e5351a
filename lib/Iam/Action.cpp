#include "Iam/Action.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <limits>

namespace postern::iam {
namespace {

// Neither a service's nor an action's name has a colon, so no wildcard ever crosses one.
constexpr Glob::Options kOptions{true, std::numeric_limits<uint32_t>::max()};

std::vector<Glob> globsOf(const std::vector<Traced<ActionPattern>> &patterns, bool may) {
  std::vector<Glob> out;
  for (const Traced<ActionPattern> &pattern : patterns)
    if (!pattern->isEmpty())
      out.push_back(may ? pattern->most() : pattern->least());
  return out;
}

/// Whether AWS would read it as service:name at all.
bool isWellFormed(std::string_view text) {
  const size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon == 0 || colon + 1 == text.size())
    return false;
  return std::none_of(text.begin(), text.end(), [](unsigned char c) { return std::isspace(c) || c == ','; }) &&
         text.find(':', colon + 1) == std::string_view::npos;
}

} // namespace

Glob actionGlob(std::string_view pattern) {
  return pattern == "*" ? Glob("?*:?*", kOptions) : Glob(pattern, kOptions);
}

const Glob &everyAction() {
  // A function's static, so nothing runs before main.
  static const Glob everything("?*:?*", kOptions);
  return everything;
}

ActionPattern::ActionPattern(Text text) : text_(std::move(text)) {
  if (text_.known()) {
    const bool all = !text_.literal.empty() && text_.literal.find_first_not_of('*') == std::string::npos;
    valid_ = all || isWellFormed(text_.literal);
    if (valid_)
      least_ = most_ = Glob(all ? std::string_view("*:*") : std::string_view(text_.literal), kOptions);
  } else {
    const bool colon = text_.literal.find(':') != std::string::npos;
    least_ = globOf(text_, kOptions, false);
    most_ = !colon && text_.mayHoldWildcard() ? Glob("*:*", kOptions) : globOf(text_, kOptions, true);
  }
  const size_t colon = text_.literal.find(':');
  if (!valid_ || colon == std::string::npos ||
      std::any_of(text_.holes.begin(), text_.holes.end(), [&](const Hole &hole) { return hole.offset <= colon; }))
    return;
  const std::string_view service = std::string_view(text_.literal).substr(0, colon);
  if (service.find_first_of("*?") != std::string_view::npos)
    return;
  service_ = service;
  for (char &c : service_)
    c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
}

Truth ActionPattern::covers(const Glob &actions) const {
  if (!valid_)
    return Truth::No;
  if (postern::covers(least_, actions))
    return Truth::Yes;
  return !text_.known() && postern::covers(most_, actions) ? Truth::Unknown : Truth::No;
}

Truth ActionPattern::intersects(const Glob &actions) const {
  if (!valid_)
    return Truth::No;
  if (postern::intersects(least_, actions))
    return Truth::Yes;
  return !text_.known() && postern::intersects(most_, actions) ? Truth::Unknown : Truth::No;
}

Truth ActionPattern::coversEverything() const {
  return covers(everyAction());
}

Truth ActionPattern::coversService() const {
  if (service_.empty())
    return coversEverything();
  return covers(Glob(service_ + ":?*", kOptions));
}

Truth ActionSet::covers(const Glob &actions) const {
  if (complement) {
    bool maybe = open;
    for (const Traced<ActionPattern> &pattern : patterns) {
      const Truth touches = pattern->intersects(actions);
      if (must(touches))
        return Truth::No;
      maybe = maybe || may(touches);
    }
    return maybe ? Truth::Unknown : truthOf(written);
  }
  if (postern::covers(globsOf(patterns, false), actions))
    return Truth::Yes;
  return open || postern::covers(globsOf(patterns, true), actions) ? Truth::Unknown : Truth::No;
}

Truth ActionSet::intersects(const Glob &actions) const {
  if (complement) {
    if (postern::covers(globsOf(patterns, false), actions))
      return Truth::No;
    return open || postern::covers(globsOf(patterns, true), actions) ? Truth::Unknown : truthOf(written);
  }
  Truth out = open ? Truth::Unknown : Truth::No;
  for (const Traced<ActionPattern> &pattern : patterns)
    out = out || pattern->intersects(actions);
  return out;
}

const Traced<ActionPattern> *ActionSet::coveredBy(const Glob &actions) const {
  const Traced<ActionPattern> *possible = nullptr;
  if (complement)
    return nullptr;
  for (const Traced<ActionPattern> &pattern : patterns) {
    const Truth truth = pattern->covers(actions);
    if (must(truth))
      return &pattern;
    if (may(truth) && possible == nullptr)
      possible = &pattern;
  }
  return possible;
}

std::string namesOf(const ActionSet &actions) {
  constexpr size_t kShown = 3;
  const size_t count = actions.patterns.size();
  const size_t shown = count > kShown ? kShown : count;
  std::string out;
  for (size_t i = 0; i < shown; ++i) {
    const bool last = i + 1 == count && !actions.open;
    out += fmt::format("{}{}", i == 0 ? "" : last ? " and " : ", ", actions.patterns[i]->text().shown());
  }
  if (shown < count)
    out += fmt::format(" and {} more", count - shown);
  else if (actions.open)
    out += out.empty() ? "actions that are not known" : " and more that are not known";
  return out;
}

std::string toText(const ActionSet &actions) {
  if (must(actions.coversEverything()))
    return "everything";
  return (actions.complement ? "everything but " : "") + namesOf(actions);
}

} // namespace postern::iam
