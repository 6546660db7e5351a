// nlohmann/json for what we write. Nothing here throws: documents are built, then dumped with bad UTF-8 replaced.
#pragma once

#include <nlohmann/json.hpp>

#include <string>

namespace postern {

/// Keeps the order in which keys were put in, so that output is stable and readable.
using Json = nlohmann::ordered_json;

/// One line when `indent` is -1. Bytes that are not UTF-8 become U+FFFD.
inline std::string dump(const Json &json, int indent = -1) {
  return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

} // namespace postern
