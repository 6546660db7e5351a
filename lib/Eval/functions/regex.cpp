// Regular expressions: RE2 reads the same syntax as the reference; expansion and repetition follow its rules.
#include "Eval/functions/StringParts.h"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <memory>

namespace postern::eval::functions {

namespace {

/// `(?<name>` as older RE2 wants it: `(?P<name>`. Escapes, classes and lookbehinds stay as they are.
std::string withNamedGroups(std::string_view pattern) {
  std::string out;
  bool inClass = false;
  for (size_t i = 0; i < pattern.size(); ++i) {
    const char c = pattern[i];
    out += c;
    if (c == '\\' && i + 1 < pattern.size()) {
      out += pattern[++i];
      continue;
    }
    if (c == '[')
      inClass = true;
    else if (c == ']')
      inClass = false;
    const bool named = !inClass && pattern.substr(i).starts_with("(?<") && i + 3 < pattern.size() &&
                       pattern[i + 3] != '=' && pattern[i + 3] != '!';
    if (named) {
      out += "?P<";
      i += 2;
    }
  }
  return out;
}

/// `\C`, a single byte, would cut characters into pieces; the reference does not know it. A `\Q` makes all plain up to
/// the next `\E`.
bool matchesBytes(std::string_view pattern) {
  bool plain = false;
  for (size_t i = 0; i + 1 < pattern.size(); ++i) {
    if (pattern[i] != '\\')
      continue;
    const char escaped = pattern[++i];
    if (plain && escaped != 'E') {
      --i;
      continue;
    }
    if (escaped == 'C')
      return true;
    plain = escaped == 'Q';
  }
  return false;
}

class Pattern {
public:
  /// Fails through `site` when the pattern is bad.
  Pattern(CallSite &site, std::string_view text) {
    site.evaluator.spend(text.size() + 20);
    if (matchesBytes(text)) {
      site.fail("invalid regexp pattern: invalid escape sequence: \\C", 0);
      return;
    }
    RE2::Options options;
    options.set_log_errors(false);
    options.set_max_mem(int64_t{64} << 20);
    regex_ = std::make_unique<RE2>(withNamedGroups(text), options);
    if (regex_->ok()) {
      ok_ = true;
      return;
    }
    if (!site.failed)
      site.fail(fmt::format("invalid regexp pattern: {}", regex_->error()), 0);
  }

  [[nodiscard]] bool ok() const { return ok_; }
  [[nodiscard]] size_t groups() const { return size_t(regex_->NumberOfCapturingGroups()); }
  [[nodiscard]] const std::map<int, std::string> &names() const { return regex_->CapturingGroupNames(); }
  [[nodiscard]] const std::map<std::string, int> &named() const { return regex_->NamedCapturingGroups(); }

  /// The whole match, then the groups; those that took no part have no data. False when there is no match.
  bool match(std::string_view text, size_t from, std::vector<re2::StringPiece> &found) const {
    found.assign(groups() + 1, {});
    // A group that matched nothing is told from one that took no part by having a place.
    const char *const begin = text.data() ? text.data() : "";
    return regex_->Match(re2::StringPiece(begin, text.size()), from, text.size(), RE2::UNANCHORED, found.data(),
                         int(found.size()));
  }

