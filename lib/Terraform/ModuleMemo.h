// Modules that were evaluated, by folder and arguments, for every call of every root that gives the same.
#pragma once

#include "Diag/Sink.h"
#include "Terraform/Expander.h"

#include <deque>
#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace postern::tf {

/// One module as it is under some arguments, on its own: names begin with eval::Transplant::kHere, which stands for the
/// place of the call, and how its arguments came is hidden. INVARIANT: everything in it has been evaluated, so the
/// nodes that its runs point to are never looked at again; they may be gone.
struct EvaluatedModule {
  std::unique_ptr<eval::Heap> heap;
  std::deque<ModuleRun> runs; ///< the module itself first
  std::vector<Expander::AttributeSymbol> attributes;
  std::vector<Diagnostic> diagnostics;
  uint64_t calls = 0; ///< of modules inside
  uint64_t cost = 0;  ///< of evaluating it, as Evaluator counts
  uint64_t parts = 0; ///< that its dynamic blocks come to

  std::vector<eval::OriginId> ways;    ///< in `heap`, those of the shape
  std::vector<eval::SymbolId> symbols; ///< likewise
  std::vector<OutsideFact> facts;      ///< what it hung on beside its arguments, in this order
  std::string shape;                   ///< of the arguments and these facts

  /// A name that would not have been made if it were longer than `most`.
  struct Name {
    size_t size, places, most;
  };
  std::vector<Name> names;
  [[nodiscard]] bool fits(const ModuleRun &run) const;
};

/// Puts what a module came to in the place of a call. `shape` is that of the call's arguments and the module's facts.
class Placing {
public:
  Placing(Expander &expander, const EvaluatedModule &module, ModuleRun &run, const eval::Shape &shape);
  void run();

private:
  void place(const ModuleRun &from, ModuleRun &to);
  void place(const ResourceState &from, ResourceState &to);
  void place(const CallState &from, ModuleRun &parent, uint32_t index);
  Repeats repeats(const Repeats &from);
  std::vector<ItemSlot> items(const std::vector<ItemSlot> &from);
  EvaluatedBlock block(const EvaluatedBlock &from);
  void rename(std::string &text) const;

  Expander &expander_;
  const EvaluatedModule &module_;
  ModuleRun &run_;
  eval::Transplant values_;
  std::unordered_map<const ResourceRun *, ResourceRun *> resources_;
};

class ModuleMemo::Impl {
public:
  explicit Impl(bool tellsAll) : tellsAll_(tellsAll) {}

  struct Entry {
    uint64_t calls = 0;
    bool isRefused = false;                                ///< it cannot be shared
    std::vector<std::unique_ptr<EvaluatedModule>> modules; ///< they differ in facts
  };
  /// By the text of a shape. The reference is good until trim().
  Entry &entry(const std::string &key) {
    bytes_ += entries_.contains(key) ? 0 : key.size();
    return entries_[key];
  }
  /// A number for a text, the same for the same text.
  uint32_t number(const std::string &text) {
    return numbers_.try_emplace(text, static_cast<uint32_t>(numbers_.size())).first->second;
  }
  /// Whether a module of that signature was called before, as far as that counts.
  [[nodiscard]] bool wasCalled(uint32_t signature) const { return tellsAll_ || called_.contains(signature); }
  void setCalled(uint32_t signature) { called_.insert(signature); }
  void addBytes(size_t bytes) { bytes_ += bytes; }
  void trim();

private:
  const bool tellsAll_;
  std::unordered_set<uint32_t> called_;
  std::unordered_map<std::string, uint32_t> numbers_;
  std::unordered_map<std::string, Entry> entries_;
  size_t bytes_ = 0;
};

} // namespace postern::tf
