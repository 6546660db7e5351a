// What is known about attributes that a resource's own block does not set (language.md UN-21, UN-22).
#pragma once

#include "Terraform/Instance.h"

#include <span>
#include <string_view>

namespace postern::tf {

struct AttributeFact {
  enum class Kind : uint8_t {
    Hole,     ///< a text known after apply, of class `hole`
    Holes,    ///< a list of such texts
    Shape,    ///< made of other attributes by `pattern`
    Prefixed, ///< when unset: attribute `pattern`, if that is set, and then anything of class `hole`
    Absent,   ///< null when unset
  };
  Mode mode;
  std::string_view type;
  std::string_view name;
  Kind kind;
  eval::HoleClass hole;
  std::string_view pattern; ///< see Attributes.def
};

/// Null when nothing is known.
const AttributeFact *findAttribute(Mode mode, std::string_view type, std::string_view name);
/// All of a type, by name.
std::span<const AttributeFact> attributesOf(Mode mode, std::string_view type);

/// By the name alone, for attributes that no table knows: every `arn` and `*_arn` of an AWS type is an ARN.
struct GuessedAttribute {
  bool isString;
  eval::HoleClass hole;
};
GuessedAttribute guessAttribute(std::string_view type, std::string_view name);

} // namespace postern::tf
