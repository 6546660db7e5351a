// In which order the provider goes through what it keeps as a set: the order of its texts follows from it.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace postern::tf::policy {

/// Elements of a set stand in the order of these keys, as text. `content` is the element as the provider's sets
/// serialise it: "a;" for a text; for a block "name:value;" of each argument by name, a list of texts as `(a;b;);`, a
/// set of texts as `{a;b;};`.
std::string setKey(std::string_view content);

/// `(a;b;)` in the order given.
std::string serializedList(std::span<const std::string> items);
/// `{a;b;}` in the order of the set, each text once.
std::string serializedSet(std::span<const std::string> items);

} // namespace postern::tf::policy
