// What a subject says in plain words and sets, for machines: the `facts` of a finding.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace postern::net {
struct IngressRule;
struct SecurityGroup;
} // namespace postern::net
namespace postern::iam {
struct Statement;
struct Policy;
struct Attachment;
} // namespace postern::iam
namespace postern::cloud {
struct Setting;
} // namespace postern::cloud

namespace postern::check {

/// "service" → tcp/22; "sources" → the blocks. The name is static text.
struct FindingFact {
  std::string_view name;
  std::vector<std::string> values;

  bool operator==(const FindingFact &) const = default;
};
using FindingFacts = std::vector<FindingFact>;

/// Facts without a value are left out. Names are the same for every spelling of the same thing.
FindingFacts factsOf(const net::IngressRule &rule);
FindingFacts factsOf(const net::SecurityGroup &group);
FindingFacts factsOf(const iam::Statement &statement);
FindingFacts factsOf(const iam::Policy &policy);
FindingFacts factsOf(const iam::Attachment &attachment);
FindingFacts factsOf(const cloud::Setting &setting);

/// Each value of `more` that `into` lacks.
void addFacts(FindingFacts &into, const FindingFacts &more);

} // namespace postern::check
