#include "Iam/Condition.h"

#include "Iam/Arn.h"

#include <algorithm>
#include <cctype>
#include <optional>

namespace postern::iam {
namespace {

enum class How : uint8_t { Fixed, Account, OrgPath, UserId, Ip, True };

struct KeyFact {
  std::string_view name;
  How how;
};
constexpr KeyFact kKeys[] = {
#define KEY(NAME, HOW) {NAME, How::HOW},
#include "Iam/ConditionKeys.def"
#undef KEY
};

bool consume(std::string_view &text, std::string_view prefix) {
  if (text.size() < prefix.size() || !sameIgnoringCase(text.substr(0, prefix.size()), prefix))
    return false;
  text.remove_prefix(prefix.size());
  return true;
}

bool hasWildcard(std::string_view text) {
  return text.find_first_of("*?") != std::string_view::npos || text.find("${") != std::string_view::npos;
}

/// Whether a value's part stands for one text, or one that can be told apart: no wildcard, not empty.
Truth isFixed(const Text &text) {
  if (hasWildcard(text.literal))
    return Truth::No;
  if (text.mayHoldWildcard())
    return Truth::Unknown;
  return truthOf(!text.literal.empty() || !text.known());
}

Truth fixedUpTo(const Text &text, char end) {
  const size_t at = text.literal.find(end);
  return isFixed(text.part(0, at == std::string::npos ? text.literal.size() : at));
}

/// The account field is fixed; of a bucket, which has none, the bucket's name, since no two accounts have one name.
Truth accountIsFixed(const Text &text) {
  const ArnPattern arn(text);
  if (arn.isEverything())
    return Truth::No;
  const Truth account = isFixed(arn.field(4));
  if (must(account))
    return account;
  Truth bucket = Truth::No;
  if (arn.field(2).literal == "s3")
    bucket = fixedUpTo(arn.field(5), '/');
  return account || bucket;
}

/// A block no broader than /8, of IPv6 no broader than /32.
Truth isNarrowBlock(const Text &text) {
  if (!text.known())
    return Truth::Unknown;
  const std::string_view block = text.literal;
  const size_t slash = block.find('/');
  if (slash == std::string_view::npos)
    return truthOf(!block.empty());
  size_t length = 0;
  for (const char c : block.substr(slash + 1)) {
    if (c < '0' || c > '9' || length > 128)
      return Truth::Unknown;
    length = length * 10 + static_cast<size_t>(c - '0');
  }
  return truthOf(length >= (block.find(':') == std::string_view::npos ? 8u : 32u));
}

Truth valueIsNarrow(How how, OperatorFamily family, const Text &value) {
  // StringEquals takes wildcards as they are: such a value matches what it says or nobody.
  if (family == OperatorFamily::String)
    return truthOf(how != How::True || sameIgnoringCase(value.literal, "true") || !value.known());
  switch (how) {
  case How::Fixed:
    return isFixed(value);
  case How::Account:
    return accountIsFixed(value);
  case How::OrgPath:
    return fixedUpTo(value, '/');
  case How::UserId:
    return fixedUpTo(value, ':');
  case How::Ip:
    return family == OperatorFamily::Ip ? isNarrowBlock(value) : isFixed(value);
  case How::True:
    return value.known() ? truthOf(sameIgnoringCase(value.literal, "true")) : Truth::Unknown;
  }
  return Truth::No;
}

bool fits(How how, OperatorFamily family) {
  switch (family) {
  case OperatorFamily::String:
  case OperatorFamily::StringLike:
    return true;
  case OperatorFamily::Arn:
    return how == How::Account;
  case OperatorFamily::Ip:
    return how == How::Ip;
  case OperatorFamily::Bool:
    return how == How::True;
  case OperatorFamily::Numeric:
  case OperatorFamily::Date:
  case OperatorFamily::Binary:
  case OperatorFamily::Null:
  case OperatorFamily::Unknown:
    return false;
  }
  return false;
}

std::optional<How> howOf(const Text &key) {
  for (const KeyFact &fact : kKeys)
    if (sameIgnoringCase(fact.name, key.literal))
      return fact.how;
  return std::nullopt;
}

} // namespace

bool sameIgnoringCase(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

Operator parseOperator(std::string_view text) {
  Operator out;
  if (consume(text, "ForAllValues:"))
    out.quantifier = Quantifier::ForAllValues;
  else if (consume(text, "ForAnyValue:"))
    out.quantifier = Quantifier::ForAnyValue;
  constexpr std::string_view kIfExists = "IfExists";
  if (text.size() > kIfExists.size() && sameIgnoringCase(text.substr(text.size() - kIfExists.size()), kIfExists)) {
    out.ifExists = true;
    text.remove_suffix(kIfExists.size());
  }
  struct Name {
    std::string_view name;
    OperatorFamily family;
    bool negated;
  };
  constexpr Name kNames[] = {
      {"StringEquals", OperatorFamily::String, false},
      {"StringNotEquals", OperatorFamily::String, true},
      {"StringEqualsIgnoreCase", OperatorFamily::String, false},
      {"StringNotEqualsIgnoreCase", OperatorFamily::String, true},
      {"StringLike", OperatorFamily::StringLike, false},
      {"StringNotLike", OperatorFamily::StringLike, true},
      {"ArnEquals", OperatorFamily::Arn, false},
      {"ArnLike", OperatorFamily::Arn, false},
      {"ArnNotEquals", OperatorFamily::Arn, true},
      {"ArnNotLike", OperatorFamily::Arn, true},
      {"NumericEquals", OperatorFamily::Numeric, false},
      {"NumericNotEquals", OperatorFamily::Numeric, true},
      {"NumericLessThan", OperatorFamily::Numeric, false},
      {"NumericLessThanEquals", OperatorFamily::Numeric, false},
      {"NumericGreaterThan", OperatorFamily::Numeric, false},
      {"NumericGreaterThanEquals", OperatorFamily::Numeric, false},
      {"DateEquals", OperatorFamily::Date, false},
      {"DateNotEquals", OperatorFamily::Date, true},
      {"DateLessThan", OperatorFamily::Date, false},
      {"DateLessThanEquals", OperatorFamily::Date, false},
      {"DateGreaterThan", OperatorFamily::Date, false},
      {"DateGreaterThanEquals", OperatorFamily::Date, false},
      {"Bool", OperatorFamily::Bool, false},
      {"BinaryEquals", OperatorFamily::Binary, false},
      {"IpAddress", OperatorFamily::Ip, false},
      {"NotIpAddress", OperatorFamily::Ip, true},
      {"Null", OperatorFamily::Null, false},
  };
  for (const Name &name : kNames) {
    if (sameIgnoringCase(name.name, text)) {
      out.family = name.family;
      out.negated = name.negated;
      return out;
    }
  }
  return out;
}

Truth Condition::admitsOnlyChosen() const {
  if (!operatorText->known() || !key->known())
    return Truth::Unknown;
  // An absent key passes IfExists and ForAllValues, and a stranger need not bring it.
  if (op.negated || op.ifExists || op.quantifier == Quantifier::ForAllValues)
    return Truth::No;
  const std::optional<How> how = howOf(*key);
  if (!how || !fits(*how, op.family))
    return Truth::No;
  Truth out = open && op.family != OperatorFamily::String ? Truth::Unknown : Truth::Yes;
  for (const Traced<Text> &value : values)
    out = out && valueIsNarrow(*how, op.family, *value);
  return out;
}

Truth Condition::meetsAllStrangers() const {
  if (!operatorText->known() || !key->known())
    return Truth::Unknown;
  const std::optional<How> how = howOf(*key);
  if (!how || !fits(*how, op.family))
    return Truth::No;
  // An absent key meets a negated operator, but not ForAnyValue.
  if (op.quantifier == Quantifier::ForAnyValue)
    return Truth::No;
  if (op.family == OperatorFamily::Bool)
    return truthOf(values.size() == 1 && sameIgnoringCase(values.front()->literal, "false"));
  if (!op.negated)
    return Truth::No;
  Truth out = open && op.family != OperatorFamily::String ? Truth::Unknown : Truth::Yes;
  for (const Traced<Text> &value : values)
    out = out && valueIsNarrow(*how, op.family, *value);
  return out;
}

std::string toText(const Condition &condition) {
  return condition.operatorText->shown() + " on " + condition.key->shown();
}

} // namespace postern::iam
