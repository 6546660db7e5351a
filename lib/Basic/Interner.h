// Strings as views that compare by address: equal texts get one copy for as long as the interner lives.
#pragma once

#include "Basic/Arena.h"

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

namespace postern {

class Interner {
public:
  /// The one copy of `text`. Two results with equal text have equal data().
  std::string_view intern(std::string_view text) {
    if (text.empty())
      return "";
    if (count_ * 2 >= slots_.size())
      grow();
    const size_t hash = std::hash<std::string_view>()(text);
    size_t at = hash & (slots_.size() - 1);
    for (; slots_[at].text.data() != nullptr; at = (at + 1) & (slots_.size() - 1))
      if (slots_[at].hash == hash && slots_[at].text == text)
        return slots_[at].text;
    ++count_;
    slots_[at] = {hash, arena_.copy(text)};
    return slots_[at].text;
  }

  /// Memory taken so far, about.
  [[nodiscard]] size_t bytes() const { return arena_.bytes() + slots_.size() * sizeof(Slot); }

private:
  /// A place of the table; one without data is free.
  struct Slot {
    size_t hash = 0;
    std::string_view text;
  };

  void grow() {
    std::vector<Slot> old(slots_.empty() ? 64 : slots_.size() * 2);
    old.swap(slots_);
    for (const Slot &slot : old) {
      if (slot.text.data() == nullptr)
        continue;
      size_t at = slot.hash & (slots_.size() - 1);
      while (slots_[at].text.data() != nullptr)
        at = (at + 1) & (slots_.size() - 1);
      slots_[at] = slot;
    }
  }

  Arena arena_;
  std::vector<Slot> slots_; ///< open addressing; a power of two, at most half full
  size_t count_ = 0;
};

} // namespace postern
