// A value, or why the world did not give one. For failures outside the user's Terraform and outside our code.
#pragma once

#include "Basic/Check.h"

#include <string>
#include <utility>
#include <variant>

namespace postern {

/// One lower-case sentence without a full stop, complete enough to print after "postern: ".
struct Error {
  std::string message;
};

template <typename T> class [[nodiscard]] Expected {
public:
  Expected(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Expected(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  [[nodiscard]] bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  [[nodiscard]] T &operator*() & { return value(); }
  [[nodiscard]] const T &operator*() const & { return value(); }
  [[nodiscard]] T &&operator*() && { return std::move(value()); }
  [[nodiscard]] T *operator->() { return &value(); }
  [[nodiscard]] const T *operator->() const { return &value(); }

  [[nodiscard]] const Error &error() const {
    POSTERN_CHECK(!ok());
    return *std::get_if<1>(&state_);
  }

private:
  T &value() {
    POSTERN_CHECK(ok());
    return *std::get_if<0>(&state_);
  }
  const T &value() const {
    POSTERN_CHECK(ok());
    return *std::get_if<0>(&state_);
  }

  std::variant<T, Error> state_;
};

} // namespace postern
