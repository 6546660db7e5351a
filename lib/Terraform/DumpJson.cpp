// The JSON of --dump=instances, for tools that compare evaluators; docs/instances.md says how unknowns are written.
#include "Basic/Json.h"
#include "Terraform/Dump.h"

#include <fmt/format.h>

#include <iterator>
#include <map>

namespace postern::tf {

using eval::Value;
using eval::ValueKind;

namespace {

/// Writes text by hand, because numbers are exact here and nlohmann's are doubles.
class JsonDump {
public:
  JsonDump(const Instances &instances, const SourceManager &sources, std::string_view base)
      : instances_(instances), heap_(*instances.heap), sources_(sources), base_(base) {}

  std::string run(std::string_view root, std::string_view unit) {
    out_ = "{\"root\":" + quoted(root) + (unit.empty() ? "" : ",\"unit\":" + quoted(unit)) + ",\"resources\":[";
    bool first = true;
    for (const Instance &instance : instances_.all) {
      out_ += first ? "\n" : ",\n";
      first = false;
      add(instance);
    }
    out_ += "]}";
    return std::move(out_);
  }

private:
  static std::string quoted(std::string_view text) { return dump(Json(std::string(text))); }
  static std::string_view existence(Truth exists) {
    switch (exists) {
    case Truth::Yes:
      return "yes";
    case Truth::No:
      return "no";
    case Truth::Unknown:
      return "maybe";
    }
    POSTERN_UNREACHABLE();
  }
  static std::string_view modeName(Mode mode) {
    switch (mode) {
    case Mode::Managed:
      return "managed";
    case Mode::Data:
      return "data";
    case Mode::Ephemeral:
      return "ephemeral";
    }
    POSTERN_UNREACHABLE();
  }

  void add(const Instance &instance) {
    const SourceRange header = instance.header;
    const std::string path = header.valid() ? relativePath(std::string(sources_.path(header.file)), base_) : "";
    fmt::format_to(
        std::back_inserter(out_),
        R"({{"address":{},"mode":"{}","type":{},"name":{},"module":{},"provider":{},"file":{},"line":{},"exists":"{}")",
        quoted(instance.address), modeName(instance.mode), quoted(instance.type), quoted(instance.name),
        quoted(instances_.modules[instance.module].path), quoted(instance.provider), quoted(path),
        header.valid() ? sources_.locate(header.file, header.begin).line : 0, existence(instance.exists));
    if (!instance.dormantBecause.empty())
      out_ += ",\"dormant\":" + quoted(instance.dormantBecause);
    if (instance.broken)
      out_ += ",\"broken\":true";
    out_ += ",\"attributes\":";
    add(instance.body, {});
    out_ += ",\"computed\":{";
    bool first = true;
    for (const Instance::Computed &computed : instance.computed) {
      out_ += (first ? "" : ",") + quoted(computed.name) + ":";
      first = false;
      value(computed.value);
    }
    out_ += "}}";
  }

  /// Arguments, and nested blocks as a list under their type. `labels` are those of the block whose body it is.
  void add(const EvaluatedBody &body, std::span<const std::string_view> labels) {
    out_ += '{';
    bool first = true;
    const auto key = [&](std::string_view name) {
      out_ += (first ? "" : ",") + quoted(name) + ":";
      first = false;
    };
    if (!labels.empty()) {
      key("$labels");
      Json list = Json::array();
      for (const std::string_view label : labels)
        list.push_back(std::string(label));
      out_ += dump(list);
    }
    for (const Argument &argument : body.arguments) {
      key(argument.name);
      value(argument.value);
    }
    std::map<std::string_view, std::vector<const EvaluatedBlock *>> byType;
    for (const EvaluatedBlock &block : body.blocks)
      byType[block.type].push_back(&block);
    for (const auto &[type, blocks] : byType) {
      key(type);
      out_ += '[';
      for (size_t i = 0; i < blocks.size(); ++i) {
        out_ += i > 0 ? "," : "";
        const bool maybe = blocks[i]->exists == Truth::Unknown;
        out_ += maybe ? "{\"$maybe\":" : "";
        add(blocks[i]->body, blocks[i]->labels);
        out_ += maybe ? "}" : "";
      }
      out_ += ']';
    }
    out_ += '}';
  }

  void value(const Value &value) {
    switch (value.kind()) {
    case ValueKind::Null:
      out_ += "null";
      return;
    case ValueKind::Bool:
      out_ += value.boolean() ? "true" : "false";
      return;
    case ValueKind::Number:
      out_ += eval::toText(value.number());
      return;
    case ValueKind::String:
      out_ += quoted(value.text());
      return;
    case ValueKind::Partial: {
      out_ += "{\"$text\":[";
      bool first = true;
      for (const eval::Piece &piece : eval::asPartial(value).pieces) {
        out_ += first ? "" : ",";
        first = false;
        if (piece.isHole())
          this->value(piece.hole);
        else
          out_ += quoted(piece.literal);
      }
      out_ += "]}";
      return;
    }
    case ValueKind::Unknown:
      return unknown(value);
    case ValueKind::Choice:
      out_ += "{\"$oneof\":";
      list(eval::asChoice(value).alternatives);
      out_ += '}';
      return;
    case ValueKind::Sequence: {
      const eval::SequenceNode &sequence = eval::asSequence(value);
      out_ += sequence.open ? "{\"$open\":" : "";
      list(sequence.items);
      closeOpen(sequence.open, sequence.rest);
      return;
    }
    case ValueKind::Mapping: {
      const eval::MappingNode &mapping = eval::asMapping(value);
      out_ += mapping.open ? "{\"$open\":{" : "{";
      for (size_t i = 0; i < mapping.entries.size(); ++i) {
        // A key of the user's that begins like ours has one more sign before it.
        const std::string_view key = mapping.entries[i].key;
        out_ += (i > 0 ? "," : "") + quoted(key.starts_with('$') ? "$" + std::string(key) : std::string(key)) + ":";
        this->value(mapping.entries[i].value);
      }
      out_ += '}';
      closeOpen(mapping.open, mapping.rest);
      return;
    }
    }
  }

  void closeOpen(bool open, const Value &rest) {
    if (!open)
      return;
    if (rest.valid()) {
      out_ += ",\"rest\":";
      value(rest);
    }
    out_ += '}';
  }

  void list(std::span<const Value> items) {
    out_ += '[';
    for (size_t i = 0; i < items.size(); ++i) {
      out_ += i > 0 ? "," : "";
      value(items[i]);
    }
    out_ += ']';
  }

  void unknown(const Value &value) {
    const eval::SymbolId symbol = eval::asUnknown(value).symbol;
    const bool isReference = symbol.valid() && instances_.attributeOf(symbol).has_value();
    out_ += isReference ? "{\"$reference\":" : "{\"$unknown\":";
    out_ += quoted(symbol.valid() ? heap_[symbol].text : std::string_view()) + "}";
  }

  const Instances &instances_;
  const eval::Heap &heap_;
  const SourceManager &sources_;
  const std::string base_;
  std::string out_;
};

} // namespace

std::string dumpInstancesJson(const Instances &instances, const SourceManager &sources, const Root &root,
                              const std::string &base) {
  const std::string unit = root.unit.empty() ? std::string() : relativePath(root.unit, base);
  return JsonDump(instances, sources, base).run(relativePath(root.directory, base), unit);
}

} // namespace postern::tf