  /// Calls `each` for every match, never an empty one right after another match.
  template <typename Each> void matchAll(std::string_view text, Each &&each) const {
    std::vector<re2::StringPiece> found;
    size_t last = std::string_view::npos;
    for (size_t at = 0; at <= text.size() && match(text, at, found);) {
      const size_t begin = text.empty() ? 0 : size_t(found[0].data() - text.data());
      const size_t end = begin + found[0].size();
      const bool accept = end > begin || begin != last;
      if (end > at) {
        at = end;
      } else if (at < text.size()) {
        nextCodePoint(text, at);
      } else {
        ++at;
      }
      last = end;
      if (accept)
        each(found, begin, end);
    }
  }

private:
  std::unique_ptr<RE2> regex_;
  bool ok_ = false;
};

/// What one match gives: the text, a tuple of the groups, or an object of the named ones.
Value captured(CallSite &site, const Pattern &pattern, const Value &text, const std::vector<re2::StringPiece> &found) {
  Heap &heap = site.heap();
  const auto part = [&](const re2::StringPiece &piece) {
    if (!piece.data())
      return heap.null(heap.types.string());
    return eval::slice(heap, text, text.text().empty() ? 0 : size_t(piece.data() - text.text().data()), piece.size());
  };
  if (pattern.groups() == 0)
    return part(found[0]);
  if (pattern.names().empty()) {
    std::vector<Value> items;
    for (size_t i = 1; i < found.size(); ++i)
      items.push_back(part(found[i]));
    return heap.tuple(items, callOrigin(site, text.origin));
  }
  std::vector<Entry> entries;
  for (const auto &[index, name] : pattern.names())
    entries.push_back({name, part(found[size_t(index)])});
  return heap.object(std::move(entries), callOrigin(site, text.origin));
}

TypeRef typeOf(CallSite &site, const Pattern &pattern) {
  Heap &heap = site.heap();
  if (pattern.groups() == 0)
    return heap.types.string();
  if (pattern.names().empty()) {
    const std::vector<TypeRef> elements(pattern.groups(), heap.types.string());
    return heap.types.tuple(elements);
  }
  if (pattern.names().size() != pattern.groups()) {
    site.fail("invalid regexp pattern: cannot mix both named and unnamed capture groups", 0);
    return heap.types.dynamic();
  }
  std::vector<AttrType> attrs;
  for (const auto &[name, index] : pattern.named())
    attrs.push_back({heap.intern(name), heap.types.string()});
  return heap.types.object(std::move(attrs));
}

bool isNameByte(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/// `$1`, `${name}`, `$$` in a replacement; what names no group is empty.
std::string expanded(const Pattern &pattern, std::string_view with, const std::vector<re2::StringPiece> &found) {
  std::string out;
  for (size_t at = 0; at < with.size();) {
    if (with[at] != '$' || at + 1 >= with.size()) {
      out += with[at++];
      continue;
    }
    if (with[at + 1] == '$') {
      out += '$';
      at += 2;
      continue;
    }
    const bool braced = with[at + 1] == '{';
    const size_t begin = at + (braced ? 2 : 1);
    size_t end = begin;
    while (end < with.size() && isNameByte(with[end]))
      ++end;
    if (end == begin || (braced && (end >= with.size() || with[end] != '}'))) {
      out += with[at++];
      continue;
    }
    const std::string name(with.substr(begin, end - begin));
    at = end + (braced ? 1 : 0);
    size_t group = found.size();
    if (std::ranges::all_of(name, [](char c) { return c >= '0' && c <= '9'; })) {
      if (name.size() < 6)
        group = size_t(std::stoul(name));
    } else if (const auto named = pattern.named().find(name); named != pattern.named().end()) {
      group = size_t(named->second);
    }
    if (group < found.size() && found[group].data())
      out.append(found[group].data(), found[group].size());
  }
  return out;
}

Value replaceRegex(CallSite &site, Args args, std::string_view patternText) {
  if (args[0].kind() != ValueKind::String || args[2].kind() != ValueKind::String)
    return unknownResult(site, site.heap().types.string(), args);
  const Pattern pattern(site, patternText);
  if (!pattern.ok()) {
    site.errorArg = 1;
    return {};
  }
  const std::string_view text = args[0].text();
  TextBuilder out(site.heap());
  size_t done = 0;
  const auto keep = [&](size_t to) {
    out.literal(text.substr(done, to - done), sliceOrigin(site.heap(), args[0].origin, done, to - done, text.size()),
                true);
  };
  bool tooLong = false;
  pattern.matchAll(text, [&](const std::vector<re2::StringPiece> &found, size_t begin, size_t end) {
    tooLong = tooLong || out.size() > kMaxBytes;
    if (tooLong)
      return;
    keep(begin);
    out.literal(expanded(pattern, args[2].text(), found), args[2].origin, false);
    done = end;
  });
  if (tooLong)
    return site.fail("the result is too long");
  if (done == 0 && out.size() == 0)
    return args[0];
  keep(text.size());
  return out.finish(site.range, site.name);
}

} // namespace

TypeRef regexType(CallSite &site, const Value &pattern) {
  if (pattern.kind() != ValueKind::String)
    return site.heap().types.dynamic();
  const Pattern compiled(site, pattern.text());
  return compiled.ok() ? typeOf(site, compiled) : site.heap().types.dynamic();
}

Value regex(CallSite &site, Args args) {
  const Pattern pattern(site, args[0].text());
  if (!pattern.ok())
    return {};
  typeOf(site, pattern);
  if (site.failed)
    return {};
  std::vector<re2::StringPiece> found;
  if (!pattern.match(args[1].text(), 0, found))
    return site.fail("pattern did not match any part of the given string");
  return captured(site, pattern, args[1], found);
}

Value regexall(CallSite &site, Args args) {
  const Pattern pattern(site, args[0].text());
  if (!pattern.ok())
    return {};
  const TypeRef element = typeOf(site, pattern);
  if (site.failed)
    return {};
  std::vector<Value> items;
  pattern.matchAll(args[1].text(), [&](const std::vector<re2::StringPiece> &found, size_t, size_t) {
    if (items.size() < kMaxElements)
      items.push_back(captured(site, pattern, args[1], found));
  });
  return site.heap().list(element, items, callOrigin(site, args[1].origin));
}

Value replace(CallSite &site, Args args) {
  Heap &heap = site.heap();
  const std::string_view sub = args[1].text();
  if (sub.size() > 1 && sub.front() == '/' && sub.back() == '/')
    return replaceRegex(site, args, sub.substr(1, sub.size() - 2));
  const std::vector<Piece> pieces = piecesOf(args[0]);
  const bool known = args[0].kind() == ValueKind::String;
  if (!known && (sub.empty() || mayStraddle(pieces, sub)))
    return unknownResult(site, heap.types.string(), args);
  TextBuilder out(heap);
  if (sub.empty()) {
    // An empty text stands before every code point and at the end.
    const std::string_view text = args[0].text();
    out.append(args[2]);
    for (size_t at = 0; at < text.size() && out.size() <= kMaxBytes;) {
      const size_t begin = at;
      nextCodePoint(text, at);
      out.append(eval::slice(heap, args[0], begin, at - begin));
      out.append(args[2]);
    }
    return out.size() > kMaxBytes ? site.fail("the result is too long") : out.finish(site.range, site.name);
  }
  bool changed = false;
  const auto inLiteral = [&](std::string_view text, OriginId origin) {
    for (size_t at = 0; out.size() <= kMaxBytes;) {
      const size_t found = text.find(sub, at);
      const size_t stop = std::min(found, text.size());
      out.literal(text.substr(at, stop - at), sliceOrigin(heap, origin, at, stop - at, text.size()), true);
      if (found == std::string_view::npos)
        return;
      out.append(args[2]);
      changed = true;
      at = found + sub.size();
    }
  };
  eachPiece(heap, args[0], inLiteral, [&](const Value &hole) {
    const HoleClass holeClass = classOf(hole);
    const bool inside = std::ranges::all_of(sub, [&](char c) { return holeAllows(holeClass, c); });
    const std::vector<Value> name{hole, args[1], args[2]};
    out.hole(inside ? derivedHole(site, name, HoleClass::Any) : hole);
    changed = changed || inside;
  });
  if (out.size() > kMaxBytes)
    return site.fail("the result is too long");
  return changed ? out.finish(site.range, site.name) : args[0];
}

} // namespace postern::eval::functions
