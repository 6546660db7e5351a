// The work of expand, shared by its files: what has been evaluated of each module instance, on demand and once.
#pragma once

#include "Eval/Evaluator.h"
#include "Eval/TextBuilder.h"
#include "Eval/Transplant.h"
#include "Eval/TypeConstraint.h"
#include "Terraform/ModuleTree.h"

#include <array>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace postern::tf {

struct EvaluatedModule;
class Placing;

/// Module instances in one root.
inline constexpr size_t kMaxModules = 20'000;

enum class Progress : uint8_t { Fresh, Running, Done };

struct ValueSlot {
  Progress progress = Progress::Fresh;
  eval::Value value;
};

/// Which instance of a resource or module call.
struct InstanceKey {
  enum class Kind : uint8_t { None, Number, Text, Unknown } kind = Kind::None;
  int64_t number = 0;
  std::string_view text; ///< interned in the heap

  /// `[0]`, `["k"]`, `[*]`, or nothing.
  [[nodiscard]] std::string suffix() const;
  bool operator<(const InstanceKey &other) const;
};

/// `value` as the for_each `expr` hands it out under `key`: a station on its way.
eval::Value takenBy(eval::Heap &heap, const hcl::Expr &expr, const eval::Value &value, const InstanceKey &key);

/// What count.index and each.* mean inside an instance.
struct Repetition {
  enum class Kind : uint8_t { Single, Count, ForEach } kind = Kind::Single;
  eval::Value index, key, value;
};

/// One instance before anything in it is evaluated.
struct Repeated {
  InstanceKey key;
  Repetition repetition;
  Truth exists = Truth::Yes;
  std::string dormantBecause;
};

/// All instances of one block. `open`: there may be others that are not known.
struct Repeats {
  Repetition::Kind kind = Repetition::Kind::Single;
  std::vector<Repeated> items;
  bool open = false;
  /// When count or for_each is one of several values: for each of them the items that it gives, and what decides.
  std::vector<std::vector<size_t>> alternatives;
  eval::SymbolId condition;

  [[nodiscard]] const Repeated *find(const InstanceKey &key) const;
};

/// One thing in a body, evaluated at the first question.
struct ItemSlot {
  Progress progress = Progress::Fresh;
  eval::Value value;                  ///< of an attribute
  std::vector<EvaluatedBlock> blocks; ///< of a block
};

struct ResourceRun {
  std::string address;
  std::vector<ItemSlot> items; ///< one for each item of the block's body
  ValueSlot object;            ///< the resource as one value
  std::unordered_map<std::string_view, eval::Value> computed;
  InstanceId id; ///< once it is in the result
};

struct ResourceState {
  Progress progress = Progress::Fresh;
  Repeats repeats;
  std::deque<ResourceRun> runs;            ///< one for each of repeats.items
  std::vector<std::optional<bool>> varies; ///< by item: whether it differs between instances
  std::vector<ItemSlot> shared;            ///< by item, where it does not
  ValueSlot value;
};

struct ModuleRun;

/// What shows of a provider configuration in what it makes.
enum class ProviderFact : uint8_t { Region, Account, Partition, DefaultTags };

struct Provider {
  Progress progress = Progress::Fresh;
  std::string name;                 ///< "aws", "aws.west", "module.x.aws"
  std::array<eval::Value, 4> facts; ///< by ProviderFact; DefaultTags not valid: there are none
  /// Handed in to a module that is evaluated alone: each fact is asked for when it is needed.
  bool isHanded = false;
  std::array<bool, 4> isAsked = {};

  eval::Value &operator[](ProviderFact fact) { return facts[static_cast<size_t>(fact)]; }
};

/// Something beside its arguments that a module's evaluation hung on.
struct OutsideFact {
  enum class Kind : uint8_t {
    Provider,   ///< `fact` of the provider that its caller has under `name`
    ModulePath, ///< what path.module is in the folder `name`
    RootFolder, ///< where paths of file functions begin, and below which files are read
    Workspace,  ///< what terraform.workspace is
  } kind;
  std::string name;
  ProviderFact fact = ProviderFact::Region;

