// The sentences of a rule: text declared once in its card, arguments typed, checked when the rule is compiled.
#pragma once

#include "Diag/Diagnostic.h"
#include "Terraform/Resource.h"

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

namespace postern::check {

namespace arg {

/// Types of the layers below say how they read in a sentence by a function `std::string toText(const T &)` beside them.
template <typename T>
concept Readable = requires(const T &value) {
  { toText(value) } -> std::convertible_to<std::string>;
};
template <typename T>
concept Stringy = std::is_convertible_v<const T &, std::string_view>;

/// What all arguments share: the text that is put into the sentence.
struct Argument {
  std::string text;

  Argument() = default;
  template <typename T>
  requires(Stringy<T> || Readable<T>) explicit Argument(const T &value) {
    if constexpr (Stringy<T>)
      text = std::string_view(value);
    else
      text = toText(value);
  }
  explicit Argument(const tf::ResourceRef &resource) : text(resource.address) {}
  template <typename T>
  requires(std::integral<T> && !std::same_as<T, bool> && !std::same_as<T, char>) explicit Argument(T number)
      : text(std::to_string(number)) {}
};

// An argument is made, without being asked for, from what it may be made of; Count from whole numbers only, the others
// from text and from values that have a toText, Address from a resource too.
#define ARGUMENT(NAME, WHAT)                                                                                           \
  struct NAME : Argument {                                                                                             \
    static constexpr std::string_view kName = #NAME;                                                                   \
    template <typename T>                                                                                              \
    requires((std::string_view(#NAME) == "Count") == std::integral<T> &&                                               \
             (std::string_view(#NAME) == "Address" ||                                                                  \
              !std::same_as<T, tf::ResourceRef>)&&std::constructible_from<Argument, const T &> &&                      \
             !std::derived_from<T, Argument>) NAME(const T &value)                                                     \
        : Argument(value) {}                                                                                           \
  };
#include "Check/Arguments.def"
#undef ARGUMENT

} // namespace arg

/// A sentence as its card declares it. `text` holds `{0}`, `{1}` … for the arguments in the order of `args`, and `{{`,
/// `}}` for braces. What is not given is taken from the card's rule.
struct MessageInfo {
  std::string_view name;
  std::string_view text;
  std::string_view help;
  std::optional<Level> level;
  double score = -1; ///< negative: not given
  /// Given: in place of the rule's.
  std::span<const std::string_view> covers;
};

template <typename... Args> struct Message : MessageInfo {};

/// `text` with the arguments in their places.
std::string substitute(std::string_view text, std::initializer_list<std::string_view> args);

template <typename... Args>
std::string formatMessage(const Message<Args...> &message, const std::type_identity_t<Args> &...args) {
  return substitute(message.text, {std::string_view(args.text)...});
}

} // namespace postern::check

namespace postern {
using check::Message;
} // namespace postern
