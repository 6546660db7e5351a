#include "Iam/Principal.h"

#include <fmt/format.h>

#include <algorithm>

namespace postern::iam {
namespace {

bool isAccountId(std::string_view text) {
  return text.size() == 12 && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

Principal parseAws(Text text) {
  Principal out;
  if (text.known()) {
    if (text.literal == "*") {
      out.kind = PrincipalKind::Anyone;
    } else if (isAccountId(text.literal)) {
      out.kind = PrincipalKind::Account;
      out.account = text.literal;
    } else {
      out.kind = PrincipalKind::Identity;
    }
  } else if (text.isHole()) {
    switch (text.holes.front().kind) {
    case eval::HoleClass::AccountId:
    case eval::HoleClass::Digits:
      out.kind = PrincipalKind::Account;
      break;
    case eval::HoleClass::Arn:
    case eval::HoleClass::Id:
    case eval::HoleClass::Name:
    case eval::HoleClass::BucketName:
    case eval::HoleClass::Region:
    case eval::HoleClass::Partition:
      out.kind = PrincipalKind::Identity;
      break;
    case eval::HoleClass::Any:
      out.kind = PrincipalKind::Unknown;
      break;
    }
  } else {
    // A principal with text beside its holes cannot be `*`: wildcards count only as the whole string.
    out.kind = PrincipalKind::Identity;
  }

  if (out.kind == PrincipalKind::Identity && text.literal.starts_with("arn:")) {
    size_t from = 0;
    for (int colons = 0; colons < 4 && from != std::string::npos; ++colons) {
      from = text.literal.find(':', from);
      from = from == std::string::npos ? from : from + 1;
    }
    const size_t to = from == std::string::npos ? from : text.literal.find(':', from);
    if (to != std::string::npos) {
      if (isAccountId(std::string_view(text.literal).substr(from, to - from)))
        out.account = text.literal.substr(from, to - from);
      const bool holeBehind = !text.holes.empty() && text.holes.back().offset > to;
      if (!holeBehind && std::string_view(text.literal).substr(to + 1) == "root")
        out.kind = PrincipalKind::Account;
    }
  }
  out.text = std::move(text);
  return out;
}

} // namespace

Principal Principal::parse(std::string_view type, Text text) {
  Principal out;
  if (type == "AWS")
    return parseAws(std::move(text));
  out.wildcard = (type == "Service" || type == "Federated") && text.known() && text.literal == "*";
  if (type == "Service") {
    out.kind = PrincipalKind::Service;
  } else if (type == "Federated") {
    out.kind = PrincipalKind::Federated;
  } else if (type == "CanonicalUser") {
    out.kind = PrincipalKind::Canonical;
  } else if (type == "*" && text.literal == "*") {
    // {"*": "*"} is what providers make of a plain "*".
    out.kind = PrincipalKind::Anyone;
  }
  out.text = std::move(text);
  return out;
}

std::string toText(const Principal &principal) {
  switch (principal.kind) {
  case PrincipalKind::Anyone:
    return "anyone";
  case PrincipalKind::Account:
    return principal.account.empty() ? "the account " + principal.text.shown() : "the account " + principal.account;
  case PrincipalKind::Service:
    return principal.wildcard ? "any AWS service" : principal.text.shown();
  case PrincipalKind::Federated:
    return principal.wildcard ? "any identity provider" : principal.text.shown();
  case PrincipalKind::Identity:
  case PrincipalKind::Canonical:
  case PrincipalKind::Unknown:
    return principal.text.shown();
  }
  return {};
}

} // namespace postern::iam
