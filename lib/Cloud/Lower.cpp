#include "Cloud/Lower.h"

#include "Terraform/Buckets.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>

namespace postern::cloud {
namespace {

using eval::Value;
using eval::ValueKind;

constexpr ResourceSupport kResources[] = {
#define RESOURCE(TYPE, STATE, NOTE) {TYPE, Support::STATE, NOTE},
#include "Cloud/Resources.def"
#undef RESOURCE
};

struct CannedAcl {
  std::string_view name;
  Grantee grantee;
  Permissions permissions;
};
constexpr CannedAcl kCanned[] = {
    {"public-read", Grantee::AllUsers, {.read = true}},
    {"public-read-write", Grantee::AllUsers, {.read = true, .write = true}},
    {"authenticated-read", Grantee::AuthenticatedUsers, {.read = true}},
};

constexpr std::pair<std::string_view, Grantee> kGroups[] = {
    {"http://acs.amazonaws.com/groups/global/AllUsers", Grantee::AllUsers},
    {"http://acs.amazonaws.com/groups/global/AuthenticatedUsers", Grantee::AuthenticatedUsers},
    {"http://acs.amazonaws.com/groups/s3/LogDelivery", Grantee::LogDelivery},
};

constexpr std::pair<std::string_view, Permissions> kPermissions[] = {
    {"READ", {.read = true}},
    {"WRITE", {.write = true}},
    {"READ_ACP", {.readAcl = true}},
    {"WRITE_ACP", {.writeAcl = true}},
    {"FULL_CONTROL", {.read = true, .write = true, .readAcl = true, .writeAcl = true}},
};

/// What other resources say about one bucket, or about all of them.
struct Bucket {
  std::optional<tf::ResourceRef> resource;
  Truth blocked = Truth::No;
  std::string blockedBy;
  Trace blockedAt;
  bool website = false;

  void block(Truth truth, std::string by, const Trace &at) {
    if (truth <= blocked)
      return;
    blocked = truth;
    blockedBy = std::move(by);
    blockedAt = at;
  }
};

tf::ResourceRef refOf(const tf::Instance &instance) {
  return {instance.address, instance.header, instance.range};
}

class Lowering {
public:
  explicit Lowering(const tf::Instances &instances)
      : instances_(instances), heap_(*instances.heap), names_(instances) {}

  Settings run() {
    forEach(&Lowering::declareBucket);
    forEach(&Lowering::readGuard);
    forEach(&Lowering::readAcl);
    return std::move(out_);
  }

private:
  void forEach(void (Lowering::*visit)(const tf::Instance &)) {
    for (const tf::Instance &instance : instances_.all)
      if (instance.mode == tf::Mode::Managed && instance.type.starts_with("aws_s3_"))
        (this->*visit)(instance);
  }

  void declareBucket(const tf::Instance &instance) {
    if (instance.type != "aws_s3_bucket")
      return;
    const tf::BodyView view = tf::viewOf(instances_, instance);
    Bucket &bucket = buckets_[tf::Buckets::keyOf(instance)];
    bucket.resource = refOf(instance);
    bucket.website = !view.nested("website").empty();
  }

  void readGuard(const tf::Instance &instance) {
    const tf::BodyView view = tf::viewOf(instances_, instance);
    const bool account = instance.type == "aws_s3_account_public_access_block";
    if (account || instance.type == "aws_s3_bucket_public_access_block") {
      Bucket *const bucket = account ? &everyBucket_ : bucketOf(view);
      for (const std::string_view name : {"ignore_public_acls", "block_public_acls"})
        if (bucket) {
          const Value value = view.get(name);
          bucket->block(tf::truthOfArgument(value) && instance.exists, fmt::format("{} of {}", name, instance.address),
                        {value.valid() ? value.origin : eval::OriginId(), view.useOf(name)});
        }
    } else if (instance.type == "aws_s3_bucket_ownership_controls") {
      for (const tf::BodyView &rule : view.nested("rule")) {
        const Value value = rule.get("object_ownership");
        const bool enforced =
            value.valid() && value.kind() == ValueKind::String && value.text() == "BucketOwnerEnforced";
        if (Bucket *const bucket = bucketOf(view); bucket && enforced)
          bucket->block(instance.exists && rule.exists(), fmt::format("object_ownership of {}", instance.address),
                        {value.origin, rule.useOf("object_ownership")});
      }
    } else if (instance.type == "aws_s3_bucket_website_configuration") {
      if (Bucket *const bucket = bucketOf(view); bucket && may(instance.exists))
        bucket->website = true;
    }
  }

  Bucket *bucketOf(const tf::BodyView &view) {
    const std::string key = names_.keyOf(view.get("bucket"));
    return key.empty() ? nullptr : &buckets_[key];
  }