  bool operator==(const OutsideFact &) const = default;
};

struct CallState {
  Progress progress = Progress::Fresh;
  Repeats repeats;
  std::vector<ModuleRun *> runs;                ///< one for each of repeats.items; empty when the module is opaque
  std::map<std::string_view, ValueSlot> shared; ///< arguments that are the same for every instance
  std::map<std::string_view, bool> varies;
  ValueSlot value;
};

/// One instance of a module.
struct ModuleRun {
  const ModuleNode *node = nullptr;
  ModuleRun *parent = nullptr;      ///< null for the root
  const ModuleCall *call = nullptr; ///< in the parent
  CallState *state = nullptr;       ///< of that call
  const Repetition *repetition = nullptr;
  std::string path;   ///< "", or `module.a["k"].module.b`
  std::string prefix; ///< path and a dot, or nothing
  Truth exists = Truth::Yes;
  std::string dormantBecause;
  ModuleInstanceId id;
  bool isPlaced = false;  ///< everything in it was evaluated elsewhere
  bool isCounted = false; ///< among calls with distinct arguments, or those with equal ones

  std::vector<ValueSlot> variables, locals, outputs;
  std::vector<CallState> calls;
  std::vector<ResourceState> resources;

  [[nodiscard]] const ModuleConfig &config() const { return *node->config; }
};

/// A dynamic block's iterator, the inner ones first.
struct IteratorFrame {
  std::string_view name;
  eval::Value key, value;
  const IteratorFrame *outer = nullptr;
};

/// What a block takes of the room for parts, an argument being one.
inline constexpr uint64_t kPartsOfBlock = 4;

class Expander {
public:
  /// `memo` may be null.
  Expander(const ModuleTree &tree, FileCache &files, const Options &options, Sink &sink, ModuleMemo *memo);
  Instances run();

  // What names mean; each evaluates at the first question. `use` is where to point when the answer leads in a circle.
  eval::Value variable(ModuleRun &run, uint32_t index, SourceRange use);
  eval::Value local(ModuleRun &run, uint32_t index, SourceRange use);
  eval::Value output(ModuleRun &run, uint32_t index, SourceRange use);
  CallState &call(ModuleRun &run, uint32_t index, SourceRange use);
  ResourceState &resource(ModuleRun &run, uint32_t index, SourceRange use);

  /// Everything about a call or resource as one value: an object, a tuple or an object by key.
  eval::Value callValue(ModuleRun &run, uint32_t index, SourceRange use);
  eval::Value resourceValue(ModuleRun &run, uint32_t index, SourceRange use);
  eval::Value moduleObject(ModuleRun &run, SourceRange use);
  /// `which` counts repeats.items.
  eval::Value instanceObject(ModuleRun &run, uint32_t index, size_t which, SourceRange use);
  eval::Value attribute(ModuleRun &run, uint32_t index, size_t which, std::string_view name, SourceRange use);
  /// An attribute of an instance that only the representative stands for.
  eval::Value guestAttribute(ModuleRun &run, uint32_t index, const InstanceKey &key, std::string_view name);

  eval::Heap &heap() { return *result_.heap; }
  eval::Evaluator &evaluator() { return evaluator_; }
  Sink &sink() { return sink_; }
  const Options &options() const { return options_; }
  /// What path.module is in a module of that folder.
  std::string modulePath(const std::string &directory);
  const std::string &workspace();

  /// Unknown of that type; objects become objects of unknown attributes, so that parts have names of their own (UN-20).
  eval::Value unknownOf(eval::TypeRef type, eval::SymbolKind kind, const std::string &text, SourceRange range,
                        eval::OriginId origin);
  /// Any element of `collection`, named after it: `var.rules[*]`. `otherwise` is the name when it has none; a
  /// collection that is not valid has none either.
  eval::Value elementOf(const eval::Value &collection, eval::TypeRef type, const std::string &otherwise,
                        SourceRange range);
  eval::Value opaque(const std::string &text, SourceRange range);

