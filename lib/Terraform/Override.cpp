#include "Terraform/Config.h"

#include <algorithm>

namespace postern::tf {
namespace {

/// What a nested block counts as when one replaces another: `dynamic "x"` stands for x.
std::string_view roleOf(const hcl::Block &block) {
  return block.type == "dynamic" && !block.labels.empty() ? block.labels[0].text : block.type;
}

/// Blocks whose settings replace each other one by one instead of all together.
bool mergesByArgument(std::string_view type) {
  return type == "lifecycle" || type == "required_providers";
}

} // namespace

const hcl::Block *mergeBlock(const hcl::Block &base, const hcl::Block &override, Arena &arena) {
  std::vector<hcl::Item> items;
  std::vector<const hcl::Block *> replacements;
  for (const hcl::Item &item : override.body->items)
    if (item.block)
      replacements.push_back(item.block);
  const auto replacementOf = [&replacements](const hcl::Block &block) -> const hcl::Block * {
    for (const hcl::Block *candidate : replacements)
      if (roleOf(*candidate) == roleOf(block))
        return candidate;
    return nullptr;
  };

  std::vector<const hcl::Block *> merged;
  for (const hcl::Item &item : base.body->items) {
    if (item.attribute) {
      const hcl::Attribute *const other = override.body->attribute(item.attribute->name);
      items.push_back({.attribute = other ? other : item.attribute, .block = nullptr});
      continue;
    }
    const hcl::Block *const other = replacementOf(*item.block);
    if (!other) {
      items.push_back(item);
    } else if (mergesByArgument(item.block->type)) {
      items.push_back({.attribute = nullptr, .block = mergeBlock(*item.block, *other, arena)});
      merged.push_back(other);
    }
  }
  for (const hcl::Item &item : override.body->items) {
    if (item.attribute && !base.body->attribute(item.attribute->name))
      items.push_back(item);
    else if (item.block && std::ranges::find(merged, item.block) == merged.end())
      items.push_back(item);
  }

  hcl::Body *const body = arena.make<hcl::Body>();
  body->items = arena.copy(items);
  body->range = base.body->range;
  hcl::Block *const block = arena.make<hcl::Block>(base);
  block->body = body;
  block->broken = base.broken || override.broken;
  return block;
}

} // namespace postern::tf
