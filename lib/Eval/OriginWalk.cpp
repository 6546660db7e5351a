#include "Eval/OriginWalk.h"

#include <algorithm>

namespace postern::eval {

namespace {

// Collections may be nested, and each can have come a long way; a note list of that length helps nobody.
constexpr int kMaxNesting = 16;

// Outermost first.
void walk(const Heap &heap, OriginId origin, int nesting, bool container, std::vector<OriginStep> &out) {
  while (origin.valid() && out.size() < kMaxSteps) {
    const Origin &step = heap[origin];
    // Where a collection was written is around its elements and says nothing more.
    const bool written = step.kind == OriginKind::Literal || step.kind == OriginKind::Composite;
    if (written && container)
      return;
    if (step.kind == OriginKind::Element && nesting < kMaxNesting)
      walk(heap, step.via, nesting + 1, true, out);
    if (out.size() < kMaxSteps)
      out.push_back({step.kind, step.range, step.name, step.scope});
    if (step.kind == OriginKind::Composite)
      return;
    origin = step.from;
  }
}

} // namespace

std::vector<OriginStep> stepsOf(const Heap &heap, OriginId origin) {
  std::vector<OriginStep> steps;
  walk(heap, origin, 0, false, steps);
  std::ranges::reverse(steps);
  return steps;
}

} // namespace postern::eval
