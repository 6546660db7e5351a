// One walk over the facts: every selected rule sees every subject of its kind.
#pragma once

#include "Check/Finding.h"
#include "Check/Reporter.h"

#include <span>

namespace postern::iam {
struct Policies;
} // namespace postern::iam
namespace postern::net {
struct Exposure;
} // namespace postern::net
namespace postern::cloud {
struct Settings;
} // namespace postern::cloud

namespace postern::check {

/// What lower made of one root module. Nothing of it is Terraform-shaped.
struct Facts {
  const iam::Policies &policies;
  const net::Exposure &exposure;
  const cloud::Settings &settings;
};

/// Runs `rules` over the facts; what they report comes out merged and sorted.
Findings run(const Facts &facts, std::span<const Rule *const> rules, Reporter &reporter);

} // namespace postern::check
