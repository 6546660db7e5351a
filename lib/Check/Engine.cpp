#include "Check/Engine.h"

#include "Basic/Check.h"
#include "Cloud/Settings.h"
#include "Iam/Policy.h"
#include "Net/Exposure.h"

#include <array>
#include <vector>

namespace postern::check {

namespace {

using Pointers = std::vector<const void *>;

template <typename Items> Pointers pointersTo(const Items &items) {
  Pointers out;
  out.reserve(items.size());
  for (const auto &item : items)
    out.push_back(&item);
  return out;
}

Pointers subjectsOf(const Facts &facts, Subject subject) {
  switch (subject) {
  case Subject::IngressRule:
    return pointersTo(facts.exposure.ingress);
  case Subject::SecurityGroup:
    return pointersTo(facts.exposure.groups);
  case Subject::Statement:
    return pointersTo(facts.policies.statements);
  case Subject::Policy:
    return pointersTo(facts.policies.all);
  case Subject::Attachment:
    return pointersTo(facts.policies.attachments);
  case Subject::Setting:
    return pointersTo(facts.settings.all);
  }
  POSTERN_UNREACHABLE();
}

} // namespace

Findings run(const Facts &facts, std::span<const Rule *const> rules, Reporter &reporter) {
  constexpr std::array kSubjects = {Subject::IngressRule, Subject::SecurityGroup, Subject::Statement,
                                    Subject::Policy,      Subject::Attachment,    Subject::Setting};
  for (const Subject subject : kSubjects) {
    Pointers subjects;
    bool asked = false;
    for (const Rule *rule : rules) {
      if (rule->subject != subject)
        continue;
      if (!asked)
        subjects = subjectsOf(facts, subject);
      asked = true;
      reporter.begin(*rule);
      rule->run(subjects, reporter);
    }
  }
  return reporter.take();
}

} // namespace postern::check
