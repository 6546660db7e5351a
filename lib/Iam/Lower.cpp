#include "Iam/Lower.h"

#include "Iam/Documents.h"
#include "Iam/PolicyReader.h"
#include "Terraform/Buckets.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace postern::iam {
namespace {

using eval::Value;
using eval::ValueKind;
using tf::BodyView;
using tf::Instance;

struct PolicyPlace {
  std::string_view type, argument;
  PolicyKind kind;
  std::string_view service;
};
struct AttachmentPlace {
  std::string_view type, policies, holders;
  HolderKind holderKind;
};
struct BoundaryPlace {
  std::string_view type, argument;
};
enum class Support : uint8_t { Todo, Irrelevant };
struct OtherPlace {
  std::string_view type;
  Support support;
  std::string_view why;
};

#define POLICY(TYPE, ARGUMENT, KIND, SERVICE)
#define ATTACHMENT(TYPE, POLICIES, HOLDERS, HOLDER)
#define BOUNDARY(TYPE, ARGUMENT)
#define OTHER(TYPE, STATE, WHY)

constexpr PolicyPlace kPolicies[] = {
#undef POLICY
#define POLICY(TYPE, ARGUMENT, KIND, SERVICE) {TYPE, ARGUMENT, PolicyKind::KIND, SERVICE},
#include "Iam/Resources.def"
#undef POLICY
#define POLICY(TYPE, ARGUMENT, KIND, SERVICE)
};
constexpr AttachmentPlace kAttachments[] = {
#undef ATTACHMENT
#define ATTACHMENT(TYPE, POLICIES, HOLDERS, HOLDER) {TYPE, POLICIES, HOLDERS, HolderKind::HOLDER},
#include "Iam/Resources.def"
#undef ATTACHMENT
#define ATTACHMENT(TYPE, POLICIES, HOLDERS, HOLDER)
};
constexpr BoundaryPlace kBoundaries[] = {
#undef BOUNDARY
#define BOUNDARY(TYPE, ARGUMENT) {TYPE, ARGUMENT},
#include "Iam/Resources.def"
#undef BOUNDARY
#define BOUNDARY(TYPE, ARGUMENT)
};
constexpr OtherPlace kOthers[] = {
#undef OTHER
#define OTHER(TYPE, STATE, WHY) {TYPE, Support::STATE, WHY},
#include "Iam/Resources.def"
#undef OTHER
#define OTHER(TYPE, STATE, WHY)
};
#undef POLICY
#undef ATTACHMENT
#undef BOUNDARY
#undef OTHER

tf::ResourceRef refOf(const Instance &instance) {
  return {instance.address, instance.header, instance.range};
}

/// A search domain inside a VPC, or a private API.
bool isInNetwork(const tf::Instances &instances, const Instance &instance) {
  const BodyView view = tf::viewOf(instances, instance);
  if (instance.type == "aws_elasticsearch_domain" || instance.type == "aws_opensearch_domain")
    return !view.nested("vpc_options").empty();
  for (const BodyView &endpoint : view.nested("endpoint_configuration")) {
    const Value types = endpoint.get("types");
    if (types.valid() && types.kind() == ValueKind::Sequence)
      for (const Value &type : eval::asSequence(types).items)
        if (type.kind() == ValueKind::String && type.text() == "PRIVATE")
          return true;
  }
  return false;
}

class Lowering {
public:
  Lowering(const tf::Instances &instances, Sink &sink)
      : instances_(instances), heap_(*instances.heap), sink_(sink), documents_(instances), buckets_(instances) {}

  Policies run();

private:
  void policyAt(const Instance &instance, const PolicyPlace &place, const BodyView &view, std::string_view argument,
                Truth exists);
  void policies(const Instance &instance, const PolicyPlace &place);
  void document(const Instance &instance);
  void accessBlock(const Instance &instance);
  void blockedBy(const Instance &instance, Policy &policy) const;
  void add(Policy policy, PolicyContents contents, const std::vector<const Instance *> &documents);

  void lambdaPermission(const Instance &instance);
  void attachments(const Instance &instance, const AttachmentPlace &place);
  std::vector<Traced<Text>> texts(const BodyView &view, std::string_view argument);
  void addTexts(std::vector<Traced<Text>> &out, const Value &value, SourceRange use);
  /// Managed policies as they are given, one of several among them each with what decides.
  struct Given {
    Traced<Text> arn;
    std::string why;
  };
  void addGiven(std::vector<Given> &out, const Value &value, SourceRange use, const std::string &why);
  /// The ARN behind `data.aws_iam_policy.x.arn`, when its arguments tell.
  Traced<Text> managedPolicy(Traced<Text> arn);
  void unread(const Instance &instance, std::string_view what, std::string_view why, SourceRange range);

