#include "Net/LowerContext.h"

#include <fmt/format.h>

#include <algorithm>

namespace postern::net {
namespace {

using eval::Value;
using eval::ValueKind;

/// One value that an attribute may have.
template <typename T> struct Alternative {
  enum class State : uint8_t { Absent, Known, Unknown } state = State::Absent;
  T value{};

  [[nodiscard]] bool known() const { return state == State::Known; }
  [[nodiscard]] bool unknown() const { return state == State::Unknown; }
};

template <typename T> struct Scalar {
  std::vector<Alternative<T>> alternatives; ///< never empty
  eval::SymbolId condition;                 ///< of the choice, if it is one
  Value value;
  Trace trace;

  [[nodiscard]] const Alternative<T> &only() const { return alternatives[0]; }
  [[nodiscard]] bool isChoice() const { return alternatives.size() > 1; }
};

using Port = Alternative<int64_t>;

/// What passes for one value of each attribute.
struct Passes {
  Service certain;
  Service may;
};

/// Calls `read` for the value or for each that it may be.
template <typename T, typename Read> Scalar<T> readScalar(const tf::BodyView &view, std::string_view name, Read read) {
  Scalar<T> out;
  out.value = view.get(name);
  out.trace = traceOf(view, name, out.value);
  const auto one = [&read](const Value &value) -> Alternative<T> {
    if (!value.valid() || value.isNull())
      return {};
    if (value.kind() != ValueKind::String && value.kind() != ValueKind::Number && value.kind() != ValueKind::Bool)
      return {Alternative<T>::State::Unknown, {}};
    return read(value);
  };
  if (out.value.valid() && out.value.isChoice()) {
    out.condition = eval::asChoice(out.value).condition;
    for (const Value &alternative : eval::asChoice(out.value).alternatives)
      out.alternatives.push_back(one(alternative));
  } else {
    out.alternatives.push_back(one(out.value));
  }
  return out;
}

class ServiceReader {
public:
  ServiceReader(LowerContext &context, const tf::BodyView &view, IngressRule &rule)
      : context_(context), view_(view), rule_(rule) {}

  void read(std::string_view protocolName) {
    protocol_ = readScalar<Protocol>(view_, protocolName, [this, protocolName](const Value &value) {
      return protocolOf(value, view_.useOf(protocolName));
    });
    from_ = readScalar<int64_t>(view_, "from_port", [this](const Value &value) { return portOf(value, "from_port"); });
    to_ = readScalar<int64_t>(view_, "to_port", [this](const Value &value) { return portOf(value, "to_port"); });

    bool first = true;
    forEachCombination([this, &first](const Alternative<Protocol> &protocol, const Port &from, const Port &to) {
      const Passes passes = passesFor(protocol, from, to);
      rule_.service = first ? passes.certain : rule_.service & passes.certain;
      rule_.possible |= passes.certain;
      rule_.may |= passes.may;
      first = false;
    });
    checkRange();
    notePorts();
    describe();
  }

private:
  Alternative<Protocol> protocolOf(const Value &value, SourceRange use) {
    if (const std::optional<Protocol> protocol = parseProtocol(context_.textOf(value)))
      return {Alternative<Protocol>::State::Known, *protocol};
    context_.sink->report(kind::BadProtocol, context_.placeOf(value, use), context_.describe(value));
    return {Alternative<Protocol>::State::Unknown, {}};
  }

  /// -1 to 65535: which of them make sense depends on the protocol.
  Port portOf(const Value &value, std::string_view name) {
    std::optional<int64_t> number;
    if (value.kind() == ValueKind::Number)
      number = eval::toInt64(value.number());
    else if (value.kind() == ValueKind::String)
      if (const std::optional<eval::Number> parsed = eval::parseNumber(value.text(), context_.heap.arena()))
        number = eval::toInt64(*parsed);
    if (number && *number >= -1 && *number <= 65535)
      return {Port::State::Known, *number};
    badPort(value, name, "a port: a whole number from 0 to 65535");
    // What is refused is read as what was meant.
    if (number)
      return {Port::State::Known, std::clamp<int64_t>(*number, -1, 65535)};
    return {Port::State::Unknown, {}};
  }

