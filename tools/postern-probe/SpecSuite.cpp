// The suite of the language's specification: NAME.hcl or NAME.hcl.json is decoded as NAME.hcldec says and must give
// what NAME.t says, a value, or diagnostics at just those places, or the names that are referred to.
#include "Basic/FileSystem.h"
#include "Eval/Convert.h"
#include "Eval/TypeConstraint.h"
#include "Folders.h"
#include "Source/SourceManager.h"
#include "SpecDecoder.h"
#include "Syntax/Parse.h"
#include "TextPlace.h"
#include "ValueJson.h"
#include "VectorScope.h"

#include <fmt/format.h>

#include <algorithm>

namespace postern::probe {
namespace {

using namespace eval;

struct PlacedRange {
  std::string level; ///< "error", "warning"; empty for a reference
  TextPlace from;
  TextPlace to;
  auto operator<=>(const PlacedRange &) const = default;
};

std::string write(std::vector<PlacedRange> ranges) {
  std::ranges::sort(ranges);
  std::string out;
  for (const PlacedRange &range : ranges)
    out += fmt::format(" {}{}:{}@{}-{}:{}@{}", range.level.empty() ? "" : range.level + " ", range.from.line,
                       range.from.column, range.from.byte, range.to.line, range.to.column, range.to.byte);
  return out.empty() ? " nothing" : out;
}

/// One input of one test.
class SpecTest {
public:
  SpecTest(const FileSystem &fs, const std::string &stem) : stem_(stem), sources_(fs) { world_.sources = &sources_; }

  /// Why it failed, or nothing.
  std::string run(const std::string &input);

private:
  const hcl::Body *load(const std::string &path, std::string &why);
  void parseInput(FileId id, bool isJson, const hcl::Block &spec);
  [[nodiscard]] PlacedRange placed(const SourceRange &range, std::string level) const;
  std::vector<PlacedRange> readRanges(const hcl::Block &list);
  TextPlace readPlace(const hcl::Block &block);
  std::string checkResult(const hcl::Body &expected, const Value &found);
  [[nodiscard]] std::string said() const { return sink_.empty() ? "" : sink_.all().front().message; }

