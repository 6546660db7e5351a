#include "Net/Lower.h"

#include "Eval/OriginWalk.h"
#include "Net/LowerContext.h"
#include "Source/SourceManager.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <unordered_map>
#include <utility>

namespace postern::net {

SourceRange LowerContext::placeOf(const eval::Value &value, SourceRange use) const {
  if (value.origin.valid())
    for (const eval::OriginStep &step : eval::stepsOf(heap, value.origin))
      if (step.range.valid())
        return step.range;
  return use;
}

std::optional<tf::Instances::AttributeOf> LowerContext::attributeOf(const eval::Value &value) const {
  if (!value.valid() || !value.isUnknown() || !eval::asUnknown(value).symbol.valid())
    return std::nullopt;
  return instances.attributeOf(eval::asUnknown(value).symbol);
}

std::string LowerContext::describe(eval::SymbolId symbol, SourceRange place) const {
  if (symbol.valid() && !heap[symbol].text.empty())
    return std::string(heap[symbol].text);
  // Enough to recognise the expression by, on one line.
  constexpr size_t kShown = 60;
  std::string out;
  for (const char c : place.valid() ? sources.text(place) : std::string_view()) {
    const bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (!blank)
      out += c;
    else if (!out.empty() && out.back() != ' ')
      out += ' ';
    if (out.size() > kShown)
      return "an expression";
  }
  return out.empty() ? "an expression" : out;
}

std::string LowerContext::describe(const eval::Value &value, SourceRange use) const {
  const bool hidden = (eval::allMarks(value) & eval::kSensitive) != 0 && !value.isUnknown();
  return hidden ? "a sensitive value" : textOf(value, use);
}

std::string LowerContext::textOf(const eval::Value &value, SourceRange use) const {
  switch (value.kind()) {
  case eval::ValueKind::Null:
    return "null";
  case eval::ValueKind::Bool:
    return value.boolean() ? "true" : "false";
  case eval::ValueKind::Number:
    return eval::toText(value.number());
  case eval::ValueKind::String:
    return std::string(value.text());
  case eval::ValueKind::Partial: {
    std::string out;
    for (const eval::Piece &piece : eval::asPartial(value).pieces)
      out +=
          piece.isHole() ? fmt::format("${{{}}}", textOf(piece.hole, placeOf(value, use))) : std::string(piece.literal);
    return out;
  }
  case eval::ValueKind::Unknown:
    return describe(eval::asUnknown(value).symbol, placeOf(value, use));
  case eval::ValueKind::Choice: {
    const eval::ChoiceNode &choice = eval::asChoice(value);
    if (choice.condition.valid())
      return describe(choice.condition, placeOf(value, use));
    std::string out;
    for (const eval::Value &alternative : choice.alternatives)
      out += (out.empty() ? "" : " or ") + textOf(alternative, use);
    return out;
  }
  case eval::ValueKind::Sequence:
    return "a list";
  case eval::ValueKind::Mapping:
    return "an object";
  }
  return {};
}

Trace traceOf(const tf::BodyView &view, std::string_view name, const eval::Value &value) {
  return {value.valid() ? value.origin : eval::OriginId(), view.useOf(name)};
}

namespace {

using eval::Value;
using eval::ValueKind;

constexpr ResourceSupport kResources[] = {
#define RESOURCE(TYPE, STATE, NOTE) {TYPE, Support::STATE, NOTE},
#include "Net/Resources.def"
#undef RESOURCE
};

tf::ResourceRef refOf(const tf::Instance &instance) {
  return {instance.address, instance.header, instance.range};
}

class Lowering {
public:
  Lowering(const tf::Instances &instances, const SourceManager &sources, Sink &sink)
      : context_{instances, *instances.heap, sources, &sink, {}}, instances_(instances), sink_(sink) {}

  Exposure run() {
    forEach([this](tf::InstanceId id, const tf::Instance &instance) { declare(id, instance); });
    forEach([this](tf::InstanceId, const tf::Instance &instance) { addListEntry(instance); });
    forEach([this](tf::InstanceId id, const tf::Instance &instance) { readRules(id, instance); });
    for (const IngressRule &rule : out_.ingress)
      out_.groups[rule.group].ingress.push_back(&rule);
    for (const IngressRule &rule : out_.egress)
      out_.groups[rule.group].egress.push_back(&rule);
    std::vector<Service> open;
    for (const SecurityGroup &group : out_.groups)
      open.push_back(openToWorld(group));
    for (IngressRule &rule : out_.ingress) {
      rule.openToWorld = open[rule.group.index()];
      measure(rule);
    }
    return std::move(out_);
  }

private:
  template <typename Visit> void forEach(Visit visit) {
    uint32_t index = 0;
    for (const tf::Instance &instance : instances_.all) {
      const tf::InstanceId id(index++);
      if (instance.mode != tf::Mode::Managed)
        continue;
      // What does not exist is not refused by anybody.
      Sink unheard;
      context_.sink = instance.exists == Truth::No ? &unheard : &sink_;
      visit(id, instance);
    }
    context_.sink = &sink_;
  }