  void badPort(const Value &value, std::string_view name, std::string_view what) {
    context_.sink->report(kind::BadPort, context_.placeOf(value, view_.useOf(name)), context_.describe(value), what);
  }

  /// Every combination of the alternatives; choices on one condition take the same place together.
  template <typename Visit> void forEachCombination(Visit visit) {
    const auto tied = [](const auto &a, const auto &b) {
      return a.isChoice() && a.condition.valid() && a.condition == b.condition &&
             a.alternatives.size() == b.alternatives.size();
    };
    const bool fromTied = tied(from_, protocol_);
    const bool toTied = tied(to_, protocol_);
    const bool portsTied = tied(to_, from_);
    for (size_t p = 0; p < protocol_.alternatives.size(); ++p)
      for (size_t f = 0; f < from_.alternatives.size(); ++f)
        for (size_t t = 0; t < to_.alternatives.size(); ++t)
          if ((!fromTied || f == p) && (!toTied || t == p) && (!portsTied || t == f))
            visit(protocol_.alternatives[p], from_.alternatives[f], to_.alternatives[t]);
  }

  Passes passesFor(const Alternative<Protocol> &protocol, const Port &from, const Port &to) {
    if (!protocol.known())
      return {{}, Service::everything()};
    const Service whole = Service::whole(protocol.value);
    if (!protocol.value.hasPorts())
      return {whole, whole};
    if (protocol.value.isIcmp())
      return typesFor(protocol.value, from, to, whole);

    // Without ports at all the provider refuses the rule or AWS opens every port, by the resource: not known.
    if ((!from.known() && !to.known()) || from.state == Port::State::Absent || to.state == Port::State::Absent)
      return {{}, whole};
    const auto on = [&protocol](int64_t first, int64_t last) {
      const PortSet ports(static_cast<uint16_t>(first), static_cast<uint16_t>(last));
      return protocol.value.number == Protocol::kTcp ? Service::tcpPorts(ports) : Service::udpPorts(ports);
    };
    // -1 stands for all ports of the protocol; beside a port it can only have meant the end of the range.
    if (!from.known()) {
      const int64_t last = to.value < 0 ? 65535 : to.value;
      return {on(last, last), on(0, last)};
    }
    const int64_t first = std::max<int64_t>(from.value, 0);
    if (!to.known())
      return {on(first, first), on(first, 65535)};
    const int64_t last = to.value < 0 ? 65535 : to.value;
    const Service range = on(std::min(first, last), std::max(first, last));
    return {range, range};
  }

  static Passes typesFor(Protocol protocol, const Port &type, const Port &code, const Service &whole) {
    if (type.unknown())
      return {{}, whole};
    if (!type.known() || type.value < 0 || type.value > 255)
      return {whole, whole};
    const auto on = [&](uint8_t first, uint8_t last) {
      Service out;
      const auto number = static_cast<uint8_t>(type.value);
      TypeSet &types = protocol.number == Protocol::kIcmp ? out.icmp : out.icmp6;
      types = TypeSet(icmpKey(number, first), icmpKey(number, last));
      return out;
    };
    if (code.unknown())
      return {{}, on(0, 255)};
    const bool oneCode = code.known() && code.value >= 0 && code.value <= 255;
    const Service types = oneCode ? on(static_cast<uint8_t>(code.value), static_cast<uint8_t>(code.value)) : on(0, 255);
    return {types, types};
  }

  [[nodiscard]] bool allKnown() const {
    const auto known = [](const auto &scalar) { return !scalar.isChoice() && scalar.only().known(); };
    return known(protocol_) && known(from_) && known(to_);
  }

