// Version constraints, and the addresses of modules and providers, as Terraform reads them out of plain text.
#include "Terraform/Static.h"

#include <algorithm>
#include <charconv>

namespace postern::tf {
namespace {

bool isDigit(char c) {
  return c >= '0' && c <= '9';
}
bool isLetterOrDigit(char c) {
  return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

std::vector<std::string_view> split(std::string_view text, char by) {
  std::vector<std::string_view> out;
  for (;;) {
    const size_t at = text.find(by);
    out.push_back(text.substr(0, at));
    if (at == std::string_view::npos)
      return out;
    text.remove_prefix(at + 1);
  }
}

std::string_view trimmed(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t\n\r");
  if (first == std::string_view::npos)
    return {};
  return text.substr(first, text.find_last_not_of(" \t\n\r") + 1 - first);
}

// ---------------------------------------------------------------------------------------------------------------
// Versions

struct Constraint {
  std::string_view op;
  std::vector<uint32_t> segments; ///< as written, one or more
  bool prerelease = false;
};

/// A run of `-` or `+` and what may follow it: letters, digits, dashes, tildes, in parts with dots between.
bool isSuffix(std::string_view text) {
  const std::vector<std::string_view> parts = split(text, '.');
  return std::ranges::all_of(parts, [](std::string_view part) {
    return !part.empty() &&
           std::ranges::all_of(part, [](char c) { return isLetterOrDigit(c) || c == '-' || c == '~'; });
  });
}

/// One of the parts between commas.
std::optional<Constraint> readConstraint(std::string_view text) {
  constexpr std::string_view kOperators[] = {"~>", ">=", "<=", "!=", "=", ">", "<"};
  Constraint out;
  text = trimmed(text);
  for (const std::string_view op : kOperators)
    if (text.starts_with(op)) {
      out.op = op;
      text = trimmed(text.substr(op.size()));
      break;
    }
  if (text.starts_with('v'))
    text.remove_prefix(1);
  for (;;) {
    uint32_t segment = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), segment);
    if (fault != std::errc() || text.empty() || !isDigit(text[0]))
      return std::nullopt;
    out.segments.push_back(segment);
    text.remove_prefix(static_cast<size_t>(end - text.data()));
    if (text.size() < 2 || text[0] != '.' || !isDigit(text[1]))
      break;
    text.remove_prefix(1);
  }
  const size_t plus = text.find('+');
  std::string_view prerelease = text.substr(0, plus);
  if (plus != std::string_view::npos && !isSuffix(text.substr(plus + 1)))
    return std::nullopt;
  if (prerelease.empty())
    return out;
  out.prerelease = true;
  if (prerelease.starts_with('-'))
    prerelease.remove_prefix(1);
  return isSuffix(prerelease) ? std::optional(out) : std::nullopt;
}

bool allowsOne(const Constraint &constraint, const Version &version) {
  Version wanted{};
  for (size_t i = 0; i < wanted.size() && i < constraint.segments.size(); ++i)
    wanted[i] = constraint.segments[i];
  if (constraint.op == ">")
    return version > wanted;
  if (constraint.op == ">=")
    return version >= wanted;
  if (constraint.op == "<")
    return version < wanted;
  if (constraint.op == "<=")
    return version <= wanted;
  if (constraint.op == "!=")
    return version != wanted;
  if (constraint.op != "~>")
    return version == wanted;
  // The last segment written may grow, the others stay.
  if (version < wanted)
    return false;
  for (size_t i = 0; i + 1 < constraint.segments.size() && i < wanted.size(); ++i)
    if (version[i] != wanted[i])
      return false;
  return true;
}

// ---------------------------------------------------------------------------------------------------------------
// Modules

bool isHost(std::string_view host) {
  const std::string_view name = host.substr(0, host.find(':'));
  const std::vector<std::string_view> labels = split(name, '.');
  return std::ranges::all_of(labels, [](std::string_view label) {
    return !label.empty() && label.front() != '-' && label.back() != '-' && std::ranges::all_of(label, [](char c) {
      return isLetterOrDigit(c) || c == '-' || (static_cast<unsigned char>(c) & 0x80) != 0;
    });
  });
}

bool isRegistryName(std::string_view name) {
  return !name.empty() && name.size() <= 64 && isLetterOrDigit(name.front()) && isLetterOrDigit(name.back()) &&
         std::ranges::all_of(name, [](char c) { return isLetterOrDigit(c) || c == '-' || c == '_'; });
}

bool isTargetSystem(std::string_view name) {
  return !name.empty() && name.size() <= 64 &&
         std::ranges::all_of(name, [](char c) { return isDigit(c) || (c >= 'a' && c <= 'z'); });
}

/// Why it is no registry address; empty when it is one.
std::string_view faultOfRegistrySource(std::string_view source) {
  if (source.starts_with("./") || source.starts_with("../"))
    return "a module with a version comes from a registry, not from a folder";
  source = source.substr(0, source.find("//"));
  std::vector<std::string_view> parts = split(source, '/');
  if (parts.size() == 4) {
    if (!isHost(parts[0]))
      return "the registry's host name is not valid";
    if (parts[0] == "github.com" || parts[0] == "bitbucket.org" || parts[0] == "gitlab.com")
      return "this host is no module registry";
    parts.erase(parts.begin());
  }
  if (parts.size() != 3)
    return "a registry address has three parts, namespace/name/system, and perhaps a host before them";
  if (!isRegistryName(parts[0]) || !isRegistryName(parts[1]))
    return "namespace and name hold letters, digits, '-' and '_' only";
  return isTargetSystem(parts[2]) ? "" : "the last part, the target system, holds small letters and digits only";
}

/// Whether something fetches such an address, registries aside.
bool isFetched(std::string_view source) {
  if (source.find("::") != std::string_view::npos || source.find("://") != std::string_view::npos)
    return true;
  if (source.starts_with('/') || source.starts_with('~') || (source.size() > 1 && source[1] == ':'))
    return true;
  for (const std::string_view host : {"github.com/", "gitlab.com/", "bitbucket.org/", "git@", "www.googleapis.com/"})
    if (source.starts_with(host))
      return true;
  // user@host:path, and the stores of the cloud providers.
  return source.find('@') != std::string_view::npos || source.find(".amazonaws.com") != std::string_view::npos ||
         source.find("googleapis.com") != std::string_view::npos;
}

} // namespace

