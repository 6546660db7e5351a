#include "Check/Message.h"

#include "Basic/Check.h"

namespace postern::check {

std::string substitute(std::string_view text, std::initializer_list<std::string_view> args) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c != '{' && c != '}') {
      out += c;
      continue;
    }
    ++i;
    POSTERN_CHECK(i < text.size());
    if (text[i] == c) {
      out += c;
      continue;
    }
    // The generator numbers the arguments, so a place is digits and a closing brace.
    size_t position = 0;
    for (; i < text.size() && text[i] != '}'; ++i)
      position = position * 10 + static_cast<size_t>(text[i] - '0');
    POSTERN_CHECK(position < args.size());
    out += args.begin()[position];
  }
  return out;
}

} // namespace postern::check
