#include "Net/LowerContext.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace postern::net {
namespace {

using eval::Value;
using eval::ValueKind;

std::string_view trim(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t");
  return first == std::string_view::npos ? std::string_view()
                                         : text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// Reads a value of strings: one, a list of them, a choice between either, or something that is not known.
class ListReader {
public:
  ListReader(LowerContext &context, std::string_view attribute, SourceRange use)
      : context_(context), attribute_(attribute), use_(use) {}
  virtual ~ListReader() = default;

  void read(const Value &value, std::vector<Traced<Source>> &out, bool &openEnded) {
    if (!value.valid() || value.isNull())
      return;
    switch (value.kind()) {
    case ValueKind::Sequence: {
      const eval::SequenceNode &list = eval::asSequence(value);
      for (size_t i = 0; i < list.items.size(); ++i)
        read(context_.heap.extracted(list.items[i], value, std::to_string(i)).withMarks(value.marks), out, openEnded);
      openEnded |= list.open;
      return;
    }
    case ValueKind::Choice:
      readChoice(value, out, openEnded);
      return;
    case ValueKind::Unknown:
    case ValueKind::Partial:
    case ValueKind::String:
    case ValueKind::Number:
    case ValueKind::Bool:
    case ValueKind::Mapping:
      element(value, out);
      return;
    case ValueKind::Null:
      return;
    }
  }

protected:
  virtual void element(const Value &value, std::vector<Traced<Source>> &out) = 0;

  [[nodiscard]] Trace traceTo(const Value &value) const { return {value.origin, use_}; }
  [[nodiscard]] SourceRange placeOf(const Value &value) const { return context_.placeOf(value, use_); }

  void addUnknown(const Value &value, SourceKind kind, AddressSet atMost, std::vector<Traced<Source>> &out) {
    Source source;
    source.kind = kind;
    source.text = context_.describe(value, use_);
    source.addresses = std::move(atMost);
    if (kind == SourceKind::Unknown)
      source.why = source.text + " is not known";
    out.emplace_back(std::move(source), traceTo(value));
  }

  LowerContext &context_;
  std::string_view attribute_;
  SourceRange use_;

private:
  /// What every alternative lets in is certain; the rest depends on the condition.
  void readChoice(const Value &value, std::vector<Traced<Source>> &out, bool &openEnded) {
    const eval::ChoiceNode &choice = eval::asChoice(value);
    std::vector<std::vector<Traced<Source>>> alternatives(choice.alternatives.size());
    std::vector<AddressSet> certain;
    for (size_t i = 0; i < alternatives.size(); ++i) {
      read(choice.alternatives[i].withMarks(value.marks), alternatives[i], openEnded);
      AddressUnion all;
      for (const Traced<Source> &source : alternatives[i])
        if (source->isWritten() && must(source->present))
          all.add(source->addresses);
      certain.push_back(all.take());
    }
    const std::string why = choice.condition.valid()
                                ? fmt::format("it depends on {}", context_.describe(choice.condition, placeOf(value)))
                                : "it is one of several values";
    for (size_t i = 0; i < alternatives.size(); ++i)
      for (Traced<Source> &source : alternatives[i]) {
        bool always = source.value.isWritten();
        for (size_t other = 0; other < alternatives.size(); ++other)
          always = always && (other == i || certain[other].contains(source.value.addresses));
        if (!always) {
          source.value.present = source.value.present && Truth::Unknown;
          if (source.value.why.empty())
            source.value.why = why;
        }
        out.push_back(std::move(source));
      }
  }
};

class BlockReader final : public ListReader {
public:
  BlockReader(LowerContext &context, std::string_view attribute, Family family, SourceRange use)
      : ListReader(context, attribute, use), family_(family) {}

private:
  void element(const Value &value, std::vector<Traced<Source>> &out) override {
    if (value.kind() == ValueKind::Partial && endsInPrefixZero(value)) {
      addEverything(context_.describe(value, use_), value, out);
      return;
    }
    if (value.kind() != ValueKind::String) {
      addUnknown(value, SourceKind::Unknown, AddressSet::everything(family_), out);
      return;
    }
    const std::string_view text = value.text();
    if (text.find(',') == std::string_view::npos) {
      block(text, value, out);
      return;
    }
    bad(text, "it holds several, and a list has one in each element", value);
    for (size_t at = 0; at <= text.size();) {
      const size_t comma = std::min(text.find(',', at), text.size());
      if (const std::string_view part = trim(text.substr(at, comma - at)); !part.empty())
        block(part, value, out);
      at = comma + 1;
    }
  }

  void block(std::string_view text, const Value &value, std::vector<Traced<Source>> &out) {
    const CidrText parsed = parseCidr(text);
    if (!parsed.cidr) {
      bad(text, parsed.error, value);
      // Whatever the address should have been, a prefix of no bits leaves nothing of it.
      if (parsed.prefix == 0U)
        addEverything(text, value, out);
      return;
    }
    const std::string shown = shownText(text, value);
    // What is refused is read as what was meant.
    if (parsed.hostBits)
      context_.sink->report(kind::HostBits, placeOf(value), shown, shownText(parsed.cidr->text(), value));
    if (parsed.cidr->family != family_)
      context_.sink->report(kind::WrongFamily, placeOf(value), shown, familyName(parsed.cidr->family), attribute_,
                            familyName(family_));
    Source source;
    source.kind = SourceKind::Block;
    source.text = shown;
    source.addresses = AddressSet(*parsed.cidr);
    out.emplace_back(std::move(source), traceTo(value));
  }

  void addEverything(std::string_view text, const Value &value, std::vector<Traced<Source>> &out) {
    Source source;
    source.kind = SourceKind::Block;
    source.text = shownText(text, value);
    source.addresses = AddressSet::everything(family_);
    out.emplace_back(std::move(source), traceTo(value));
  }

  /// "${var.address}/0"
  static bool endsInPrefixZero(const Value &value) {
    const eval::Piece &last = eval::asPartial(value).pieces.back();
    return !last.isHole() && last.literal.ends_with("/0");
  }

  void bad(std::string_view text, std::string_view why, const Value &value) {
    context_.sink->report(kind::BadCidr, placeOf(value), shownText(text, value), std::string(why));
  }

  [[nodiscard]] std::string shownText(std::string_view text, const Value &value) const {
    return (eval::allMarks(value) & eval::kSensitive) != 0 ? context_.describe(value) : std::string(text);
  }

  Family family_;
};

class GroupReader final : public ListReader {
public:
  using ListReader::ListReader;

private:
  void element(const Value &value, std::vector<Traced<Source>> &out) override {
    addUnknown(value, SourceKind::Group, {}, out);
  }
};

class PrefixListReader final : public ListReader {
public:
  using ListReader::ListReader;

private:
  void element(const Value &value, std::vector<Traced<Source>> &out) override {
    const std::optional<tf::Instances::AttributeOf> attribute = context_.attributeOf(value);
    if (attribute && attribute->attribute == "id")
      if (const auto found = context_.prefixLists.find(attribute->instance); found != context_.prefixLists.end()) {
        expand(found->second, value, out);
        return;
      }
    // The lists that AWS keeps for its services are never the internet.
    const bool service =
        value.isUnknown() && context_.describe(value).find("data.aws_prefix_list.") != std::string::npos;
    addUnknown(value, SourceKind::PrefixList, service ? AddressSet() : AddressSet::everything(), out);
  }

  void expand(const PrefixList &list, const Value &value, std::vector<Traced<Source>> &out) {
    bool openEnded = list.openEnded;
    for (const ListEntry &entry : list.entries) {
      const size_t before = out.size();
      readBlocks(context_, entry.cidr, "cidr", familyOf(entry.cidr), use_, out, openEnded);
      for (size_t i = before; i < out.size(); ++i) {
        Source &source = out[i].value;
        source.present = source.present && entry.exists;
        if (!must(entry.exists) && source.why.empty())
          source.why = fmt::format("which entries {} has is not known", list.address);
        source.text += fmt::format(" of {}", list.address);
      }
    }
    if (openEnded)
      addUnknown(value, SourceKind::PrefixList, AddressSet::everything(), out);
  }

  static Family familyOf(const Value &cidr) {
    const bool v6 = cidr.valid() && cidr.kind() == ValueKind::String && cidr.text().find(':') != std::string_view::npos;
    return v6 ? Family::V6 : Family::V4;
  }
};

class SourcesReader {
public:
  SourcesReader(LowerContext &context, const tf::BodyView &view, IngressRule &rule)
      : context_(context), view_(view), rule_(rule) {}

  void read() {
    switch (rule_.form) {
    case Form::Inline:
      readLists();
      readGroups("security_groups", true);
      readSelf();
      return;
    case Form::OldRule:
      readLists();
      readGroups("source_security_group_id", false);
      readSelf();
      return;
    case Form::NewRule:
      readBlocks("cidr_ipv4", Family::V4, false);
      readBlocks("cidr_ipv6", Family::V6, false);
      readPrefixLists("prefix_list_id", false);
      readGroups("referenced_security_group_id", false);
      checkCount();
      return;
    }
  }

private:
  void readLists() {
    readBlocks("cidr_blocks", Family::V4, true);
    readBlocks("ipv6_cidr_blocks", Family::V6, true);
    readPrefixLists("prefix_list_ids", true);
  }

  Value valueOf(std::string_view name, bool list) {
    const Value value = view_.get(name);
    // Read as a list of one all the same: what was meant is plain.
    if (list && value.valid() && (value.kind() == ValueKind::String || value.kind() == ValueKind::Number))
      context_.sink->report(kind::NotAList, context_.placeOf(value, view_.useOf(name)), name);
    return value;
  }

  void readBlocks(std::string_view name, Family family, bool list) {
    net::readBlocks(context_, valueOf(name, list), name, family, view_.useOf(name), rule_.sources, rule_.openEnded);
  }
  void readPrefixLists(std::string_view name, bool list) {
    PrefixListReader(context_, name, view_.useOf(name)).read(valueOf(name, list), rule_.sources, rule_.openEnded);
  }
  void readGroups(std::string_view name, bool list) {
    GroupReader(context_, name, view_.useOf(name)).read(valueOf(name, list), rule_.sources, rule_.openEnded);
  }

  void readSelf() {
    const Value value = view_.get("self");
    if (!value.valid() || value.isNull())
      return;
    const bool written = value.kind() == ValueKind::Bool || value.kind() == ValueKind::String;
    const bool yes =
        value.kind() == ValueKind::Bool ? value.boolean() : value.kind() == ValueKind::String && value.text() == "true";
    if (written && !yes)
      return;
    Source source;
    source.kind = SourceKind::Self;
    source.text = "self";
    source.present = written ? Truth::Yes : Truth::Unknown;
    if (!written)
      source.why = context_.describe(value, view_.useOf("self")) + " is not known";
    rule_.sources.emplace_back(std::move(source), traceOf(view_, "self", value));
  }

  void checkCount() {
    constexpr std::array<std::string_view, 4> kNames = {"cidr_ipv4", "cidr_ipv6", "prefix_list_id",
                                                        "referenced_security_group_id"};
    std::string given;
    size_t count = 0;
    for (const std::string_view name : kNames) {
      const Value value = view_.get(name);
      if (!value.valid() || value.isNull())
        continue;
      // It may turn out to be null.
      if (value.isUnknown() || value.isChoice())
        return;
      given += (count++ == 0 ? "are " : " and ") + std::string(name);
    }
    if (count != 1)
      context_.sink->report(kind::SourceCount, view_.header(), count == 0 ? "is none" : given);
  }

  LowerContext &context_;
  const tf::BodyView &view_;
  IngressRule &rule_;
};

} // namespace

void readBlocks(LowerContext &context, const eval::Value &value, std::string_view attribute, Family family,
                SourceRange use, std::vector<Traced<Source>> &out, bool &openEnded) {
  BlockReader(context, attribute, family, use).read(value, out, openEnded);
}

void readSources(LowerContext &context, const tf::BodyView &view, IngressRule &rule) {
  SourcesReader(context, view, rule).read();
}

} // namespace postern::net
