// Which resource a fact belongs to, in the only words that are left of it after lower: its address and its place.
#pragma once

#include "Source/SourceRange.h"

#include <string>

namespace postern::tf {

struct ResourceRef {
  std::string address; ///< "module.a[\"k\"].aws_x.y[0]"; never empty
  SourceRange header;  ///< `resource "aws_x" "y"`
  SourceRange block;   ///< the whole block

  bool operator==(const ResourceRef &) const = default;
};

} // namespace postern::tf