  // Groups, prefix lists and address plans, which rules name.

  void declare(tf::InstanceId id, const tf::Instance &instance) {
    const bool isDefault = instance.type == "aws_default_security_group";
    if (isDefault || instance.type == "aws_security_group")
      declareGroup(id, instance, isDefault);
    else if (instance.type == "aws_ec2_managed_prefix_list")
      declareList(id, instance);
    else if (instance.type == "aws_vpc" || instance.type == "aws_vpc_ipv4_cidr_block_association")
      addOwn(instance);
  }

  void declareGroup(tf::InstanceId id, const tf::Instance &instance, bool isDefault) {
    SecurityGroup group;
    group.resources = {refOf(instance)};
    group.exists = instance.exists;
    group.address = instance.address;
    group.header = {{}, instance.header};
    group.declared = true;
    group.isDefault = isDefault;
    const GroupId added = out_.groups.add(std::move(group));
    groupOf_.emplace(id, added);
    if (!isDefault)
      return;
    const auto vpc = context_.attributeOf(tf::viewOf(instances_, instance).get("vpc_id"));
    if (vpc && vpc->attribute == "id")
      defaultOf_.emplace(vpc->instance, added);
  }

  void declareList(tf::InstanceId id, const tf::Instance &instance) {
    PrefixList list;
    list.address = instance.address;
    for (const tf::BodyView &entry : tf::viewOf(instances_, instance).nested("entry", &list.openEnded))
      list.entries.push_back({entry.get("cidr"), entry.exists()});
    context_.prefixLists.emplace(id, std::move(list));
  }

  void addListEntry(const tf::Instance &instance) {
    if (instance.type != "aws_ec2_managed_prefix_list_entry")
      return;
    const tf::BodyView view = tf::viewOf(instances_, instance);
    const auto list = context_.attributeOf(view.get("prefix_list_id"));
    if (!list)
      return;
    if (const auto found = context_.prefixLists.find(list->instance); found != context_.prefixLists.end())
      found->second.entries.push_back({view.get("cidr"), instance.exists});
  }

  void addOwn(const tf::Instance &instance) {
    const tf::BodyView view = tf::viewOf(instances_, instance);
    for (const std::string_view name : {"cidr_block", "ipv6_cidr_block"}) {
      const Value value = view.get(name);
      if (!value.valid() || value.kind() != ValueKind::String)
        continue;
      // A VPC has a /16 at most; anything larger is a mistake that must not make the internet look like the inside.
      const CidrText parsed = parseCidr(value.text());
      if (parsed.cidr && parsed.cidr->prefix >= 16)
        out_.own |= AddressSet(*parsed.cidr);
    }
  }

  // Rules.

  void readRules(tf::InstanceId id, const tf::Instance &instance) {
    const std::string_view type = instance.type;
    if (type == "aws_security_group" || type == "aws_default_security_group") {
      readInline(id, instance, "ingress", Direction::Ingress);
      readInline(id, instance, "egress", Direction::Egress);
    } else if (type == "aws_security_group_rule") {
      readOldRule(instance);
    } else if (type == "aws_vpc_security_group_ingress_rule") {
      readRule(instance, Form::NewRule, Direction::Ingress, Truth::Yes);
    } else if (type == "aws_vpc_security_group_egress_rule") {
      readRule(instance, Form::NewRule, Direction::Egress, Truth::Yes);
    }
  }

  void readInline(tf::InstanceId id, const tf::Instance &instance, std::string_view name, Direction direction) {
    const tf::BodyView body = tf::viewOf(instances_, instance);
    checkElements(body, name);
    for (const tf::BodyView &view : body.nested(name)) {
      IngressRule rule;
      rule.resources = {refOf(instance)};
      rule.exists = instance.exists && view.exists();
      rule.direction = direction;
      rule.form = Form::Inline;
      rule.group = groupOf_.at(id);
      rule.groupAddress = instance.address;
      rule.header = {{}, view.header()};
      readService(context_, view, "protocol", rule);
      readSources(context_, view, rule);
      add(std::move(rule));
    }
  }

