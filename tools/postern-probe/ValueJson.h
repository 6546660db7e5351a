// Values and types as test vectors write them: plain JSON beside a type, with objects for what JSON cannot say.
#pragma once

#include "Eval/Heap.h"
#include "Syntax/JsonDocument.h"

#include <string>

namespace postern::probe {

/// "string", "dynamic", ["list", T], ["object", {"a": T}, ["optional", ...]], …; null when it is no type.
eval::TypeRef readType(eval::Heap &heap, const hcl::json::Node &node);

/// A value of `type`; {"$unknown": T, "refine": {…}}, {"$marked": [names], "value": V} and {"$number": "1e400"} mean
/// what they say. Unknowns have no symbol: each is another one. Not valid when the JSON does not fit the type.
eval::Value readValue(eval::Heap &heap, const hcl::json::Node &node, eval::TypeRef type);

std::string writeType(eval::TypeRef type);

/// The same notation; besides, a string with holes is {"$pieces": ["text", {"$hole": "name"}]}, one of several values
/// {"$choice": [V, …]}, and a collection that may hold more {"$open": V}.
std::string writeValue(const eval::Heap &heap, const eval::Value &value);

/// How a value found stands to the one expected. The reference gives up sooner than we do: where it says "unknown", we
/// may know one of several values, a collection that may hold more, a text with holes or even the value. That is
/// within what it says when all that it says of its unknown holds of ours.
enum class Match { No, Within, Same };

/// How `value` stands to what `expected` says, with the reason when it does not.
Match matchValue(eval::Heap &heap, const eval::Value &value, const hcl::json::Node &expected, eval::TypeRef type,
                 std::string &why);

} // namespace postern::probe
