#include "Families.h"
#include "Net/Exposure.h"
#include "Net/KnownPorts.h"

#include <fmt/format.h>

#include <charconv>
#include <optional>

namespace postern::probe {
namespace {

using namespace postern::net;

std::string yesNo(bool yes) {
  return yes ? "yes" : "no";
}

/// `A + B - C & D`, from left to right.
template <typename Set, typename Read>
std::optional<Set> combine(std::span<const std::string_view> words, Read read, std::string &error) {
  Set out;
  char operation = '+';
  bool wantsOperand = true;
  for (const std::string_view word : words) {
    if (!wantsOperand) {
      if (word != "+" && word != "-" && word != "&") {
        error = fmt::format("error: '{}' is no operation", word);
        return std::nullopt;
      }
      operation = word[0];
      wantsOperand = true;
      continue;
    }
    const std::optional<Set> operand = read(word, error);
    if (!operand)
      return std::nullopt;
    out = operation == '+' ? out | *operand : operation == '-' ? out - *operand : out & *operand;
    wantsOperand = false;
  }
  if (wantsOperand) {
    error = "error: something is missing at the end";
    return std::nullopt;
  }
  return out;
}

std::optional<AddressSet> readAddresses(std::string_view text, std::string &error) {
  if (text == "internet")
    return internet();
  const CidrText parsed = parseCidr(text);
  if (parsed.cidr)
    return AddressSet(*parsed.cidr);
  error = "error: " + parsed.error;
  return std::nullopt;
}

std::optional<uint16_t> readNumber(std::string_view text) {
  uint16_t out = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), out);
  return failed == std::errc() && end == text.data() + text.size() ? std::optional(out) : std::nullopt;
}

/// `all`, `tcp`, `tcp/22`, `udp/20-30`, `icmp/8-8`, `50`.
std::optional<Service> readService(std::string_view text, std::string &error) {
  const size_t slash = text.find('/');
  const std::optional<Protocol> protocol = parseProtocol(text.substr(0, slash));
  if (!protocol) {
    error = fmt::format("error: '{}' is no service", text);
    return std::nullopt;
  }
  if (slash == std::string_view::npos)
    return Service::whole(*protocol);
  const std::string_view range = text.substr(slash + 1);
  const size_t dash = range.find('-');
  const std::optional<uint16_t> first = readNumber(range.substr(0, dash));
  const std::optional<uint16_t> last = dash == std::string_view::npos ? first : readNumber(range.substr(dash + 1));
  if (!first || !last || *first > *last) {
    error = fmt::format("error: '{}' is no range", range);
    return std::nullopt;
  }
  Service out;
  const PortSet ports(*first, *last);
  if (protocol->number == Protocol::kTcp)
    out.tcp = ports;
  else if (protocol->number == Protocol::kUdp)
    out.udp = ports;
  else if (protocol->isIcmp() && *last < 256)
    (protocol->number == Protocol::kIcmp ? out.icmp : out.icmp6) =
        TypeSet(icmpKey(static_cast<uint8_t>(*first), 0), icmpKey(static_cast<uint8_t>(*last), 255));
  else
    error = fmt::format("error: '{}' has no ports", text);
  return error.empty() ? std::optional(out) : std::nullopt;
}

std::optional<PortClass> readClass(std::string_view text) {
  constexpr std::pair<std::string_view, PortClass> kNames[] = {
      {"ssh", PortClass::Ssh},       {"rdp", PortClass::Rdp}, {"admin", PortClass::Admin}, {"data", PortClass::Data},
      {"legacy", PortClass::Legacy}, {"app", PortClass::App}, {"web", PortClass::Web}};
  for (const auto &[name, portClass] : kNames)
    if (name == text)
      return portClass;
  return std::nullopt;
}

} // namespace

std::string answerCidr(std::string_view question) {
  const std::string_view asked = takeWord(question);
  std::string error;
  if (asked == "parse") {
    const CidrText parsed = parseCidr(question);
    if (!parsed.cidr)
      return "error: " + parsed.error;
    return fmt::format("{} {}{}", toText(*parsed.cidr), familyName(parsed.cidr->family),
                       parsed.hostBits ? ", host bits set" : "");
  }
  const std::vector<std::string_view> operands = words(question);
  if (asked == "contains") {
    if (operands.size() != 2)
      return notUnderstood(question);
    const std::optional<AddressSet> outer = readAddresses(operands[0], error);
    const std::optional<AddressSet> inner = readAddresses(operands[1], error);
    return outer && inner ? yesNo(outer->contains(*inner)) : error;
  }
  const std::optional<AddressSet> set = combine<AddressSet>(operands, readAddresses, error);
  if (!set)
    return error;
  if (asked == "set")
    return toText(*set);
  if (asked == "size")
    return fmt::format("{:.0f} IPv4, {:.6g} IPv6", sizeOf(set->v4), sizeOf(set->v6));
  if (asked == "covers")
    return yesNo(set->coversInternet());
  if (asked == "reach")
    return fmt::format("{} {:.4f}", reachName(set->reach()), set->internetShare());
  return notUnderstood(asked);
}

std::string answerService(std::string_view question) {
  const std::string_view asked = takeWord(question);
  std::string error;
  if (asked == "protocol") {
    const std::optional<Protocol> protocol = parseProtocol(question);
    return protocol ? protocolText(*protocol) : "error: no protocol";
  }
  std::optional<PortClass> portClass;
  if (asked == "names" && !(portClass = readClass(takeWord(question))))
    return notUnderstood(asked);
  const std::optional<Service> service = combine<Service>(words(question), readService, error);
  if (!service)
    return error;
  if (asked == "set")
    return toText(*service);
  if (asked == "names")
    return namesOf(*portClass, *service);
  return notUnderstood(asked);
}

} // namespace postern::probe
