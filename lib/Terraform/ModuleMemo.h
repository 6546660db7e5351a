// Modules that were evaluated, by folder and arguments, for every call of every root that gives the same.
#pragma once

#include "Diag/Sink.h"
#include "Terraform/Expander.h"

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace postern::tf {

/// One module as it is under some arguments, on its own: addresses begin with kHere, which stands for the place of the
/// call, and what came from an argument says so (eval::Transplant). INVARIANT: everything in it has been evaluated, so
/// the nodes and configurations that its runs point to are never looked at again; they may be gone.
struct EvaluatedModule {
  static constexpr std::string_view kHere = "\x01.";
  static constexpr std::string_view kCaller = "\x01";

  std::unique_ptr<eval::Heap> heap;
  std::deque<ModuleRun> runs; ///< the module itself first
  std::vector<Expander::AttributeSymbol> attributes;
  std::vector<eval::SymbolId> parameters; ///< the symbols in its arguments
  std::vector<Diagnostic> diagnostics;
  uint64_t calls = 0; ///< of modules inside
};

/// What the text of a module has to do with where it is called from.
enum class Placement : uint8_t {
  Free,  ///< nothing: arguments say it all
  Bound, ///< it reads files or asks for paths, which the root's folder decides
  Never, ///< it asks where a value was written
};

/// That of a configuration alone.
Placement placementOf(const ModuleConfig &config, FileCache &files);

class ModuleMemo::Impl {
public:
  /// A number for a text, the same for the same text.
  uint32_t number(const std::string &text) {
    return numbers_.try_emplace(text, static_cast<uint32_t>(numbers_.size())).first->second;
  }
  /// What is known of the module of that signature, with all that it calls.
  [[nodiscard]] std::optional<Placement> placement(uint32_t signature) const {
    const auto at = placements_.find(signature);
    return at == placements_.end() ? std::nullopt : std::optional(at->second);
  }
  void setPlacement(uint32_t signature, Placement placement) { placements_[signature] = placement; }

  const EvaluatedModule *find(const std::string &key) const {
    const auto at = modules_.find(key);
    return at == modules_.end() ? nullptr : at->second.get();
  }
  /// Null stands for a module that cannot be shared.
  const EvaluatedModule *add(const std::string &key, std::unique_ptr<EvaluatedModule> made);
  [[nodiscard]] bool knows(const std::string &key) const { return modules_.contains(key); }
  /// Whether a module of that signature was called before; from now on it was.
  bool calledBefore(uint32_t signature) { return !called_.insert(signature).second; }
  /// Whether a call with that key was seen before; from now on it was.
  bool seen(const std::string &key) { return !seen_.insert(std::hash<std::string>()(key)).second; }

private:
  std::unordered_map<std::string, uint32_t> numbers_;
  std::unordered_map<uint32_t, Placement> placements_;
  std::unordered_map<std::string, std::unique_ptr<EvaluatedModule>> modules_;
  std::unordered_set<size_t> seen_; ///< hashes: one too many is no harm
  std::unordered_set<uint32_t> called_;
  size_t bytes_ = 0;
};

} // namespace postern::tf
