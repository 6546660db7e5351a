// Where a value came from: linked steps from the literal outwards, a few words each, never copied.
#pragma once

#include "Basic/Id.h"
#include "Source/SourceRange.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace postern::eval {

struct OriginTag;
using OriginId = Id<OriginTag>;

enum class OriginKind : uint8_t {
  Literal,   ///< written there: the range of the literal, or of a tuple, object or template as a whole
  Default,   ///< the default of variable `name`; `from` is the literal
  Given,     ///< the value of root variable `name` from a variable file, the environment or a flag
  Reference, ///< read there through `name` ("var.x", "local.y", "each.value", "module.m.out"); `from` is what it held
  Local,     ///< became local `name` there
  Argument,  ///< passed there to module call `scope` as variable `name`
  Output,    ///< left module call `scope` there as output `name`
  Element,   ///< taken out of the collection `via` at key `name`; `from` is the element's own origin
  Call,      ///< came out of function `name`, called there; `from` is the argument it came from, if one can be named
  Composite, ///< text joined from `segments`
  Hidden,    ///< how an argument came, kept from a module that is evaluated for several callers (Heap::hidden)
};

/// Bytes [offset, offset+size) of a composed string came from `origin`; they are the source's bytes one by one when
/// `exact` (a literal piece without escapes), so a place in the text maps back to a place in the file.
struct Segment {
  uint32_t offset;
  uint32_t size;
  OriginId origin;
  bool exact;
};

struct Origin {
  OriginKind kind = OriginKind::Literal;
  SourceRange range;
  OriginId from;
  OriginId via;
  std::string_view name;
  std::string_view scope;
  std::span<const Segment> segments;
};

} // namespace postern::eval
