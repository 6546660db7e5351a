#include "Terraform/PolicySets.h"

#include <map>
#include <zlib.h>

namespace postern::tf::policy {

std::string setKey(std::string_view content) {
  const uLong sum = crc32(0, reinterpret_cast<const Bytef *>(content.data()), static_cast<uInt>(content.size()));
  return std::to_string(sum);
}

std::string serializedList(std::span<const std::string> items) {
  std::string out = "(";
  for (const std::string &item : items)
    out += item + ";";
  return out + ")";
}

std::string serializedSet(std::span<const std::string> items) {
  std::map<std::string, std::string> ordered;
  for (const std::string &item : items)
    ordered.emplace(setKey(item + ";"), item);
  std::string out = "{";
  for (const auto &[key, item] : ordered)
    out += item + ";";
  return out + "}";
}

} // namespace postern::tf::policy
