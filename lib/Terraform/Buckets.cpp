#include "Terraform/Buckets.h"

#include "Terraform/Resource.h"

#include <fmt/format.h>

#include <utility>

namespace postern::tf {

using eval::Value;
using eval::ValueKind;

Buckets::Buckets(const Instances &instances) : instances_(instances) {
  for (const Instance &instance : instances_.all) {
    if (instance.mode != Mode::Managed || instance.type != "aws_s3_bucket")
      continue;
    // Others may name the bucket by its name; two buckets of one name are the user's mistake.
    if (std::string key = textKeyOf(viewOf(instances_, instance).get("bucket")); !key.empty())
      sameAs_.emplace(std::move(key), keyOf(instance));
  }
}

std::string Buckets::keyOf(const Instance &bucket) {
  return "#" + bucket.address;
}

std::string Buckets::keyOf(const Value &value) const {
  std::string key = textKeyOf(value);
  const auto named = sameAs_.find(key);
  return named == sameAs_.end() ? key : named->second;
}

std::string Buckets::textKeyOf(const Value &value) const {
  if (!value.valid())
    return {};
  switch (value.kind()) {
  case ValueKind::String:
    return fmt::format("={}", value.text());
  case ValueKind::Unknown:
    return symbolKeyOf(eval::asUnknown(value).symbol);
  case ValueKind::Partial: {
    std::string text = "=";
    for (const eval::Piece &piece : eval::asPartial(value).pieces) {
      if (!piece.isHole()) {
        text += piece.literal;
        continue;
      }
      const std::string hole = textKeyOf(piece.hole);
      if (hole.empty())
        return {};
      text += fmt::format("${{{}}}", hole);
    }
    return text;
  }
  case ValueKind::Null:
  case ValueKind::Bool:
  case ValueKind::Number:
  case ValueKind::Sequence:
  case ValueKind::Mapping:
  case ValueKind::Choice:
    return {};
  }
  return {};
}

std::string Buckets::symbolKeyOf(eval::SymbolId symbol) const {
  if (!symbol.valid())
    return {};
  const auto attribute = instances_.attributeOf(symbol);
  if (attribute && instances_.all[attribute->instance].type == "aws_s3_bucket" &&
      (attribute->attribute == "id" || attribute->attribute == "bucket"))
    return keyOf(instances_.all[attribute->instance]);
  return fmt::format("?{}", (*instances_.heap)[symbol].text);
}

Truth truthOfArgument(const Value &value) {
  if (!value.valid() || value.isNull())
    return Truth::No;
  if (value.kind() == ValueKind::Bool)
    return truthOf(value.boolean());
  if (value.kind() == ValueKind::String)
    return truthOf(value.text() == "true");
  return Truth::Unknown;
}

} // namespace postern::tf
