// What a rule found: the diagnostic to print, and what machines want to know besides.
#pragma once

#include "Check/Rule.h"
#include "Check/SubjectFacts.h"
#include "Diag/Diagnostic.h"
#include "Terraform/Resource.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace postern {
class SourceManager;
} // namespace postern

namespace postern::check {

/// Another place where the same expression does the same harm: a further caller, instance or rule.
struct Related {
  std::string_view role; ///< "use", "instance", "caller"; static text
  std::string message;
  SourceRange range;
  std::string address; ///< whose it is
  FindingFacts facts;  ///< what is true there, where it is another resource's
};

/// Outlives the root module that it was found in: it holds text and ranges, no values.
struct Finding {
  const RuleInfo *rule = nullptr;
  const MessageInfo *message = nullptr;
  Diagnostic diag;   ///< code, name, level, certainty, text, caret, labels, path, help
  double score = -1; ///< negative: none
  std::vector<std::string_view> covers;
  std::vector<tf::ResourceRef> resources; ///< whose text is at fault, most important first
  std::vector<Related> related;
  FindingFacts facts;      ///< what the subject says, for machines
  SourceRange use;         ///< where the value arrives in the resource
  std::string fingerprint; ///< rule, address and a hash of the origin's text: moving code does not change it
  Subject subjectKind{};   ///< with `subject`: which subject it was found on, for subsumption within one root
  const void *subject = nullptr;
};

using Findings = std::vector<Finding>;

/// Drops findings that another one on the same subject and with the same caret subsumes, and hands their covers on.
/// Called once per root, while subjects live; forgets the subjects.
void subsume(Findings &findings);

/// One finding per rule and defining expression: further instances and callers go into `resources` and `related` of
/// the one that stays. Sorts by path, offset and code; the order in which work was done plays no part.
void merge(Findings &findings, const SourceManager &sources);

} // namespace postern::check