  /// In `ingress = [{ … }]` every attribute must be written, null if need be; blocks are free of that.
  void checkElements(const tf::BodyView &body, std::string_view name) {
    const Value list = body.get(name);
    if (!list.valid() || list.kind() != ValueKind::Sequence)
      return;
    constexpr std::array<std::string_view, 9> kNames = {
        "cidr_blocks", "description",     "from_port", "ipv6_cidr_blocks", "prefix_list_ids",
        "protocol",    "security_groups", "self",      "to_port"};
    for (const Value &item : eval::asSequence(list).items) {
      if (item.kind() != ValueKind::Mapping || eval::asMapping(item).open)
        continue;
      std::string missing;
      for (const std::string_view attribute : kNames)
        if (!eval::find(eval::asMapping(item), attribute))
          missing += fmt::format("{}{}", missing.empty() ? "" : ", ", attribute);
      if (missing.empty())
        continue;
      missing += missing.find(',') == std::string::npos ? " is" : " are";
      context_.sink->report(kind::IncompleteRule, context_.placeOf(item, body.useOf(name)), name, missing);
    }
  }

  void readOldRule(const tf::Instance &instance) {
    const Value type = tf::viewOf(instances_, instance).get("type");
    if (type.valid() && type.kind() == ValueKind::String) {
      readRule(instance, Form::OldRule, type.text() == "egress" ? Direction::Egress : Direction::Ingress, Truth::Yes);
      return;
    }
    // Either may come true.
    const std::string decides = decidesOn(type);
    const std::string doubt =
        decides.empty() ? fmt::format("whether {} is for ingress or egress is not known", instance.address)
                        : fmt::format("{} decides whether {} is for ingress or egress", decides, instance.address);
    readRule(instance, Form::OldRule, Direction::Ingress, Truth::Unknown, doubt);
    Sink unheard;
    Sink *const heard = std::exchange(context_.sink, &unheard);
    readRule(instance, Form::OldRule, Direction::Egress, Truth::Unknown, doubt);
    context_.sink = heard;
  }

  /// The name of what a value hangs on, if it has one.
  std::string decidesOn(const Value &value) const {
    eval::SymbolId symbol;
    if (value.valid() && value.isUnknown())
      symbol = eval::asUnknown(value).symbol;
    else if (value.valid() && value.isChoice())
      symbol = eval::asChoice(value).condition;
    return symbol.valid() ? std::string((*instances_.heap)[symbol].text) : std::string();
  }

  void readRule(const tf::Instance &instance, Form form, Direction direction, Truth exists,
                const std::string &doubt = {}) {
    const tf::BodyView view = tf::viewOf(instances_, instance);
    IngressRule rule;
    rule.resources = {refOf(instance)};
    rule.exists = instance.exists && exists;
    if (must(instance.exists))
      rule.doubt = doubt;
    rule.direction = direction;
    rule.form = form;
    rule.header = {{}, instance.header};
    findGroup(view.get("security_group_id"), instance, rule);
    readService(context_, view, form == Form::NewRule ? "ip_protocol" : "protocol", rule);
    readSources(context_, view, rule);
    add(std::move(rule));
  }

  void add(IngressRule rule) {
    (rule.direction == Direction::Ingress ? out_.ingress : out_.egress).add(std::move(rule));
  }

  void measure(IngressRule &rule) const {
    AddressUnion all;
    double most = 0;
    for (size_t i = 0; i < rule.sources.size(); ++i) {
      const Source &source = rule.sources[i].value;
      if (!source.isWritten() || !must(source.present))
        continue;
      const AddressSet outside = source.addresses - out_.own;
      all.add(outside);
      if (const double share = outside.internetShare(); share > most) {
        most = share;
        rule.widest = i;
      }
    }
    rule.reach = all.take().reach();
  }

  // Which group a standalone rule belongs to.

  void findGroup(const Value &id, const tf::Instance &instance, IngressRule &rule) {
    if (const auto attribute = context_.attributeOf(id)) {
      if (const GroupId group = groupAt(*attribute); group.valid()) {
        const SecurityGroup &found = out_.groups[group];
        rule.group = group;
        rule.groupAddress = found.address;
        if (found.declared)
          rule.resources.push_back(found.resources[0]);
        else
          addResource(out_.groups[group], instance);
        return;
      }
    }
    rule.groupAddress = instance.address;
    std::string key;
    if (id.valid() && id.kind() == ValueKind::String)
      key = rule.groupName = id.text();
    else if (id.valid() && id.isUnknown() && eval::asUnknown(id).symbol.valid())
      key = rule.groupName = context_.describe(id);
    rule.group = outsideGroup(key, instance);
  }

