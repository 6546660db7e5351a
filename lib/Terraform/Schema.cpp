#include "Terraform/Schema.h"

#include <algorithm>
#include <iterator>

namespace postern::tf {
namespace {

constexpr BodyRow kBodies[] = {
#define BODY(NAME, WORD, ARGUMENTS, BLOCKS, FIRST, SECOND)                                                             \
  {WORD,                                                                                                               \
   Others::ARGUMENTS,                                                                                                  \
   Others::BLOCKS,                                                                                                     \
   {FIRST, SECOND},                                                                                                    \
   "Reserved argument name in " WORD " block",                                                                         \
   "Reserved block type name in " WORD " block"},
#include "Terraform/Schema.def"
};

constexpr ArgumentRow kArguments[] = {
#define ARGUMENT(BODY, NAME, NEED, SHAPE) {Body::BODY, NAME, Need::NEED, Shape::SHAPE},
#include "Terraform/Schema.def"
};

// A block of one label is named by it; of two, the first is a type.
constexpr BlockRow kBlocks[] = {
#define NESTED(BODY, TYPE, LABELS, INNER, ONCE)                                                                        \
  {Body::BODY,                                                                                                         \
   TYPE,                                                                                                               \
   LABELS,                                                                                                             \
   Body::INNER,                                                                                                        \
   ONCE,                                                                                                               \
   {(LABELS) == 2 ? "Missing type for " TYPE : "Missing name for " TYPE, "Missing name for " TYPE},                    \
   "Extraneous label for " TYPE},
#include "Terraform/Schema.def"
};

/// Rows stand in the order of their bodies, so those of one body are found by bisection.
template <typename Row, size_t N> constexpr bool sorted(const Row (&rows)[N]) {
  for (size_t i = 1; i < N; ++i)
    if (rows[i].body < rows[i - 1].body)
      return false;
  return true;
}
static_assert(sorted(kArguments) && sorted(kBlocks));

template <typename Row, size_t N> std::span<const Row> rowsOf(const Row (&rows)[N], Body body) {
  return {std::ranges::lower_bound(rows, body, {}, &Row::body), std::ranges::upper_bound(rows, body, {}, &Row::body)};
}

} // namespace

const BodyRow &rowOf(Body body) {
  return kBodies[static_cast<size_t>(body)];
}

std::span<const ArgumentRow> argumentsOf(Body body) {
  return rowsOf(kArguments, body);
}

std::span<const BlockRow> blocksOf(Body body) {
  return rowsOf(kBlocks, body);
}

const ArgumentRow *findArgument(Body body, std::string_view name) {
  for (const ArgumentRow &row : argumentsOf(body))
    if (row.name == name)
      return &row;
  return nullptr;
}

const BlockRow *findBlock(Body body, std::string_view type) {
  for (const BlockRow &row : blocksOf(body))
    if (row.type == type)
      return &row;
  return nullptr;
}

} // namespace postern::tf