  struct AttributeSymbol {
    eval::SymbolId symbol;
    const ResourceRun *run;
    std::string_view attribute;
  };

private:
  friend class BodyExpander;
  friend class Placing;
  struct Station {
    const void *slot;
    const ModuleRun *run;
    std::string_view kind; ///< "var", "local", …
    std::string_view name;
  };

  eval::Value argument(ModuleRun &run, const VariableDecl &decl);
  eval::Value rootVariable(const VariableDecl &decl);
  /// What is not known in `value`, with what the variable's validations say of it.
  eval::Value narrowed(ModuleRun &run, const VariableDecl &decl, const eval::Value &value);
  eval::Value defaultOf(ModuleRun &run, const VariableDecl &decl);
  eval::Value applyType(ModuleRun &run, const VariableDecl &decl, const eval::Value &given, SourceRange range);
  const eval::TypeConstraint &constraintOf(const VariableDecl &decl);
  eval::Value givenValue(const VariableDecl &decl, const GivenValue &given);
  void checkArguments(const ModuleRun &caller, const ModuleCall &call);

  Repeats repeats(ModuleRun &run, const hcl::Block &block, const std::string &address);
  ModuleRun &addRun(ModuleRun &parent, const ModuleCall &call, CallState &state, const Repeated &item);
  void prepare(ModuleRun &run);
  /// Says once that there are more than `most` of `what` (static text) in all.
  void limit(uint64_t most, std::string_view what, SourceRange range);
  /// How many arguments and blocks there may be besides those that were taken; beyond, takeRoom() is false and says so
  /// once, at `range`.
  [[nodiscard]] uint64_t room() const;
  bool takeRoom(uint64_t parts, SourceRange range);
  bool argumentsVary(const ModuleCall &call, CallState &state);

  ItemSlot &item(ModuleRun &run, uint32_t index, size_t which, size_t position, SourceRange use);
  eval::Value computedAttribute(ModuleRun &run, uint32_t index, size_t which, std::string_view name, SourceRange use);
  eval::Value blocksValue(ModuleRun &run, uint32_t index, size_t which, std::string_view name, SourceRange use);
  eval::Value shape(ModuleRun &run, uint32_t index, size_t which, std::string_view name, std::string_view pattern,
                    SourceRange use);
  bool attributeIsNull(ModuleRun &run, uint32_t index, size_t which, std::string_view name, SourceRange use);
  void appendText(eval::TextBuilder &text, const eval::Value &value, std::string_view without);
  EvaluatedBody bodyOf(ModuleRun &run, uint32_t index, size_t which);
  /// All instances as one value, out of one value for each of them.
  template <typename Each> eval::Value joined(const Repeats &repeats, eval::OriginId origin, const Each &each);
  /// The provider configuration that makes what `decl` declares.
  Provider &providerOf(ModuleRun &run, const ResourceDecl &decl);
  /// The one that a module has under that name: its own, or its caller's.
  Provider &providerNamed(ModuleRun &run, const std::string &name);
  Provider &callersProvider(ModuleRun &run, const std::string &name);
  eval::Value factOf(Provider &provider, ProviderFact fact);
  void configure(Provider &provider, ModuleRun &run, const ProviderDecl &decl);
  eval::Value tagsOf(ModuleRun &run, uint32_t index, size_t which, SourceRange use);
  eval::Value renderedTemplate(ModuleRun &run, uint32_t index, size_t which, SourceRange use);
  void gatherComputed();

  struct Collected {
    Instance instance;
    ResourceRun *run;
    InstanceKey key;
  };
  void collect(ModuleRun &run);
  void collectResource(ModuleRun &run, uint32_t index, std::vector<Collected> &out);
  void evaluateRest(ModuleRun &run);
  void gatherUnresolved();