  GroupId groupAt(const tf::Instances::AttributeOf &attribute) {
    if (attribute.attribute == "id") {
      const auto found = groupOf_.find(attribute.instance);
      return found == groupOf_.end() ? GroupId() : found->second;
    }
    if (attribute.attribute != "default_security_group_id")
      return {};
    const auto [found, isNew] = defaultOf_.try_emplace(attribute.instance);
    if (isNew) {
      SecurityGroup group;
      group.address = fmt::format("the default security group of {}", instances_.all[attribute.instance].address);
      group.header = {{}, instances_.all[attribute.instance].header};
      group.isDefault = true;
      found->second = out_.groups.add(std::move(group));
    }
    return found->second;
  }

  /// Rules that name the same group outside are together in one; a rule whose group has no name is alone.
  GroupId outsideGroup(const std::string &key, const tf::Instance &instance) {
    if (!key.empty())
      if (const auto found = outside_.find(key); found != outside_.end()) {
        addResource(out_.groups[found->second], instance);
        return found->second;
      }
    SecurityGroup group;
    group.address = key.empty() ? instance.address : key;
    group.header = {{}, instance.header};
    const GroupId id = out_.groups.add(std::move(group));
    addResource(out_.groups[id], instance);
    if (!key.empty())
      outside_.emplace(key, id);
    return id;
  }

  static void addResource(SecurityGroup &group, const tf::Instance &instance) {
    group.resources.push_back(refOf(instance));
    group.exists = group.resources.size() == 1 ? instance.exists : group.exists || instance.exists;
  }

  LowerContext context_;
  const tf::Instances &instances_;
  Sink &sink_;
  Exposure out_;
  std::unordered_map<tf::InstanceId, GroupId> groupOf_;
  std::unordered_map<tf::InstanceId, GroupId> defaultOf_; ///< by VPC
  std::map<std::string, GroupId> outside_;
};

std::string placeText(const SourceRange &range, const SourceManager &sources) {
  if (!range.valid())
    return "nowhere";
  const LineColumn at = sources.locate(range.file, range.begin);
  return fmt::format("{}:{}:{}", sources.path(range.file), at.line, at.column);
}

std::string_view existsText(Truth exists) {
  return exists == Truth::Yes ? "" : exists == Truth::Unknown ? " (may exist)" : " (does not exist)";
}

void dumpRule(const IngressRule &rule, std::string_view word, const SourceManager &sources, std::string &out) {
  out += fmt::format("  {} {} by {} at {}{}{}\n", word, rule.serviceText, rule.resources[0].address,
                     placeText(rule.header.use, sources), existsText(rule.exists),
                     rule.serviceWhy.empty() ? "" : fmt::format(", {}", rule.serviceWhy));
  if (rule.ignoredPorts)
    out += fmt::format("    {} mean nothing\n", **rule.ignoredPorts);
  for (const Traced<Source> &source : rule.sources) {
    const std::string_view kind = source->kind == SourceKind::Group        ? "group "
                                  : source->kind == SourceKind::PrefixList ? "prefix list "
                                  : source->kind == SourceKind::Unknown    ? "unknown "
                                                                           : "";
    out += fmt::format("    {} {}{} at {}{}{}\n", word == "ingress" ? "from" : "to", kind, source->text,
                       placeText(source.use, sources), source->present == Truth::Unknown ? " (may be)" : "",
                       source->why.empty() ? "" : fmt::format(", {}", source->why));
  }
  if (rule.openEnded)
    out += "    and further ones that are not known\n";
}

} // namespace

Exposure lower(const tf::Instances &instances, const SourceManager &sources, Sink &sink) {
  return Lowering(instances, sources, sink).run();
}

std::string dumpIngress(const Exposure &exposure, const SourceManager &sources) {
  std::string out;
  for (const SecurityGroup &group : exposure.groups) {
    out += fmt::format("group {}{}{}{}\n", group.address, group.isDefault ? " (default)" : "",
                       group.declared ? "" : " (outside)", existsText(group.exists));
    for (const IngressRule *rule : group.ingress)
      dumpRule(*rule, "ingress", sources, out);
    for (const IngressRule *rule : group.egress)
      dumpRule(*rule, "egress", sources, out);
  }
  return out;
}

std::span<const ResourceSupport> resourceTable() {
  return kResources;
}

} // namespace postern::net
