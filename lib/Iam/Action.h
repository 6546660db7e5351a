// Action patterns as sets: what a statement's Action or NotAction holds.
#pragma once

#include "Eval/Traced.h"
#include "Eval/Truth.h"
#include "Iam/Text.h"

#include <string>
#include <string_view>
#include <vector>

namespace postern::iam {

/// `service:name` with wildcards, case-insensitive (iam.md a.2). Text that AWS matches with nothing (no colon, blanks,
/// an empty part) is the empty set.
class ActionPattern {
public:
  explicit ActionPattern(Text text);

  [[nodiscard]] const Text &text() const { return text_; }
  /// The set it surely is at least, and the one it is at most.
  [[nodiscard]] const Glob &least() const { return least_; }
  [[nodiscard]] const Glob &most() const { return most_; }
  /// It surely matches nothing.
  [[nodiscard]] bool isEmpty() const { return !valid_; }
  /// The service's name in lower case when it is written without wildcard or hole, else empty.
  [[nodiscard]] std::string_view service() const { return service_; }

  [[nodiscard]] Truth covers(const Glob &actions) const;
  [[nodiscard]] Truth intersects(const Glob &actions) const;
  /// Every action there is.
  [[nodiscard]] Truth coversEverything() const;
  /// Every action of one service, or of all.
  [[nodiscard]] Truth coversService() const;

private:
  Text text_;
  Glob least_, most_;
  bool valid_ = true;
  std::string service_;
};

/// A set of actions from its name: "iam:PassRole", "s3:*".
Glob actionGlob(std::string_view pattern);
/// All actions.
const Glob &everyAction();

/// Action (a union) or NotAction (all but a union).
struct ActionSet {
  std::vector<Traced<ActionPattern>> patterns;
  bool complement = false;
  bool open = false;    ///< there may be further patterns that are not known
  bool written = false; ///< the element stands there
  Trace at;             ///< the element's value

  [[nodiscard]] Truth covers(const Glob &actions) const;
  [[nodiscard]] Truth intersects(const Glob &actions) const;
  [[nodiscard]] Truth coversEverything() const { return covers(everyAction()); }

  /// The first pattern that covers `actions` by itself, surely if there is one, else possibly; null when none does or
  /// the set is a complement.
  [[nodiscard]] const Traced<ActionPattern> *coveredBy(const Glob &actions) const;
};

/// The patterns as they are written, at most three by name: "s3:GetObject, s3:PutObject, s3:DeleteObject and 2 more".
std::string namesOf(const ActionSet &actions);
/// The set for a sentence: its names, "everything", or "everything but …".
std::string toText(const ActionSet &actions);

} // namespace postern::iam
