// ARN patterns as sets: what a statement's Resource or NotResource holds.
#pragma once

#include "Eval/Traced.h"
#include "Eval/Truth.h"
#include "Iam/Text.h"

#include <array>
#include <string_view>
#include <vector>

namespace postern::iam {

/// An ARN with wildcards, matched field by field: in the first five a wildcard does not cross a colon, in the sixth it
/// does (iam.md a.3). Fewer than six fields are filled up with `*`; `*` alone is everything.
class ArnPattern {
public:
  explicit ArnPattern(Text text);

  [[nodiscard]] const Text &text() const { return text_; }
  [[nodiscard]] const Glob &least() const { return least_; }
  [[nodiscard]] const Glob &most() const { return most_; }

  /// Field 0 to 5 as a pattern of its own; `*` where the whole is a hole that may be anything.
  [[nodiscard]] const Text &field(size_t index) const { return fields_[index]; }
  [[nodiscard]] bool isEverything() const { return everything_; }

  [[nodiscard]] Truth covers(const Glob &arns) const;
  [[nodiscard]] Truth intersects(const Glob &arns) const;
  /// Every resource of at least one partition.
  [[nodiscard]] Truth coversEverything() const;
  /// Every resource of that service whose last field is in `resources`, at least within one account and one Region:
  /// `arn:aws:iam::123456789012:role/*` covers ("iam", "role/*").
  [[nodiscard]] Truth coversKind(std::string_view service, std::string_view resources) const;

private:
  /// Begins as an ARN does, with a partition that there is.
  [[nodiscard]] Truth isArn() const;

  Text text_;
  std::array<Text, 6> fields_;
  Glob least_, most_;
  bool everything_ = false;
};

/// Resource (a union) or NotResource (all but a union).
struct ResourceSet {
  std::vector<Traced<ArnPattern>> patterns;
  bool complement = false;
  bool open = false;
  bool written = false;
  Trace at;

  [[nodiscard]] Truth covers(const Glob &arns) const;
  [[nodiscard]] Truth coversEverything() const;
  [[nodiscard]] Truth coversKind(std::string_view service, std::string_view resources) const;
};

} // namespace postern::iam