  const tf::Instances &instances_;
  eval::Heap &heap_;
  Sink &sink_;
  Documents documents_;
  tf::Buckets buckets_;
  /// What keeps a public policy from taking effect.
  struct Block {
    Truth blocked = Truth::No;
    std::string by;
    Trace at;
  };
  std::map<std::string, Block> blocks_; ///< by the bucket's key; "" for every bucket
  Policies out_;
};

void Lowering::unread(const Instance &instance, std::string_view what, std::string_view why, SourceRange range) {
  tf::Unresolved unresolved;
  unresolved.expression = what;
  unresolved.reason = why;
  unresolved.range = range;
  unresolved.affects.push_back(instance.address);
  out_.unresolved.push_back(std::move(unresolved));
}

void Lowering::add(Policy policy, PolicyContents contents, const std::vector<const Instance *> &documents) {
  policy.version = std::move(contents.version);
  policy.open = contents.open || contents.opaque;
  policy.opaque = contents.opaque;
  policy.why = std::move(contents.why);
  Policy &stored = out_.all[out_.all.add(std::move(policy))];
  for (Statement &statement : contents.statements) {
    statement.resources = stored.resources;
    // Of the documents behind the policy, those that this statement stands in; all where it cannot be told.
    const SourceRange place = documents_.placeOf(statement.at);
    bool found = false;
    for (const Instance *const document : documents) {
      const SourceRange &block = document->range;
      if (block.file == place.file && block.begin <= place.begin && place.end <= block.end) {
        statement.resources.push_back(refOf(*document));
        found = true;
      }
    }
    for (size_t i = 0; !found && i < documents.size(); ++i)
      statement.resources.push_back(refOf(*documents[i]));
    statement.exists = statement.exists && stored.exists;
    Statement &kept = out_.statements[out_.statements.add(std::move(statement))];
    kept.policy = &stored;
    stored.statements.push_back(&kept);
  }
}

void Lowering::policyAt(const Instance &instance, const PolicyPlace &place, const BodyView &view,
                        std::string_view argument, Truth exists) {
  const Value value = view.get(argument);
  if (!value.valid() || value.isNull())
    return;
  const SourceRange use = view.useOf(argument);
  Policy policy;
  policy.kind = place.kind;
  if (place.kind == PolicyKind::Identity && documents_.isOnlyBoundary(instance))
    policy.kind = PolicyKind::Boundary;
  policy.type = place.type;
  policy.service = place.service;
  policy.inNetwork = place.kind == PolicyKind::Resource && isInNetwork(instances_, instance);
  policy.at = {value.origin, use};
  policy.resources.push_back(refOf(instance));
  policy.exists = exists;
  if (place.type == "aws_s3_bucket" || place.type == "aws_s3_bucket_policy")
    blockedBy(instance, policy);
  PolicyContents contents = readPolicy(heap_, value, use, policy.kind, exists, sink_);
  if (!contents.present)
    return;
  if (contents.opaque)
    unread(instance, contents.why, fmt::format("the {} cannot be read", kindName(policy.kind)), use);
  add(std::move(policy), std::move(contents), documents_.behind(value, instance));
}

// A public policy is refused, or lets in nobody but the account itself and AWS services.
void Lowering::accessBlock(const Instance &instance) {
  const bool account = instance.type == "aws_s3_account_public_access_block";
  if (!account && instance.type != "aws_s3_bucket_public_access_block")
    return;
  const BodyView view = tf::viewOf(instances_, instance);
  const std::string key = account ? std::string() : buckets_.keyOf(view.get("bucket"));
  if (!account && key.empty())
    return;
  Block &block = blocks_[key];
  for (const std::string_view name : {"restrict_public_buckets", "block_public_policy"}) {
    const Value value = view.get(name);
    const Truth blocked = tf::truthOfArgument(value) && instance.exists;
    if (blocked > block.blocked)
      block = {blocked, fmt::format("{} of {}", name, instance.address), {value.origin, view.useOf(name)}};
  }
}

void Lowering::blockedBy(const Instance &instance, Policy &policy) const {
  const std::string key = instance.type == "aws_s3_bucket"
                              ? tf::Buckets::keyOf(instance)
                              : buckets_.keyOf(tf::viewOf(instances_, instance).get("bucket"));
  for (const std::string &which : {key, std::string()})
    if (const auto found = blocks_.find(which); found != blocks_.end() && found->second.blocked > policy.blocked) {
      policy.blocked = found->second.blocked;
      policy.blockedBy = found->second.by;
      policy.blockedAt = found->second.at;
    }
}

void Lowering::policies(const Instance &instance, const PolicyPlace &place) {
  const BodyView view = tf::viewOf(instances_, instance);
  const size_t dot = place.argument.find('.');
  if (dot == std::string_view::npos) {
    policyAt(instance, place, view, place.argument, instance.exists);
    return;
  }
  for (const BodyView &block : view.nested(place.argument.substr(0, dot)))
    policyAt(instance, place, block, place.argument.substr(dot + 1), instance.exists && block.exists());
}

// A document that nothing here uses is judged by what holds for a policy of any kind.
void Lowering::document(const Instance &instance) {
  if (documents_.isUsed(instance))
    return;
  const Value value = documents_.render(instance, sink_);
  Policy policy;
  policy.type = instance.type;
  policy.at = {value.origin, instance.header};
  policy.resources.push_back(refOf(instance));
  policy.exists = instance.exists;
  PolicyContents contents = readPolicy(heap_, value, instance.header, PolicyKind::Unknown, instance.exists, sink_);
  add(std::move(policy), std::move(contents), {});
}

// The permission is one statement of the function's policy.
void Lowering::lambdaPermission(const Instance &instance) {
  const BodyView view = tf::viewOf(instances_, instance);
  Policy policy;
  policy.kind = PolicyKind::Resource;
  policy.type = instance.type;
  policy.service = "lambda";
  policy.at = {{}, instance.header};
  policy.resources.push_back(refOf(instance));
  policy.exists = instance.exists;

  PolicyContents contents;
  Statement &statement = contents.statements.emplace_back();
  statement.effect = Effect::Allow;
  statement.at = policy.at;
  for (Traced<Text> &action : texts(view, "action")) {
    statement.actions.written = true;
    statement.actions.at = action;
    statement.actions.patterns.emplace_back(ActionPattern(std::move(action.value)), Trace(action));
  }
  for (Traced<Text> &principal : texts(view, "principal")) {
    // One argument for all kinds: a service's name, an account, an ARN or `*`.
    const bool service = principal->literal.find(".amazonaws.com") != std::string::npos ||
                         (principal->known() && principal->literal.find('.') != std::string::npos);
    statement.principals.written = true;
    statement.principals.at = principal;
    statement.principals.items.emplace_back(Principal::parse(service ? "Service" : "AWS", std::move(principal.value)),
                                            Trace(principal));
  }
  const auto condition = [&](std::string_view argument, std::string_view op, std::string_view key) {
    std::vector<Traced<Text>> values = texts(view, argument);
    if (values.empty())
      return;
    const Trace at = values.front();
    statement.conditions.push_back({parseOperator(op), {Text(op), at}, {Text(key), at}, std::move(values), false});
  };
  condition("source_arn", "ArnLike", "aws:SourceArn");
  condition("source_account", "StringEquals", "aws:SourceAccount");
  condition("principal_org_id", "StringEquals", "aws:PrincipalOrgID");
  condition("event_source_token", "StringEquals", "lambda:EventSourceToken");
  condition("function_url_auth_type", "StringEquals", "lambda:FunctionUrlAuthType");
  add(std::move(policy), std::move(contents), {});
}

void Lowering::addTexts(std::vector<Traced<Text>> &out, const Value &value, SourceRange use) {
  if (!value.valid() || value.isNull())
    return;
  if (value.kind() == ValueKind::Sequence) {
    const eval::SequenceNode &sequence = eval::asSequence(value);
    for (size_t i = 0; i < sequence.items.size(); ++i)
      addTexts(out, heap_.extracted(sequence.items[i], value, std::to_string(i)), use);
    return;
  }
  out.emplace_back(textOf(heap_, value), Trace{value.origin, use});
}

std::vector<Traced<Text>> Lowering::texts(const BodyView &view, std::string_view argument) {
  std::vector<Traced<Text>> out;
  addTexts(out, view.get(argument), view.useOf(argument));
  return out;
}

void Lowering::addGiven(std::vector<Given> &out, const Value &value, SourceRange use, const std::string &why) {
  if (!value.valid() || value.isNull())
    return;
  if (value.isChoice()) {
    const eval::ChoiceNode &choice = eval::asChoice(value);
    const std::string decides = choice.condition.valid() ? fmt::format("it depends on {}", heap_[choice.condition].text)
                                                         : "it is one of several values";
    for (const Value &alternative : choice.alternatives)
      addGiven(out, alternative, use, decides);
    return;
  }
  if (value.kind() == ValueKind::Sequence) {
    const eval::SequenceNode &sequence = eval::asSequence(value);
    for (size_t i = 0; i < sequence.items.size(); ++i)
      addGiven(out, heap_.extracted(sequence.items[i], value, std::to_string(i)), use, why);
    return;
  }
  out.push_back({{textOf(heap_, value), Trace{value.origin, use}}, why});
}

Traced<Text> Lowering::managedPolicy(Traced<Text> arn) {
  if (!arn->isHole() || !arn->holes.front().symbol)
    return arn;
  const auto of = instances_.attributeOf(arn->holes.front().symbol);
  if (!of || of->attribute != "arn")
    return arn;
  const Instance &instance = instances_.all[of->instance];
  if (instance.mode != tf::Mode::Data || instance.type != "aws_iam_policy")
    return arn;
  const BodyView view = tf::viewOf(instances_, instance);
  for (Traced<Text> &text : texts(view, "arn"))
    return {std::move(text.value), {text.origin, arn.use}};
  for (Traced<Text> &text : texts(view, "name")) {
    // A name alone does not say who manages the policy; only AWS's own names are told apart by the rules.
    constexpr std::string_view kPrefix = "arn:aws:iam::aws:policy/";
    Text full = text.value;
    full.literal.insert(0, kPrefix);
    for (Hole &hole : full.holes)
      hole.offset += static_cast<uint32_t>(kPrefix.size());
    return {std::move(full), {text.origin, arn.use}};
  }
  return arn;
}

void Lowering::attachments(const Instance &instance, const AttachmentPlace &place) {
  const BodyView view = tf::viewOf(instances_, instance);
  std::vector<Traced<Text>> holders;
  if (place.holders.empty())
    holders.emplace_back(Text(instance.address), Trace{{}, instance.header});
  else
    holders = texts(view, place.holders);
  std::vector<Given> given;
  if (place.policies.empty())
    given.push_back({{Text(), Trace{{}, instance.header}}, {}});
  else
    addGiven(given, view.get(place.policies), view.useOf(place.policies), {});
  // Without the argument the attachment is wrong, but its holders are named all the same.
  if (given.empty() && !view.has(place.policies) && !place.holders.empty())
    given.push_back({{Text(), Trace{{}, instance.header}}, {}});
  for (const Traced<Text> &holder : holders) {
    for (const Given &policy : given) {
      Attachment attachment{place.holderKind, holder, managedPolicy(policy.arn), place.policies.empty(), policy.why, {},
                            instance.exists};
      attachment.resources.push_back(refOf(instance));
      out_.attachments.push_back(std::move(attachment));
    }
  }
}

Policies Lowering::run() {
  std::map<std::string_view, std::vector<const PolicyPlace *>> policyPlaces;
  for (const PolicyPlace &place : kPolicies)
    policyPlaces[place.type].push_back(&place);
  std::map<std::string_view, std::vector<const AttachmentPlace *>> attachmentPlaces;
  for (const AttachmentPlace &place : kAttachments)
    attachmentPlaces[place.type].push_back(&place);
  for (const BoundaryPlace &place : kBoundaries)
    documents_.boundary(place.type, place.argument);
  for (const AttachmentPlace &place : kAttachments)
    if (!place.policies.empty())
      documents_.attached(place.type, place.policies);
  for (const PolicyPlace &place : kPolicies)
    documents_.consumer(place.type, place.argument);
  documents_.resolve();
  for (const Instance &instance : instances_.all)
    if (instance.mode == tf::Mode::Managed && instance.type.starts_with("aws_s3_"))
      accessBlock(instance);

  for (const Instance &instance : instances_.all) {
    if (instance.mode == tf::Mode::Data) {
      if (instance.type == "aws_iam_policy_document")
        document(instance);
      continue;
    }
    if (instance.mode != tf::Mode::Managed)
      continue;
    if (const auto found = policyPlaces.find(instance.type); found != policyPlaces.end())
      for (const PolicyPlace *const place : found->second)
        policies(instance, *place);
    if (const auto found = attachmentPlaces.find(instance.type); found != attachmentPlaces.end())
      for (const AttachmentPlace *const place : found->second)
        attachments(instance, *place);
    if (instance.type == "aws_lambda_permission")
      lambdaPermission(instance);
    for (const OtherPlace &place : kOthers)
      if (place.type == instance.type && place.support == Support::Todo)
        unread(instance, place.type, place.why, instance.header);
  }
  return std::move(out_);
}

} // namespace

Policies lower(const tf::Instances &instances, const SourceManager &, Sink &sink) {
  return Lowering(instances, sink).run();
}

} // namespace postern::iam
