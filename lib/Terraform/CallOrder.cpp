#include "Terraform/CallOrder.h"

#include "Eval/Evaluator.h"

#include <iterator>
#include <map>
#include <set>
#include <utility>

namespace postern::tf {

namespace {

void addReferences(const hcl::Body &body, std::vector<eval::FreeReference> &out) {
  for (const hcl::Item &item : body.items) {
    if (item.block) {
      addReferences(*item.block->body, out);
      continue;
    }
    std::vector<eval::FreeReference> found = eval::freeReferences(*item.attribute->value);
    out.insert(out.end(), std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
  }
}

class CallOrder {
public:
  explicit CallOrder(const ModuleConfig &config) : config_(config) {}

  std::vector<uint32_t> run() {
    for (uint32_t i = 0; i < config_.calls.size(); ++i)
      visit({Kind::Call, i});
    return std::move(order_);
  }

private:
  /// Providers are one node: what a resource or a module in a call asks of them is not written there.
  enum class Kind : uint8_t { Call, Local, Resource, Providers };
  using Node = std::pair<Kind, uint32_t>;
  enum class Mark : uint8_t { Open, Good, Bad };

  // References can form long chains: no recursion.
  void visit(const Node &start) {
    struct Step {
      Node node;
      std::vector<Node> needs;
      size_t next = 0;
      bool isGood = true;
    };
    if (marks_.contains(start))
      return;
    std::vector<Step> steps;
    const auto open = [&](const Node &node) {
      marks_[node] = Mark::Open;
      steps.push_back({node, needsOf(node)});
    };
    open(start);
    while (!steps.empty()) {
      Step &step = steps.back();
      if (step.next < step.needs.size()) {
        const Node need = step.needs[step.next];
        const auto known = marks_.find(need);
        if (known == marks_.end()) {
          open(need);
          continue;
        }
        step.isGood &= known->second == Mark::Good;
        ++step.next;
        continue;
      }
      marks_[step.node] = step.isGood ? Mark::Good : Mark::Bad;
      if (step.isGood && step.node.first == Kind::Call)
        order_.push_back(step.node.second);
      steps.pop_back();
    }
  }

  std::vector<Node> needsOf(const Node &node) const {
    std::vector<eval::FreeReference> references;
    std::set<Node> needs;
    switch (node.first) {
    case Kind::Call:
      addReferences(*config_.calls[node.second].block->body, references);
      break;
    case Kind::Local:
      references = eval::freeReferences(*config_.locals[node.second].attribute->value);
      break;
    case Kind::Resource:
      addReferences(*config_.resources[node.second].block->body, references);
      break;
    case Kind::Providers:
      for (const ProviderDecl &provider : config_.providers)
        addReferences(*provider.block->body, references);
      break;
    }
    if (!config_.providers.empty() && (node.first == Kind::Call || node.first == Kind::Resource))
      needs.insert({Kind::Providers, 0});
    for (const eval::FreeReference &reference : references)
      need(reference, needs);
    return {needs.begin(), needs.end()};
  }

  void need(const eval::FreeReference &reference, std::set<Node> &needs) const {
    const std::string_view root = reference.root;
    const auto step = [&](size_t i) {
      return i < reference.steps.size() ? reference.steps[i].name : std::string_view();
    };
    if (root == "local" || root == "module") {
      const NameIndex &names = root == "local" ? config_.localNames : config_.callNames;
      if (const auto at = names.find(step(0)); at != names.end())
        needs.insert({root == "local" ? Kind::Local : Kind::Call, at->second});
      return;
    }
    for (const auto &names : config_.resourceNames)
      for (const auto &[type, name] : {std::pair(root, step(0)), std::pair(step(0), step(1))})
        if (const auto at = names.find({type, name}); at != names.end())
          needs.insert({Kind::Resource, at->second});
  }

  const ModuleConfig &config_;
  std::map<Node, Mark> marks_;
  std::vector<uint32_t> order_;
};

} // namespace

std::vector<uint32_t> callOrder(const ModuleConfig &config) {
  return CallOrder(config).run();
}

} // namespace postern::tf
