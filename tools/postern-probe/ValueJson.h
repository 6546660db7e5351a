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

/// Whether `value` is what `expected` says, with a reason when it is not. Where an unknown is expected, more may be
/// known than is said: a string with holes, one of several values, tighter bounds.
bool sameValue(eval::Heap &heap, const eval::Value &value, const hcl::json::Node &expected, eval::TypeRef type,
               std::string &why);

} // namespace postern::probe
