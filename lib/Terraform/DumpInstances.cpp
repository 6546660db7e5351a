#include "Terraform/Dump.h"
#include "Terraform/PolicyDocument.h"

#include <fmt/format.h>

namespace postern::tf {

using eval::Value;
using eval::ValueKind;

namespace {

std::string nameOf(const eval::Heap &heap, const Value &unknown) {
  const eval::SymbolId symbol = eval::asUnknown(unknown).symbol;
  return symbol.valid() ? std::string(heap[symbol].text) : "?";
}

void appendEscaped(std::string &out, std::string_view text) {
  for (const char c : text) {
    if (c == '"' || c == '\\')
      out += '\\';
    if (c == '\n')
      out += "\\n";
    else if (c == '\t')
      out += "\\t";
    else if (c == '\r')
      out += "\\r";
    else
      out += c;
  }
}

class Renderer {
public:
  explicit Renderer(const eval::Heap &heap) : heap_(heap) {}

  void value(const Value &value) {
    switch (value.kind()) {
    case ValueKind::Null:
      out += "null";
      return;
    case ValueKind::Bool:
      out += value.boolean() ? "true" : "false";
      return;
    case ValueKind::Number:
      out += eval::toText(value.number());
      return;
    case ValueKind::String:
      out += '"';
      appendEscaped(out, value.text());
      out += '"';
      return;
    case ValueKind::Partial:
      out += '"';
      for (const eval::Piece &piece : eval::asPartial(value).pieces) {
        if (piece.isHole())
          out += "${" + nameOf(heap_, piece.hole) + "}";
        else
          appendEscaped(out, piece.literal);
      }
      out += '"';
      return;
    case ValueKind::Unknown:
      out += "unknown(" + nameOf(heap_, value) + ")";
      return;
    case ValueKind::Choice:
      list(eval::asChoice(value).alternatives, "oneof(", ")", false);
      return;
    case ValueKind::Sequence:
      list(eval::asSequence(value).items, "[", "]", eval::asSequence(value).open);
      return;
    case ValueKind::Mapping:
      mapping(eval::asMapping(value));
      return;
    }
  }

  std::string out;

private:
  void list(std::span<const Value> items, std::string_view open, std::string_view close, bool more) {
    out += open;
    for (size_t i = 0; i < items.size(); ++i) {
      if (i > 0)
        out += ", ";
      value(items[i]);
    }
    if (more)
      out += items.empty() ? "..." : ", ...";
    out += close;
  }

  void mapping(const eval::MappingNode &mapping) {
    out += "{";
    for (size_t i = 0; i < mapping.entries.size(); ++i) {
      out += i > 0 ? ", \"" : "\"";
      appendEscaped(out, mapping.entries[i].key);
      out += "\" = ";
      value(mapping.entries[i].value);
    }
    if (mapping.open)
      out += mapping.entries.empty() ? "..." : ", ...";
    out += "}";
  }

  const eval::Heap &heap_;
};

class InstanceDump {
public:
  InstanceDump(const Instances &instances, const SourceManager &sources) : instances_(instances), sources_(sources) {}

  std::string run() {
    for (const Instance &instance : instances_.all)
      add(instance);
    return std::move(out_);
  }

private:
  void add(const Instance &instance) {
    const LineColumn at = sources_.locate(instance.header.file, instance.header.begin);
    out_ += fmt::format("{} at {}:{}", instance.address, sources_.path(instance.header.file), at.line);
    if (instance.exists == Truth::Unknown)
      out_ += " (may exist)";
    else if (instance.exists == Truth::No)
      out_ += fmt::format(" (dormant: {})", instance.dormantBecause);
    if (instance.broken)
      out_ += " (read in part)";
    out_ += '\n';
    add(instance.body, 1);
    // What the provider computes of these arguments is known at once.
    if (instance.mode == Mode::Data && instance.type == "aws_iam_policy_document") {
      Sink said;
      const Value json =
          renderPolicyDocument(*instances_.heap, viewOf(instances_, instance), instance.address, false, said);
      out_ += fmt::format("  json = {}\n", renderValue(*instances_.heap, json));
    }
  }

  void add(const EvaluatedBody &body, size_t depth) {
    for (const Argument &argument : body.arguments)
      out_ +=
          fmt::format("{:{}}{} = {}\n", "", depth * 2, argument.name, renderValue(*instances_.heap, argument.value));
    for (const EvaluatedBlock &block : body.blocks) {
      out_ += fmt::format("{:{}}{}", "", depth * 2, block.type);
      for (const std::string_view label : block.labels)
        out_ += fmt::format(" \"{}\"", label);
      out_ += block.exists == Truth::Unknown ? " (may exist)\n" : "\n";
      add(block.body, depth + 1);
    }
  }

  const Instances &instances_;
  const SourceManager &sources_;
  std::string out_;
};

} // namespace

std::string renderValue(const eval::Heap &heap, const Value &value) {
  Renderer renderer(heap);
  renderer.value(value);
  return std::move(renderer.out);
}

std::string dumpInstances(const Instances &instances, const SourceManager &sources) {
  return InstanceDump(instances, sources).run();
}

} // namespace postern::tf
