// Conditions of a statement: operators, keys, values, and whether one keeps strangers out.
#pragma once

#include "Eval/Traced.h"
#include "Eval/Truth.h"
#include "Iam/Text.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace postern::iam {

enum class OperatorFamily : uint8_t {
  String,     ///< StringEquals: wildcards are plain text
  StringLike, ///< wildcards count
  Arn,        ///< ArnEquals and ArnLike are the same
  Numeric,
  Date,
  Bool,
  Binary,
  Ip,
  Null,
  Unknown, ///< not an operator, or not known
};

enum class Quantifier : uint8_t { None, ForAllValues, ForAnyValue };

struct Operator {
  OperatorFamily family = OperatorFamily::Unknown;
  bool negated = false;
  bool ifExists = false;
  Quantifier quantifier = Quantifier::None;
};
Operator parseOperator(std::string_view text);

/// One operator and key with its values: values are alternatives, conditions of a statement hold together.
struct Condition {
  Operator op;
  Traced<Text> operatorText;
  Traced<Text> key;
  std::vector<Traced<Text>> values;
  bool open = false; ///< there may be further values that are not known

  /// In an Allow: whether only callers that the owner chose can meet it (iam.md a.8). A value that may hold a wildcard
  /// makes it Unknown.
  [[nodiscard]] Truth admitsOnlyChosen() const;
  /// In a Deny: whether everybody meets it but callers that the owner chose.
  [[nodiscard]] Truth meetsAllStrangers() const;
};
std::string toText(const Condition &condition);

/// Whether two texts are the same but for the case of letters.
bool sameIgnoringCase(std::string_view a, std::string_view b);

} // namespace postern::iam
