#include "Diag/Verify.h"

#include "Source/SourceManager.h"

#include <algorithm>
#include <tuple>

namespace postern {
namespace {

/// A failure with its place in the order that a reader of the files meets it.
struct Failure {
  std::string_view path;
  uint32_t offset = 0;
  std::string text;
};

class Verifier {
public:
  Verifier(const SourceManager &sources, std::string_view defaultRule) : sources_(sources), defaultRule_(defaultRule) {}

  VerifyResult run(std::span<const Expectation> expectations, std::span<const Diagnostic> diagnostics);

private:
  [[nodiscard]] bool standsAt(const Expectation &expected, const SourceRange &range) const;
  [[nodiscard]] bool isOf(const Expectation &expected, const Diagnostic &diag) const;
  [[nodiscard]] bool matches(const Expectation &expected, const Diagnostic &diag) const;
  [[nodiscard]] bool noted(const Expectation &expected, const Diagnostic &diag) const;
  [[nodiscard]] std::string describe(const Expectation &expected) const;
  void fail(const SourceRange &at, const std::string &text);
  void missing(const Expectation &expected, std::span<const Diagnostic> diagnostics, const std::vector<bool> &taken);

  const SourceManager &sources_;
  std::string_view defaultRule_;
  std::vector<Failure> failures_;
};

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

bool Verifier::standsAt(const Expectation &expected, const SourceRange &range) const {
  switch (expected.where) {
  case Expectation::Where::Nowhere:
    return !range.valid();
  case Expectation::Where::Range: {
    if (range.file != expected.range.file || range.begin != expected.range.begin)
      return false;
    // Carets show one line and at least one column.
    uint32_t end = std::max(range.end, range.begin + 1);
    if (end > expected.lineEnd)
      end = std::max(expected.lineEnd, range.begin + 1);
    return end == expected.range.end;
  }
  case Expectation::Where::Place: {
    if (!range.valid() || cleanPath(sources_.path(range.file)) != expected.path)
      return false;
    const LineColumn begin = sources_.locate(range.file, range.begin);
    if (begin.line != expected.line || (expected.column != 0 && begin.column != expected.column))
      return false;
    const LineColumn end = sources_.locate(range.file, range.end);
    return expected.endColumn == 0 || end.column == expected.endColumn;
  }
  }
  POSTERN_UNREACHABLE();
}

bool Verifier::isOf(const Expectation &expected, const Diagnostic &diag) const {
  const std::string_view code = expected.code.empty() ? defaultRule_ : expected.code;
  return diag.level == expected.level && (diag.code == code || diag.name == code);
}

bool Verifier::matches(const Expectation &expected, const Diagnostic &diag) const {
  return isOf(expected, diag) && standsAt(expected, diag.range) && contains(diag.message, expected.text);
}

bool Verifier::noted(const Expectation &expected, const Diagnostic &diag) const {
  if (expected.kind == Expectation::Kind::Help)
    return standsAt(expected, diag.range) && contains(diag.help, expected.text);
  const auto step = [&](const PathStep &it) {
    return standsAt(expected, it.range) && contains(it.message, expected.text);
  };
  const auto label = [&](const Label &it) { return standsAt(expected, it.range) && contains(it.text, expected.text); };
  return std::ranges::any_of(diag.path, step) || std::ranges::any_of(diag.labels, label);
}

std::string Verifier::describe(const Expectation &expected) const {
  std::string out;
  switch (expected.kind) {
  case Expectation::Kind::Diagnostic: {
    const std::string_view code = expected.code.empty() ? defaultRule_ : expected.code;
    out = fmt::format("{}[{}]", levelName(expected.level), code);
    break;
  }
  case Expectation::Kind::Note:
    out = "note";
    break;
  case Expectation::Kind::Help:
    out = "help";
    break;
  case Expectation::Kind::Nothing:
  case Expectation::Kind::Malformed:
    POSTERN_UNREACHABLE();
  }
  if (!expected.text.empty())
    out += ": " + expected.text;
  return out;
}

void Verifier::fail(const SourceRange &at, const std::string &text) {
  if (!at.valid()) {
    failures_.push_back({"", 0, text});
    return;
  }
  const LineColumn place = sources_.locate(at.file, at.begin);
  const std::string_view path = sources_.path(at.file);
  failures_.push_back({path, at.begin, fmt::format("{}:{}:{}: {}", path, place.line, place.column, text)});
}

/// Says what was not reported, and where something like it was, because a wrong range is the usual reason.
void Verifier::missing(const Expectation &expected, std::span<const Diagnostic> diagnostics,
                       const std::vector<bool> &taken) {
  std::string text = "expected but not reported: " + describe(expected);
  for (size_t i = 0; i < diagnostics.size(); ++i) {
    const Diagnostic &diag = diagnostics[i];
    if (expected.kind != Expectation::Kind::Diagnostic || taken[i] || !diag.range.valid() || !isOf(expected, diag) ||
        !contains(diag.message, expected.text))
      continue;
    const LineColumn begin = sources_.locate(diag.range.file, diag.range.begin);
    const LineColumn end = sources_.locate(diag.range.file, diag.range.end);
    text += fmt::format(" (it was reported at {}:{}:{}-", sources_.path(diag.range.file), begin.line, begin.column);
    text += begin.line == end.line ? fmt::format("{})", end.column) : fmt::format("{}:{})", end.line, end.column);
    break;
  }
  fail(expected.where == Expectation::Where::Range ? expected.range : expected.at, text);
}

VerifyResult Verifier::run(std::span<const Expectation> expectations, std::span<const Diagnostic> diagnostics) {
  VerifyResult result;
  std::vector<bool> taken(diagnostics.size(), false);
  std::vector<const Expectation *> unmet;
  const Expectation *nothing = nullptr;
  size_t wanted = 0;
  for (const Expectation &expected : expectations) {
    switch (expected.kind) {
    case Expectation::Kind::Malformed:
      fail(expected.at, expected.text);
      continue;
    case Expectation::Kind::Nothing:
      nothing = &expected;
      continue;
    case Expectation::Kind::Diagnostic: {
      ++wanted;
      if (expected.code.empty() && defaultRule_.empty()) {
        fail(expected.at, fmt::format("'{}:' without a code means the rule of --verify-rule, and none is given",
                                      levelName(expected.level)));
        continue;
      }
      bool met = false;
      for (size_t i = 0; i < diagnostics.size() && !met; ++i)
        met = !taken[i] && matches(expected, diagnostics[i]) && (taken[i] = true);
      if (!met)
        unmet.push_back(&expected);
      result.met += met;
      continue;
    }
    case Expectation::Kind::Note:
    case Expectation::Kind::Help: {
      ++wanted;
      const bool met = std::ranges::any_of(diagnostics, [&](const Diagnostic &diag) { return noted(expected, diag); });
      if (!met)
        unmet.push_back(&expected);
      result.met += met;
      continue;
    }
    }
  }

  // Only now is it known which diagnostics nothing else asked for.
  for (const Expectation *expected : unmet)
    missing(*expected, diagnostics, taken);
  for (size_t i = 0; i < diagnostics.size(); ++i) {
    const Diagnostic &diag = diagnostics[i];
    if (!taken[i])
      fail(diag.range,
           fmt::format("reported but not expected: {}[{}]: {}", levelName(diag.level), diag.code, diag.message));
  }
  if (nothing && wanted > 0)
    fail(nothing->at, "'no-diagnostics' stands beside expectations");
  if (expectations.empty())
    fail({}, "nothing is expected; say '# no-diagnostics' if that is meant");

  std::ranges::stable_sort(failures_, {}, [](const Failure &it) { return std::tuple(it.path, it.offset); });
  for (Failure &failure : failures_)
    result.failures.push_back(std::move(failure.text));
  return result;
}

} // namespace

VerifyResult verify(std::span<const Expectation> expectations, std::span<const Diagnostic> diagnostics,
                    const SourceManager &sources, std::string_view defaultRule) {
  return Verifier(sources, defaultRule).run(expectations, diagnostics);
}

} // namespace postern
