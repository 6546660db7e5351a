// A typed four-byte index: what a Store hands out instead of an address.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>

namespace postern {

/// `Tag` keeps ids of different stores apart. A default-constructed id is "none".
template <typename Tag> class Id {
public:
  constexpr Id() = default;
  constexpr explicit Id(uint32_t index) : index_(index) {}

  [[nodiscard]] constexpr bool valid() const { return index_ != kNone; }
  [[nodiscard]] constexpr uint32_t index() const { return index_; }
  constexpr explicit operator bool() const { return valid(); }
  constexpr auto operator<=>(const Id &) const = default;

private:
  static constexpr uint32_t kNone = 0xffffffff;
  uint32_t index_ = kNone;
};

} // namespace postern

template <typename Tag> struct std::hash<postern::Id<Tag>> {
  size_t operator()(postern::Id<Tag> id) const noexcept { return id.index(); }
};
