// Every engine diagnostic as a typed constant, `kind::UnknownFunction` and so on, made from the .def files beside it.
#pragma once

#include "Diag/Diagnostic.h"

#include <span>

namespace postern::kind {

using Text = std::string_view;
using Count = uint64_t;

#define KIND(NAME, LEVEL, CODE, SUMMARY, TEXT, ...)                                                                    \
  inline constexpr Kind<__VA_ARGS__> NAME{CODE, #NAME, Level::LEVEL, SUMMARY, !std::string_view(SUMMARY).empty(), TEXT};
#define REMARK(NAME, LEVEL, CODE, SUMMARY, TEXT, ...)                                                                  \
  inline constexpr Kind<__VA_ARGS__> NAME{CODE, #NAME, Level::LEVEL, SUMMARY, false, TEXT};
#include "Diag/Kinds.def"
#undef KIND

} // namespace postern::kind