  /// What AWS or the provider refuses though every value is known.
  void checkRange() {
    if (!allKnown())
      return;
    const Protocol protocol = protocol_.only().value;
    const int64_t from = from_.only().value;
    const int64_t to = to_.only().value;
    if (protocol.isIcmp()) {
      constexpr std::string_view kIcmp = "an ICMP type or code: a whole number from -1 to 255";
      if (from > 255)
        badPort(from_.value, "from_port", kIcmp);
      if (to > 255)
        badPort(to_.value, "to_port", kIcmp);
    } else if (protocol.hasPorts() && to >= 0 && from > to) {
      context_.sink->report(kind::PortsReversed, context_.placeOf(from_.value, from_.trace.use), from, to);
    } else if (protocol.every() && rule_.form == Form::Inline && (from != 0 || to != 0)) {
      const Value &culprit = from != 0 ? from_.value : to_.value;
      context_.sink->report(kind::PortsOfEveryProtocol,
                            context_.placeOf(culprit, view_.useOf(from != 0 ? "from_port" : "to_port")),
                            context_.describe(protocol_.value));
    }
  }

  /// Whether ports are written as if they were a restriction, where the protocol makes them mean nothing.
  void notePorts() {
    if (!allKnown() || protocol_.only().value.hasPorts())
      return;
    rule_.protocolText = net::protocolText(protocol_.only().value);
    const int64_t from = from_.only().value;
    const int64_t to = to_.only().value;
    const bool all = from <= 0 && (to <= 0 || to == 65535);
    if (!all && rule_.form != Form::Inline)
      rule_.ignoredPorts = Traced<std::string>(
          from == to ? fmt::format("port {}", from) : fmt::format("ports {} to {}", from, to), from_.trace);
  }

  void describe() {
    if (rule_.service == rule_.may || rule_.possible == rule_.may) {
      rule_.serviceText = toText(rule_.possible);
    } else {
      const auto read = [this](const auto &scalar, std::string_view absent) {
        return scalar.value.valid() && !scalar.value.isNull() ? context_.describe(scalar.value, scalar.trace.use)
                                                              : std::string(absent);
      };
      const bool named = protocol_.only().known() && !protocol_.isChoice();
      const std::string protocol =
          named ? net::protocolText(protocol_.only().value) : read(protocol_, "an unnamed protocol");
      const auto onPorts = [&](const std::string &ports) {
        return named ? fmt::format("{} {}", protocol, ports) : fmt::format("{} of protocol {}", ports, protocol);
      };
      const std::string from = read(from_, "");
      const std::string to = read(to_, "");
      if (from.empty() && to.empty())
        rule_.serviceText = protocol + " without ports";
      else if (from == to)
        rule_.serviceText = onPorts(fmt::format("port {}", from));
      else
        rule_.serviceText = onPorts(fmt::format("ports {} to {}", from.empty() ? "?" : from, to.empty() ? "?" : to));
    }
    if (rule_.service != rule_.may)
      rule_.serviceWhy = why();
  }

  [[nodiscard]] std::string why() const {
    std::string out;
    const auto add = [this, &out](const auto &scalar) {
      if (!scalar.value.valid() || scalar.value.isKnown())
        return;
      const std::string text = context_.describe(scalar.value, scalar.trace.use);
      if (out.find(text) == std::string::npos)
        out += (out.empty() ? "" : " and ") + text;
    };
    add(protocol_);
    add(from_);
    add(to_);
    return out.empty() ? "the ports are not written" : out + " is not known";
  }

  LowerContext &context_;
  const tf::BodyView &view_;
  IngressRule &rule_;
  Scalar<Protocol> protocol_;
  Scalar<int64_t> from_;
  Scalar<int64_t> to_;
};

} // namespace

void readService(LowerContext &context, const tf::BodyView &view, std::string_view protocol, IngressRule &rule) {
  ServiceReader(context, view, rule).read(protocol);
}

} // namespace postern::net
