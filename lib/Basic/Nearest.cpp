#include "Basic/Nearest.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace postern {

namespace {

// Longer words are not typed by hand, and the work grows with the square.
constexpr size_t kLongest = 100;

/// Letters left out, put in, changed, or two neighbours swapped.
size_t distance(std::string_view a, std::string_view b) {
  std::vector<size_t> before, above(b.size() + 1), row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j)
    row[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    before = std::move(above);
    above = std::move(row);
    row.assign(b.size() + 1, i);
    for (size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], before[j - 2] + 1);
    }
  }
  return row[b.size()];
}

template <typename Words> std::string_view nearestOf(std::string_view word, const Words &known) {
  if (word.size() > kLongest)
    return {};
  const std::string wanted = lowerCase(word);
  std::string_view best;
  size_t least = std::max<size_t>(1, word.size() / 3) + 1;
  for (const std::string_view candidate : known)
    if (candidate.size() <= kLongest)
      if (const size_t edits = distance(wanted, lowerCase(candidate)); edits < least) {
        least = edits;
        best = candidate;
      }
  return best;
}

} // namespace

std::string_view nearestWord(std::string_view word, std::span<const std::string> known) {
  return nearestOf(word, known);
}

std::string_view nearestWord(std::string_view word, std::span<const std::string_view> known) {
  return nearestOf(word, known);
}

std::string lowerCase(std::string_view text) {
  std::string out(text);
  for (char &c : out)
    if (c >= 'A' && c <= 'Z')
      c = static_cast<char>(c - 'A' + 'a');
  return out;
}

} // namespace postern