bool isVersionConstraint(std::string_view text) {
  return std::ranges::all_of(split(text, ','), [](std::string_view part) { return readConstraint(part).has_value(); });
}

bool allows(std::string_view text, const Version &version) {
  return std::ranges::all_of(split(text, ','), [&version](std::string_view part) {
    const std::optional<Constraint> constraint = readConstraint(part);
    return constraint && allowsOne(*constraint, version);
  });
}

std::string_view faultOfSource(std::string_view source, bool hasVersion) {
  if (hasVersion)
    return faultOfRegistrySource(source);
  if (source.empty())
    return "the address is empty";
  if (source.starts_with("./") || source.starts_with("../") || source == "." || source == ".." ||
      source.starts_with(".\\") || source.starts_with("..\\") || isFetched(source) ||
      faultOfRegistrySource(source).empty())
    return "";
  return "this is neither a registry's address nor one to fetch from; a folder is written './…' or '../…'";
}

SourceFault faultOfProviderSource(std::string_view source) {
  const std::vector<std::string_view> parts = split(source, '/');
  if (parts.size() > 3 || std::ranges::any_of(parts, &std::string_view::empty))
    return {"it has one to three parts: host, namespace and type", "Invalid provider source string"};
  const std::string_view type = parts.back();
  const auto isPart = [](std::string_view part) {
    std::string lower(part);
    std::ranges::transform(lower, lower.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return isProviderName(lower);
  };
  if (!isPart(type))
    return {"the type holds letters, digits and single dashes only", "Invalid provider type"};
  if (parts.size() > 1 && !isPart(parts[parts.size() - 2]))
    return {"the namespace holds letters, digits and single dashes only", "Invalid provider namespace"};
  if (parts.size() == 3 && !isHost(parts[0]))
    return {"the host name is not valid", "Invalid provider source hostname"};
  if (type.starts_with("terraform-"))
    return {"the type is written without 'terraform-' and 'terraform-provider-'", "Invalid provider type"};
  return {};
}

} // namespace postern::tf
