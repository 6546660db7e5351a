#include "Families.h"

namespace postern::probe {
namespace {

constexpr Family kFamilies[] = {
    {"eval", answerEval},       {"json", answerJson},           {"cidr", answerCidr},
    {"service", answerService}, {"glob", answerGlob},           {"action", answerAction},
    {"arn", answerArn},         {"principal", answerPrincipal}, {"condition", answerCondition},
};

constexpr Subcommand kSubcommands[] = {
    {"net", runNet},       {"iam", runIam},       {"tree", runTree},
    {"parse", runParse},   {"tokens", runTokens}, {"conformance", runConformance},
    {"ranges", runRanges},
};

} // namespace

std::span<const Family> families() {
  return kFamilies;
}
std::span<const Subcommand> subcommands() {
  return kSubcommands;
}

std::string_view takeWord(std::string_view &text) {
  const size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) {
    text = {};
    return {};
  }
  text.remove_prefix(first);
  const std::string_view word = text.substr(0, text.find_first_of(" \t"));
  text.remove_prefix(word.size());
  const size_t next = text.find_first_not_of(" \t");
  text.remove_prefix(next == std::string_view::npos ? text.size() : next);
  return word;
}

std::vector<std::string_view> words(std::string_view text) {
  std::vector<std::string_view> out;
  for (std::string_view word = takeWord(text); !word.empty(); word = takeWord(text))
    out.push_back(word);
  return out;
}

std::string notUnderstood(std::string_view question) {
  return "error: no such question: " + std::string(question);
}

} // namespace postern::probe
