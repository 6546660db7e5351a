// Strings as views that compare by address: equal texts get one copy for as long as the interner lives.
#pragma once

#include "Basic/Arena.h"

#include <string_view>
#include <unordered_set>

namespace postern {

class Interner {
public:
  /// The one copy of `text`. Two results with equal text have equal data().
  std::string_view intern(std::string_view text) {
    const auto found = texts_.find(text);
    if (found != texts_.end())
      return *found;
    const std::string_view copy = text.empty() ? std::string_view("") : arena_.copy(text);
    texts_.insert(copy);
    return copy;
  }

private:
  Arena arena_;
  std::unordered_set<std::string_view> texts_;
};

} // namespace postern
