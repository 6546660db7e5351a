// Address arithmetic. Addresses are 128 bits here; IPv4 stands in the low 32.
#include "Eval/functions/Support.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace postern::eval::functions {

namespace {

using Bits = unsigned __int128;

struct Prefix {
  Bits base = 0;
  int length = 0;
  int width = 32; ///< 32 or 128

  [[nodiscard]] Bits size() const { return length == 0 && width == 128 ? 0 : Bits(1) << (width - length); }
  [[nodiscard]] Bits last() const { return base + (size() - 1); }
};

Bits maskOf(int length, int width) {
  const Bits all = width == 128 ? ~Bits(0) : (Bits(1) << 32) - 1;
  return length == 0 ? 0 : all & (all << (width - length));
}

/// Decimal digits as a number up to `most`, leading zeros allowed.
std::optional<unsigned> decimal(std::string_view text, unsigned most) {
  if (text.empty() || text.size() > 9 || !std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; }))
    return std::nullopt;
  unsigned value = 0;
  for (const char c : text)
    value = value * 10 + unsigned(c - '0');
  return value <= most ? std::optional(value) : std::nullopt;
}

std::optional<Bits> readIpv4(std::string_view text) {
  Bits out = 0;
  for (int i = 0; i < 4; ++i) {
    const size_t end = i < 3 ? text.find('.') : text.size();
    if (end == std::string_view::npos)
      return std::nullopt;
    const std::optional<unsigned> octet = decimal(text.substr(0, end), 255);
    if (!octet)
      return std::nullopt;
    out = out << 8 | *octet;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

std::optional<Bits> readIpv6(std::string_view text) {
  std::array<unsigned, 8> groups{};
  size_t count = 0;
  size_t gap = groups.size() + 1;
  if (text.starts_with("::")) {
    gap = 0;
    text.remove_prefix(2);
  }
  while (!text.empty()) {
    if (count == groups.size())
      return std::nullopt;
    const size_t end = std::min(text.find(':'), text.size());
    const std::string_view group = text.substr(0, end);
    if (end == text.size() && group.find('.') != std::string_view::npos) {
      const std::optional<Bits> tail = readIpv4(group);
      if (!tail || count > 6)
        return std::nullopt;
      groups[count++] = unsigned(*tail >> 16);
      groups[count++] = unsigned(*tail & 0xffff);
      break;
    }
    if (group.empty() || group.size() > 4)
      return std::nullopt;
    unsigned value = 0;
    for (const char c : group) {
      const int digit = c >= '0' && c <= '9'   ? c - '0'
                        : c >= 'a' && c <= 'f' ? c - 'a' + 10
                        : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                               : -1;
      if (digit < 0)
        return std::nullopt;
      value = value * 16 + unsigned(digit);
    }
    groups[count++] = value;
    if (end == text.size())
      break;
    text.remove_prefix(end + 1);
    if (text.starts_with(":")) {
      if (gap <= groups.size())
        return std::nullopt;
      gap = count;
      text.remove_prefix(1);
    } else if (text.empty()) {
      return std::nullopt;
    }
  }
  const bool compressed = gap <= groups.size();
  if (compressed ? count >= groups.size() : count != groups.size())
    return std::nullopt;
  Bits out = 0;
  for (size_t i = 0; i < groups.size(); ++i) {
    const size_t missing = groups.size() - count;
    const bool zero = compressed && i >= gap && i < gap + missing;
    const size_t at = compressed && i >= gap + missing ? i - missing : i;
    out = out << 16 | (zero ? 0 : groups[at]);
  }
  return out;
}

std::optional<Prefix> readAddress(std::string_view text) {
  const bool isIpv6 = text.find(':') != std::string_view::npos;
  const std::optional<Bits> address = isIpv6 ? readIpv6(text) : readIpv4(text);
  if (!address)
    return std::nullopt;
  return isIpv6 ? Prefix{*address, 128, 128} : Prefix{*address, 32, 32};
}

/// Host bits are dropped, as the reference drops them.
std::optional<Prefix> readPrefix(std::string_view text) {
  const size_t slash = text.find('/');
  if (slash == std::string_view::npos)
    return std::nullopt;
  std::optional<Prefix> prefix = readAddress(text.substr(0, slash));
  if (!prefix)
    return std::nullopt;
  const std::optional<unsigned> length = decimal(text.substr(slash + 1), unsigned(prefix->width));
  if (!length)
    return std::nullopt;
  prefix->length = int(*length);
  prefix->base &= maskOf(prefix->length, prefix->width);
  return prefix;
}

std::string ipv4Text(Bits bits) {
  const auto value = uint32_t(bits);
  return fmt::format("{}.{}.{}.{}", value >> 24, value >> 16 & 255, value >> 8 & 255, value & 255);
}

bool isMapped(Bits bits) {
  return bits >> 32 == 0xffff;
}

/// Lower case, the longest run of zero groups as `::`; IPv4 inside IPv6 is written as IPv4.
std::string addressText(Bits bits, int width) {
  if (width == 32 || isMapped(bits))
    return ipv4Text(bits);
  std::array<unsigned, 8> groups{};
  for (size_t i = 0; i < 8; ++i)
    groups[i] = unsigned(bits >> (112 - 16 * i)) & 0xffff;
  size_t best = 0, bestSize = 1;
  for (size_t i = 0; i < 8;) {
    size_t end = i;
    while (end < 8 && groups[end] == 0)
      ++end;
    if (end - i > bestSize) {
      best = i;
      bestSize = end - i;
    }
    i = std::max(end, i + 1);
  }
  std::string out;
  for (size_t i = 0; i < 8; ++i) {
    if (bestSize > 1 && i == best) {
      out += "::";
      i += bestSize - 1;
      continue;
    }
    if (!out.empty() && out.back() != ':')
      out += ':';
    out += fmt::format("{:x}", groups[i]);
  }
  return out;
}

std::string prefixText(const Prefix &prefix) {
  const bool mapped = prefix.width == 128 && isMapped(prefix.base) && prefix.length >= 96;
  return fmt::format("{}/{}", addressText(prefix.base, prefix.width), mapped ? prefix.length - 96 : prefix.length);
}

/// A whole number of any size that fits into 128 bits; nothing otherwise. The sign is apart.
std::optional<Bits> magnitudeOf(Number number) {
  if (!isWhole(number) || isInfinite(number))
    return std::nullopt;
  std::string text = toText(number);
  if (text[0] == '-')
    text.erase(0, 1);
  Bits out = 0;
  for (const char c : text) {
    if (out > (~Bits(0) - Bits(c - '0')) / 10)
      return std::nullopt;
    out = out * 10 + Bits(c - '0');
  }
  return out;
}

std::optional<Prefix> prefixArg(CallSite &site, Args args) {
  const std::optional<Prefix> prefix = readPrefix(args[0].text());
  if (!prefix)
    site.fail(fmt::format("invalid CIDR address: {}", quoted(args[0])), 0);
  return prefix;
}

std::string tooLong(int length, int width) {
  return fmt::format("would extend prefix to {} bits, which is too long for an {} address", length,
                     width == 32 ? "IPv4" : "IPv6");
}

} // namespace

Value cidrhost(CallSite &site, Args args) {
  const std::optional<Prefix> prefix = prefixArg(site, args);
  if (!prefix)
    return {};
  if (!isWhole(args[1].number()))
    return site.fail("the host number must be a whole number", 1);
  const std::optional<Bits> magnitude = magnitudeOf(args[1].number());
  const bool negative = signOf(args[1].number()) < 0;
  const Bits most = prefix->size() - 1;
  if (!magnitude || (negative ? *magnitude - 1 : *magnitude) > most)
    return site.fail(
        fmt::format("prefix of {} does not accommodate a host numbered {}", prefix->length, toText(args[1].number())),
        1);
  const Bits host = negative ? most - (*magnitude - 1) : *magnitude;
  return computed(site, addressText(prefix->base + host, prefix->width), args[0]);
}

Value cidrnetmask(CallSite &site, Args args) {
  const std::optional<Prefix> prefix = prefixArg(site, args);
  if (!prefix)
    return {};
  if (prefix->width != 32)
    return site.fail("IPv6 addresses cannot have a netmask", 0);
  return computed(site, ipv4Text(maskOf(prefix->length, 32)), args[0]);
}

Value cidrsubnet(CallSite &site, Args args) {
  const std::optional<Prefix> prefix = prefixArg(site, args);
  if (!prefix)
    return {};
  const std::optional<int64_t> bits = wholeNumber(args[1]);
  const std::optional<Bits> number = magnitudeOf(args[2].number());
  if (!bits || *bits < 0 || *bits > 128)
    return site.fail("the number of new bits must be a whole number that is not negative", 1);
  if (!number || signOf(args[2].number()) < 0)
    return site.fail("the network number must be a whole number that is not negative", 2);
  const int length = prefix->length + int(*bits);
  if (length > prefix->width)
    return site.fail(fmt::format("insufficient address space to extend prefix of {} by {}", prefix->length, *bits), 1);
  if (*bits < 128 && *number >> *bits != 0)
    return site.fail(fmt::format("prefix extension of {} does not accommodate a subnet numbered {}", *bits,
                                 toText(args[2].number())),
                     2);
  Prefix subnet = *prefix;
  subnet.length = length;
  subnet.base += length == 0 ? 0 : *number << (prefix->width - length);
  return computed(site, prefixText(subnet), args[0]);
}

Value cidrsubnets(CallSite &site, Args args) {
  Heap &heap = site.heap();
  const std::optional<Prefix> prefix = prefixArg(site, args);
  if (!prefix)
    return {};
  std::vector<Value> items;
  Bits next = prefix->base;
  bool exhausted = false;
  std::string previous;
  for (size_t i = 1; i < args.size(); ++i) {
    const std::optional<int64_t> bits = wholeNumber(args[i]);
    if (!bits || *bits < 1)
      return site.fail("must extend prefix by at least one bit", int(i));
    if (*bits > 128 || prefix->length + *bits > prefix->width)
      return site.fail(tooLong(prefix->length + int(std::min<int64_t>(*bits, 1000)), prefix->width), int(i));
    Prefix subnet{next, prefix->length + int(*bits), prefix->width};
    const Bits mask = subnet.size() - 1;
    subnet.base = (next + mask) & ~mask;
    exhausted = exhausted || subnet.base < next || subnet.base > prefix->last();
    if (exhausted)
      return site.fail(fmt::format("not enough remaining address space for a subnet with a prefix of {} bits after {}",
                                   subnet.length, previous),
                       int(i));
    previous = prefixText(subnet);
    items.push_back(computed(site, previous, args[0]));
    exhausted = subnet.last() == prefix->last();
    next = subnet.last() + 1;
  }
  return heap.list(heap.types.string(), items, callOrigin(site, args[0].origin));
}

Value cidrcontains(CallSite &site, Args args) {
  const std::optional<Prefix> outer = prefixArg(site, args);
  if (!outer)
    return {};
  const std::string_view text = args[1].text();
  const std::optional<Prefix> inner = text.find('/') == std::string_view::npos ? readAddress(text) : readPrefix(text);
  if (!inner)
    return site.fail(fmt::format("invalid IP address or prefix: {}", quoted(args[1])), 1);
  if (outer->width != inner->width)
    return site.fail(fmt::format("address family mismatch: {} vs. {}", args[0].text(), text), 1);
  return site.heap().boolean(inner->base >= outer->base && inner->last() <= outer->last());
}

} // namespace postern::eval::functions
