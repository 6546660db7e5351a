#include "Net/Cidr.h"

#include <fmt/format.h>

#include <array>
#include <charconv>

namespace postern::net {
namespace {

/// The `prefix` leading ones of `bits`.
Address maskOf(unsigned bits, unsigned prefix) {
  if (prefix == 0)
    return 0;
  const Address ones = bits == 128 ? ~Address(0) : (Address(1) << bits) - 1;
  return ones & ~((Address(1) << (bits - prefix)) - 1);
}

/// Decimal, no sign, no leading zero.
std::optional<unsigned> parseDecimal(std::string_view text, unsigned limit) {
  if (text.empty() || text.size() > 3 || (text.size() > 1 && text[0] == '0'))
    return std::nullopt;
  unsigned value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value > limit)
    return std::nullopt;
  return value;
}

std::optional<uint32_t> parseV4(std::string_view text) {
  uint32_t out = 0;
  for (int i = 0; i < 4; ++i) {
    const size_t dot = text.find('.');
    if ((dot == std::string_view::npos) != (i == 3))
      return std::nullopt;
    const std::optional<unsigned> octet = parseDecimal(text.substr(0, dot), 255);
    if (!octet)
      return std::nullopt;
    out = out << 8 | *octet;
    if (i < 3)
      text.remove_prefix(dot + 1);
  }
  return out;
}

std::optional<uint16_t> parseGroup(std::string_view text) {
  if (text.empty() || text.size() > 4)
    return std::nullopt;
  uint16_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
  if (error != std::errc() || end != text.data() + text.size())
    return std::nullopt;
  return value;
}

/// Groups of a run without "::"; the last may be dotted decimal and counts as two. False when it is none.
bool parseGroups(std::string_view text, std::array<uint16_t, 8> &out, size_t &count) {
  count = 0;
  if (text.empty())
    return true;
  for (;;) {
    const size_t colon = text.find(':');
    const std::string_view part = text.substr(0, colon);
    if (colon == std::string_view::npos && part.find('.') != std::string_view::npos) {
      const std::optional<uint32_t> v4 = parseV4(part);
      if (!v4 || count > 6)
        return false;
      out[count++] = static_cast<uint16_t>(*v4 >> 16);
      out[count++] = static_cast<uint16_t>(*v4);
      return true;
    }
    const std::optional<uint16_t> group = parseGroup(part);
    if (!group || count == 8)
      return false;
    out[count++] = *group;
    if (colon == std::string_view::npos)
      return true;
    text.remove_prefix(colon + 1);
  }
}

std::optional<Address> parseV6(std::string_view text) {
  std::array<uint16_t, 8> head{};
  std::array<uint16_t, 8> tail{};
  size_t heads = 0;
  size_t tails = 0;
  const size_t gap = text.find("::");
  if (gap == std::string_view::npos) {
    if (!parseGroups(text, head, heads) || heads != 8)
      return std::nullopt;
  } else {
    // Dotted decimal may only end the address, so not what stands before "::".
    if (text.substr(0, gap).find('.') != std::string_view::npos || !parseGroups(text.substr(0, gap), head, heads) ||
        !parseGroups(text.substr(gap + 2), tail, tails) || heads + tails > 7)
      return std::nullopt;
  }
  Address out = 0;
  for (size_t i = 0; i < heads; ++i)
    out |= Address(head[i]) << (112 - 16 * i);
  for (size_t i = 0; i < tails; ++i)
    out |= Address(tail[i]) << (16 * (tails - 1 - i));
  return out;
}

std::string textV6(Address address) {
  std::array<uint16_t, 8> groups{};
  for (size_t i = 0; i < 8; ++i)
    groups[i] = static_cast<uint16_t>(address >> (112 - 16 * i));
  size_t gapAt = 8;
  size_t gapSize = 1; // a single zero group is not shortened
  for (size_t i = 0; i < 8; ++i) {
    size_t end = i;
    while (end < 8 && groups[end] == 0)
      ++end;
    if (end - i > gapSize) {
      gapAt = i;
      gapSize = end - i;
    }
  }
  std::string out;
  for (size_t i = 0; i < 8; ++i) {
    if (i == gapAt) {
      out += "::";
      i += gapSize - 1;
      continue;
    }
    if (!out.empty() && out.back() != ':')
      out += ':';
    out += fmt::format("{:x}", groups[i]);
  }
  return out;
}

} // namespace

std::string_view familyName(Family family) {
  return family == Family::V4 ? "IPv4" : "IPv6";
}

Address Cidr::last() const {
  const Address ones = bits() == 128 ? ~Address(0) : (Address(1) << 32) - 1;
  return first | (ones & ~maskOf(bits(), prefix));
}

bool Cidr::contains(const Cidr &other) const {
  return family == other.family && first <= other.first && other.last() <= last();
}

std::string addressText(Family family, Address address) {
  if (family == Family::V6)
    return textV6(address);
  const auto v4 = static_cast<uint32_t>(address);
  return fmt::format("{}.{}.{}.{}", v4 >> 24, v4 >> 16 & 255, v4 >> 8 & 255, v4 & 255);
}

std::string Cidr::text() const {
  return fmt::format("{}/{}", addressText(family, first), prefix);
}

std::optional<Address> parseAddress(std::string_view text, Family &family) {
  if (text.find(':') != std::string_view::npos) {
    family = Family::V6;
    return parseV6(text);
  }
  family = Family::V4;
  const std::optional<uint32_t> v4 = parseV4(text);
  return v4 ? std::optional<Address>(*v4) : std::nullopt;
}

CidrText parseCidr(std::string_view text) {
  const size_t slash = text.find('/');
  Family family = Family::V4;
  const std::optional<Address> address = parseAddress(text.substr(0, slash), family);
  if (!address) {
    const std::string_view rest = slash == std::string_view::npos ? std::string_view() : text.substr(slash + 1);
    return {std::nullopt, false, slash == 0 ? "the address is missing" : "the address cannot be read",
            parseDecimal(rest, 128)};
  }
  if (slash == std::string_view::npos)
    return {std::nullopt, false, "the length of the prefix is missing", {}};
  const unsigned bits = family == Family::V4 ? 32 : 128;
  const std::optional<unsigned> prefix = parseDecimal(text.substr(slash + 1), bits);
  if (!prefix)
    return {std::nullopt, false, fmt::format("the length of the prefix must be 0 to {}", bits), {}};
  const Address first = *address & maskOf(bits, *prefix);
  return {Cidr{family, static_cast<uint8_t>(*prefix), first}, first != *address, {}, prefix};
}

} // namespace postern::net