  // Grants.

  void readAcl(const tf::Instance &instance) {
    const tf::BodyView view = tf::viewOf(instances_, instance);
    const bool inside = instance.type == "aws_s3_bucket";
    if (!inside && instance.type != "aws_s3_bucket_acl")
      return;
    Setting base;
    base.resources = {refOf(instance)};
    base.exists = instance.exists;
    base.address = instance.address;
    const Bucket *const bucket = inside ? &buckets_[tf::Buckets::keyOf(instance)] : bucketOf(view);
    if (bucket) {
      if (!inside && bucket->resource) {
        base.resources.push_back(*bucket->resource);
        base.address = bucket->resource->address;
      }
      base.website = bucket->website;
    }
    const Bucket &guard = bucket && bucket->blocked >= everyBucket_.blocked ? *bucket : everyBucket_;
    base.blocked = guard.blocked;
    base.blockedBy = guard.blockedBy;
    base.blockedAt = guard.blockedAt;

    readCanned(view, base);
    if (inside)
      for (const tf::BodyView &grant : view.nested("grant"))
        readGrant(grant, grant, "permissions", base);
    for (const tf::BodyView &policy : view.nested("access_control_policy"))
      for (const tf::BodyView &grant : policy.nested("grant"))
        for (const tf::BodyView &grantee : grant.nested("grantee"))
          readGrant(grant, grantee, "permission", base);
  }

  void readCanned(const tf::BodyView &view, const Setting &base) {
    const Value value = view.get("acl");
    if (!value.valid())
      return;
    const auto cannedOf = [](const Value &acl) -> const CannedAcl * {
      if (acl.kind() != ValueKind::String)
        return nullptr;
      const auto found = std::ranges::find(kCanned, acl.text(), &CannedAcl::name);
      return found == std::end(kCanned) ? nullptr : found;
    };
    const auto add = [&](const CannedAcl &canned, const Value &acl, Truth holds, std::string why) {
      Setting setting = base;
      setting.where = {acl.origin, view.useOf("acl")};
      setting.value = canned.name;
      setting.grantee = canned.grantee;
      setting.permissions = canned.permissions;
      setting.holds = holds;
      setting.why = std::move(why);
      out_.all.push_back(std::move(setting));
    };
    if (!value.isChoice()) {
      if (const CannedAcl *const canned = cannedOf(value))
        add(*canned, value, Truth::Yes, {});
      return;
    }
    const eval::ChoiceNode &choice = eval::asChoice(value);
    const bool all = std::ranges::all_of(choice.alternatives, cannedOf);
    for (const Value &alternative : choice.alternatives)
      if (const CannedAcl *const canned = cannedOf(alternative))
        add(*canned, alternative, all ? Truth::Yes : Truth::Unknown,
            all                        ? std::string()
            : choice.condition.valid() ? fmt::format("it depends on {}", heap_[choice.condition].text)
                                       : "it is one of several values");
  }

  void readGrant(const tf::BodyView &grant, const tf::BodyView &grantee, std::string_view name, const Setting &base) {
    const Value uri = grantee.get("uri");
    if (!uri.valid() || uri.kind() != ValueKind::String)
      return;
    const auto group = std::ranges::find(kGroups, uri.text(), &std::pair<std::string_view, Grantee>::first);
    if (group == std::end(kGroups))
      return;
    Setting setting = base;
    setting.exists = base.exists && grant.exists() && grantee.exists();
    setting.where = {uri.origin, grantee.useOf("uri")};
    setting.grantee = group->second;
    const Value written = grant.get(name);
    const auto addPermission = [&setting](const Value &permission) {
      if (permission.kind() != ValueKind::String)
        return;
      for (const auto &[text, permissions] : kPermissions)
        if (text == permission.text()) {
          setting.permissions |= permissions;
          setting.value += (setting.value.empty() ? "" : ", ") + std::string(text);
        }
    };
    if (written.valid() && written.kind() == ValueKind::Sequence)
      std::ranges::for_each(eval::asSequence(written).items, addPermission);
    else if (written.valid())
      addPermission(written);
    if (!setting.value.empty())
      out_.all.push_back(std::move(setting));
  }

  const tf::Instances &instances_;
  const eval::Heap &heap_;
  Settings out_;
  std::map<std::string, Bucket> buckets_;
  tf::Buckets names_;
  Bucket everyBucket_;
};

} // namespace

Settings lower(const tf::Instances &instances, const SourceManager & /*sources*/, Sink & /*sink*/) {
  return Lowering(instances).run();
}

std::span<const ResourceSupport> resourceTable() {
  return kResources;
}

} // namespace postern::cloud
