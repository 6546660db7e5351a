// Bump allocation for things that are freed together: one file's nodes, one root module's values.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <new>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace postern {

/// Only trivially destructible types live here: nothing is destroyed, memory is just given back.
class Arena {
public:
  Arena() = default;
  Arena(Arena &&) noexcept = default;
  Arena &operator=(Arena &&) noexcept = default;
  Arena(const Arena &) = delete;
  Arena &operator=(const Arena &) = delete;

  [[nodiscard]] void *allocate(size_t size, size_t align) {
    const size_t start = (used_ + align - 1) & ~(align - 1);
    if (chunks_.empty() || start + size > capacity_)
      return grow(size);
    used_ = start + size;
    return chunks_.back().get() + start;
  }

  template <typename T, typename... Args> T *make(Args &&...args) {
    static_assert(std::is_trivially_destructible_v<T>);
    return new (allocate(sizeof(T), alignof(T))) T{std::forward<Args>(args)...};
  }

  template <typename T> std::span<T> copy(std::span<const T> items) {
    static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);
    if (items.empty())
      return {};
    T *const out = static_cast<T *>(allocate(items.size_bytes(), alignof(T)));
    std::memcpy(static_cast<void *>(out), items.data(), items.size_bytes());
    return {out, items.size()};
  }
  template <typename T> std::span<T> copy(const std::vector<T> &items) { return copy(std::span<const T>(items)); }

  std::string_view copy(std::string_view text) {
    if (text.empty())
      return {};
    char *const out = static_cast<char *>(allocate(text.size(), 1));
    std::memcpy(out, text.data(), text.size());
    return {out, text.size()};
  }

  /// Bytes taken from the system so far.
  [[nodiscard]] size_t bytes() const { return total_; }

private:
  void *grow(size_t size) {
    // There are tens of thousands of small files, each with an arena: little of it should stay empty.
    const size_t next = std::max(size, std::clamp<size_t>(total_ / 2, 2048, 256 * 1024));
    chunks_.push_back(std::make_unique_for_overwrite<std::byte[]>(next));
    capacity_ = next;
    used_ = size;
    total_ += next;
    return chunks_.back().get();
  }

  std::vector<std::unique_ptr<std::byte[]>> chunks_;
  size_t used_ = 0;
  size_t capacity_ = 0;
  size_t total_ = 0;
};

} // namespace postern