  // Modules that get equal arguments (SharedModules.cpp).
  /// Lets the calls of a module take what equal calls came to, before anything in it is evaluated.
  void shareCalls(ModuleRun &run);
  bool share(ModuleRun &run);
  /// Whether a folder below is called several times, here or before; all of them count as called from now on, if not.
  bool mayShareBelow(const ModuleNode &node);
  bool addArguments(ModuleRun &run, eval::Shape &shape);
  /// As the caller of `run` has it.
  [[nodiscard]] bool addFact(ModuleRun &run, const OutsideFact &fact, eval::Shape &shape);
  void noteFact(OutsideFact fact);
  std::unique_ptr<EvaluatedModule> evaluateAlone(ModuleRun &run, eval::Shape &shape);
  void evaluateAll(ModuleRun &run);
  void countDistinct(ModuleRun &run);
  /// Whether no limit would be met if the module were evaluated here.
  [[nodiscard]] bool hasRoomFor(const EvaluatedModule &module) const;
  /// A number for the folder of a module and those of all that it calls.
  uint32_t signature(const ModuleNode &node);
  void gatherOpaque(const std::map<std::string_view, Unresolved> &unresolved);

  /// Something with a name that other expressions refer to.
  struct Node {
    enum class Kind : uint8_t { Variable, Local, Output, Call } kind;
    ModuleRun *run;
    uint32_t index;
  };
  /// Evaluates what `node` refers to, and what that refers to, innermost first and without recursion.
  void prepareDeep(const Node &node);
  void dependencies(const Node &node, std::vector<Node> &out);
  void dependencies(ModuleRun &run, const hcl::Expr &expr, std::vector<Node> &out);
  Progress &progressOf(const Node &node);
  void evaluateNode(const Node &node);
  ValueSlot &variableSlot(ModuleRun &run, uint32_t index);

  template <typename Compute>
  eval::Value once(ValueSlot &slot, const Station &station, SourceRange use, const Compute &compute) {
    if (slot.progress == Progress::Done)
      return slot.value;
    if (slot.progress == Progress::Running)
      return cycle(station, use);
    slot.progress = Progress::Running;
    stations_.push_back(station);
    const eval::Value value = compute();
    stations_.pop_back();
    slot.progress = Progress::Done;
    slot.value = value;
    return value;
  }
  eval::Value cycle(const Station &station, SourceRange use);

  const ModuleTree &tree_;
  FileCache &files_;
  const Options &options_;
  Sink &sink_;
  Instances result_;
  eval::World world_;
  eval::Evaluator evaluator_;
  Arena arena_; ///< expressions read out of flags and environment variables
  std::deque<ModuleRun> runs_;
  std::map<std::string, Provider> providers_; ///< by name
  std::vector<Station> stations_;             ///< what is being evaluated, outermost first
  std::unordered_map<const hcl::Block *, eval::TypeConstraint> constraints_; ///< by variable block
  std::vector<AttributeSymbol> attributeSymbols_;
  uint64_t parts_ = 0;
  std::vector<std::string_view> limits_; ///< those that were reached and said

  /// Of a module that is evaluated alone: whoever calls it, and what it wanted to know from there.
  struct Outside {
    Expander &caller;
    ModuleRun &run; ///< its place there
    eval::Shape &shape;
    eval::Transplant in;
    std::vector<OutsideFact> facts;
    bool isLost = false; ///< something cannot be told in a shape
  };
  ModuleMemo *const memo_;
  Outside *outside_ = nullptr; ///< null for a root
  eval::Asked asked_;
  std::unordered_map<const ModuleNode *, uint32_t> signatures_;
  uint64_t placed_ = 0; ///< runs that were not evaluated here
};