  const std::string &stem_;
  SourceManager sources_;
  World world_;
  Sink sink_;
  Heap heap_;
  Evaluator evaluator_{heap_, world_, sink_};
  VectorScope scope_{heap_};
  SpecDecoder decoder_{evaluator_, scope_};
  std::vector<hcl::File> files_;
};

const hcl::Body *SpecTest::load(const std::string &path, std::string &why) {
  const Expected<FileId> id = sources_.load(path);
  if (!id) {
    why = id.error().message;
    return nullptr;
  }
  files_.push_back(hcl::parseNative(*id, sources_.text(*id), sink_));
  if (files_.back().broken)
    why = fmt::format("{}: {}", path, said());
  return files_.back().broken ? nullptr : files_.back().body;
}

void SpecTest::parseInput(FileId id, bool isJson, const hcl::Block &spec) {
  const std::string_view text = sources_.text(id);
  files_.push_back(isJson ? hcl::parseJson(id, text, decoder_.jsonSchema(spec), sink_)
                          : hcl::parseNative(id, text, sink_));
}

PlacedRange SpecTest::placed(const SourceRange &range, std::string level) const {
  const std::string_view text = sources_.text(range.file);
  return {std::move(level), placeOf(text, range.begin), placeOf(text, range.end)};
}

TextPlace SpecTest::readPlace(const hcl::Block &block) {
  const auto number = [&](std::string_view name) {
    const hcl::Attribute *const attribute = block.body->attribute(name);
    VectorScope none(heap_);
    const Value value = attribute ? decoder_.evaluateAs(*attribute->value, none, heap_.types.number()) : Value();
    const bool known = value.valid() && value.kind() == ValueKind::Number;
    return static_cast<uint32_t>(known ? toInt64(value.number()).value_or(0) : 0);
  };
  return {number("line"), number("column"), number("byte")};
}

std::vector<PlacedRange> SpecTest::readRanges(const hcl::Block &list) {
  std::vector<PlacedRange> out;
  for (const hcl::Item &item : list.body->items) {
    const hcl::Block *const from = item.block ? item.block->body->block("from") : nullptr;
    const hcl::Block *const to = item.block ? item.block->body->block("to") : nullptr;
    if (from && to)
      out.push_back(
          {list.type == "diagnostics" ? std::string(item.block->type) : "", readPlace(*from), readPlace(*to)});
  }
  return out;
}

std::string SpecTest::checkResult(const hcl::Body &expected, const Value &found) {
  const hcl::Attribute *const typeArgument = expected.attribute("result_type");
  const TypeRef type =
      typeArgument ? readTypeConstraint(heap_, *typeArgument->value, true, sink_).type : heap_.types.dynamic();
  const Conversion result = convert(heap_, found, type);
  if (!sink_.empty() || !result.ok())
    return fmt::format("the value is not of the result's type: {}", result.error.empty() ? said() : result.error);
  const hcl::Attribute *const resultArgument = expected.attribute("result");
  if (!resultArgument)
    return {};
  VectorScope none(heap_);
  const Value wanted = decoder_.evaluateAs(*resultArgument->value, none, type);
  if (!sink_.empty())
    return said();
  if (!identical(result.value, wanted))
    return fmt::format("found {}, expected {}", writeValue(heap_, result.value), writeValue(heap_, wanted));
  return {};
}

std::string SpecTest::run(const std::string &input) {
  files_.reserve(3);
  std::string why;
  const hcl::Body *const specFile = load(stem_ + ".hcldec", why);
  const hcl::Body *const expected = specFile ? load(stem_ + ".t", why) : nullptr;
  if (!expected)
    return why;
  const hcl::Block *const spec = SpecDecoder::specIn(*specFile);
  if (!spec)
    return "nothing says how to decode it";
  if (const hcl::Block *const variables = specFile->block("variables")) {
    VectorScope none(heap_);
    for (const hcl::Item &item : variables->body->items)
      if (item.attribute)
        scope_.set(item.attribute->name, evaluator_.evaluate(*item.attribute->value, none));
  }
  const Expected<FileId> id = sources_.load(input);
  if (!id)
    return id.error().message;
  parseInput(*id, input.ends_with(".json"), *spec);
  const hcl::Body &body = *files_.back().body;
  // What could not be read is not decoded: its faults are all there is to say.
  const Value value = files_.back().broken ? Value() : decoder_.decode(*spec, body);

  std::vector<PlacedRange> wanted;
  if (const hcl::Block *const diagnostics = expected->block("diagnostics"))
    wanted = readRanges(*diagnostics);
  std::vector<PlacedRange> found;
  for (const Diagnostic &diag : sink_.take())
    found.push_back(placed(diag.range, std::string(levelName(diag.level))));
  std::ranges::sort(wanted);
  std::ranges::sort(found);
  if (found != wanted)
    return fmt::format("diagnostics at{}; expected at{}", write(found), write(wanted));
  if (const hcl::Block *const traversals = expected->block("traversals")) {
    std::vector<PlacedRange> names;
    std::vector<const hcl::Body *> open{&body};
    while (!open.empty()) {
      const hcl::Body &next = *open.back();
      open.pop_back();
      for (const hcl::Item &item : next.items) {
        if (item.block)
          open.push_back(item.block->body);
        else
          for (const FreeReference &reference : freeReferences(*item.attribute->value))
            names.push_back(placed(reference.range, ""));
      }
    }
    std::vector<PlacedRange> wantedNames = readRanges(*traversals);
    std::ranges::sort(names);
    std::ranges::sort(wantedNames);
    if (names != wantedNames)
      return fmt::format("refers to names at{}; expected at{}", write(names), write(wantedNames));
  }
  return value.valid() ? checkResult(*expected, value) : "";
}

void runBelow(const FileSystem &fs, const std::string &path, const std::string &id, std::vector<FolderResult> &out) {
  const Expected<std::vector<DirectoryEntry>> entries = fs.list(path);
  if (!entries) {
    out.push_back({id, entries.error().message});
    return;
  }
  for (const DirectoryEntry &entry : *entries) {
    const std::string below = joinPath(path, entry.name);
    if (entry.kind == FileKind::Directory && !entry.link) {
      runBelow(fs, below, joinPath(id, entry.name), out);
      continue;
    }
    if (!entry.name.ends_with(".t"))
      continue;
    const std::string stem = below.substr(0, below.size() - 2);
    FolderResult result{joinPath(id, entry.name.substr(0, entry.name.size() - 2)), ""};
    bool any = false;
    for (const std::string_view ending : {".hcl", ".hcl.json"}) {
      const std::string input = stem + std::string(ending);
      if (!result.why.empty() || fs.kind(input) != FileKind::Regular)
        continue;
      any = true;
      if (const std::string why = SpecTest(fs, stem).run(input); !why.empty())
        result.why = fmt::format("{}: {}", ending.substr(1), why);
    }
    if (!any)
      result.why = "there is no input";
    out.push_back(std::move(result));
  }
}

} // namespace

std::vector<FolderResult> runSpecSuite(const std::string &path) {
  const RealFileSystem fs;
  std::vector<FolderResult> out;
  runBelow(fs, path, "specsuite", out);
  return out;
}

} // namespace postern::probe
