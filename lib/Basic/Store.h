// Id-indexed storage whose elements never move, so references into it stay good while it lives.
#pragma once

#include "Basic/Check.h"
#include "Basic/Id.h"

#include <deque>
#include <utility>

namespace postern {

template <typename IdType, typename T> class Store {
public:
  template <typename... Args> IdType add(Args &&...args) {
    items_.emplace_back(std::forward<Args>(args)...);
    return IdType(static_cast<uint32_t>(items_.size() - 1));
  }

  [[nodiscard]] const T &operator[](IdType id) const {
    POSTERN_CHECK(id.valid() && id.index() < items_.size());
    return items_[id.index()];
  }
  [[nodiscard]] T &operator[](IdType id) {
    POSTERN_CHECK(id.valid() && id.index() < items_.size());
    return items_[id.index()];
  }

  [[nodiscard]] size_t size() const { return items_.size(); }
  [[nodiscard]] bool empty() const { return items_.empty(); }
  auto begin() const { return items_.begin(); }
  auto end() const { return items_.end(); }
  auto begin() { return items_.begin(); }
  auto end() { return items_.end(); }

private:
  std::deque<T> items_;
};

} // namespace postern