template <typename Each> eval::Value Expander::joined(const Repeats &repeats, eval::OriginId origin, const Each &each) {
  const auto collection = [&](const std::vector<size_t> &which, bool open) {
    std::vector<eval::Value> items;
    std::vector<eval::Entry> entries;
    eval::Value rest;
    for (const size_t i : which) {
      const Repeated &item = repeats.items[i];
      if (item.exists == Truth::No)
        continue;
      if (item.key.kind == InstanceKey::Kind::Unknown)
        rest = each(i);
      else if (repeats.kind == Repetition::Kind::Count)
        items.push_back(each(i));
      else
        entries.push_back({item.key.text, each(i)});
    }
    const eval::Value known = repeats.kind == Repetition::Kind::Count ? heap().tuple(items, origin, open)
                                                                      : heap().object(std::move(entries), origin, open);
    return rest.valid() ? heap().opened(known, rest) : known;
  };
  if (repeats.kind == Repetition::Kind::Single)
    return repeats.items[0].exists == Truth::No ? heap().null(heap().types.dynamic(), origin) : each(0);
  if (repeats.alternatives.empty()) {
    std::vector<size_t> all(repeats.items.size());
    for (size_t i = 0; i < all.size(); ++i)
      all[i] = i;
    return collection(all, repeats.open);
  }
  std::vector<eval::Value> alternatives;
  for (const std::vector<size_t> &which : repeats.alternatives)
    alternatives.push_back(collection(which, false));
  return heap().choice(alternatives, repeats.condition, origin);
}

/// Evaluates the bodies of resource blocks.
class BodyExpander {
public:
  BodyExpander(Expander &expander, ModuleRun &run, const Repetition *repetition, const std::string &address)
      : expander_(expander), run_(run), repetition_(repetition), address_(address) {}

  eval::Value evaluate(const hcl::Expr &expr, const IteratorFrame *iterators);
  EvaluatedBody body(const hcl::Body &body, const IteratorFrame *iterators);
  /// A nested block: itself, or what a dynamic block comes to.
  void block(const hcl::Block &block, const IteratorFrame *iterators, std::vector<EvaluatedBlock> &out);

private:
  void dynamicBlock(const hcl::Block &block, const IteratorFrame *iterators, std::vector<EvaluatedBlock> &out);
  struct Round {
    eval::Value key, value;
    Truth exists;
  };
  std::vector<Round> rounds(const eval::Value &collection, const hcl::Expr &expr, std::string_view name);

  Expander &expander_;
  ModuleRun &run_;
  const Repetition *repetition_;
  const std::string &address_;
};

/// What names mean in a block of a module instance.
class BlockScope final : public eval::Scope {
public:
  BlockScope(Expander &expander, ModuleRun &run, const Repetition *repetition, const IteratorFrame *iterators)
      : expander_(expander), run_(run), repetition_(repetition), iterators_(iterators) {}

  eval::Resolved resolve(const eval::Reference &reference, eval::Evaluator &evaluator) override;

private:
  eval::Resolved variable(const eval::Reference &reference);
  eval::Resolved local(const eval::Reference &reference);
  eval::Resolved module(const eval::Reference &reference);
  eval::Resolved resource(const eval::Reference &reference, Mode mode, size_t skip);
  eval::Resolved each(const eval::Reference &reference);
  eval::Resolved count(const eval::Reference &reference);
  eval::Resolved path(const eval::Reference &reference);
  eval::Resolved terraform(const eval::Reference &reference);

  eval::Resolved invalid(const eval::Reference &reference, std::string_view why);
  eval::Resolved undeclared(Diagnostic &diag, std::string_view name, const std::vector<std::string_view> &candidates);

  Expander &expander_;
  ModuleRun &run_;
  const Repetition *repetition_;
  const IteratorFrame *iterators_;
};

/// For values that must be constant: variable files and defaults.
class ConstantScope final : public eval::Scope {
public:
  eval::Resolved resolve(const eval::Reference &reference, eval::Evaluator &evaluator) override;
  [[nodiscard]] bool allowsCalls() const override { return false; }
};

/// Arguments of resource, data and module blocks that speak to Terraform, not to the provider (BL-2).
bool isMetaArgument(std::string_view name);
bool isMetaBlock(std::string_view type);

} // namespace postern::tf
