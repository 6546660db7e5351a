// JSON text under construction, with holes and with the origin of each string in it.
#pragma once

#include "Eval/Heap.h"

#include <string>
#include <string_view>
#include <vector>

namespace postern::tf {

/// Grows at its end only. Offsets of segments count literal bytes; a hole has none. A minified one leaves out all
/// blanks between the elements.
class PolicyText {
public:
  explicit PolicyText(bool minified = false) : minified_(minified) {}

  void raw(std::string_view text) { bytes_.append(text); }
  /// A new line at that depth, two spaces each.
  void line(size_t depth);
  /// What stands between a name and its value.
  void colon() { bytes_.append(minified_ ? ":" : ": "); }
  /// `text` with `origin` for just these bytes.
  void rawFrom(std::string_view text, eval::OriginId origin);
  /// A JSON string without a source of its own, such as an element's name.
  void name(std::string_view text);
  /// A JSON string: of a String, Number or Bool its text, of a Partial its text and holes, of anything else one hole.
  /// `variables`: `&{` becomes `${`.
  void string(const eval::Value &value, bool variables);
  /// A hole in place of a JSON value.
  void hole(eval::Heap &heap, const eval::Value &value);
  void append(const PolicyText &other);

  /// A place to come back to.
  struct Mark {
    size_t byte, segment;
  };
  [[nodiscard]] Mark mark() const { return {bytes_.size(), segments_.size()}; }
  /// Everything since `mark` came from `origin` as a whole; the segments in it are more precise.
  void spanFrom(const Mark &mark, eval::OriginId origin);

  [[nodiscard]] bool empty() const { return bytes_.empty() && holes_.empty(); }
  /// The text as a value that came from `range` as a whole, made for the document `name`.
  [[nodiscard]] eval::Value value(eval::Heap &heap, SourceRange range, std::string_view name) const;

private:
  struct Hole {
    size_t at;
    eval::Value value;
  };

  void escaped(std::string_view text, bool variables);

  bool minified_;
  std::string bytes_;
  std::vector<Hole> holes_;
  std::vector<eval::Segment> segments_;
};

/// What a value's text is: of a String its own, of numbers and booleans as Terraform converts them; nothing for others.
bool textOf(const eval::Value &value, std::string &out);

} // namespace postern::tf
