// postern-cardgen --out DIR CARD...: writes, for each card, the declarations that its source includes, and
// for all of them the table of rules. A file is touched only when its text changes.
#include "Card.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>

namespace postern::cardgen {
namespace {

std::string literal(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '\n') {
      out += "\\n\"\n    \"";
      continue;
    }
    if (c == '"' || c == '\\')
      out += '\\';
    // "??=" and its like are no trigraphs in C++20, so nothing else needs care.
    out += c;
  }
  return out + '"';
}

// "ssh-open-to-world" → "SshOpenToWorld".
std::string upperCamel(std::string_view kebab) {
  std::string out;
  bool up = true;
  for (const char c : kebab) {
    if (c == '-' || c == '_') {
      up = true;
      continue;
    }
    out += up && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    up = false;
  }
  return out;
}

std::string array(std::string_view name, const std::vector<std::string> &items) {
  std::string out = fmt::format("  static constexpr std::array<std::string_view, {}> {}{{", items.size(), name);
  for (size_t i = 0; i < items.size(); ++i)
    out += (i ? ", " : "") + literal(items[i]);
  return out + "};\n";
}

std::string scoreText(const std::optional<double> &score) {
  return score ? fmt::format("{}", *score) : "-1";
}

std::string header(const Card &card) {
  std::string out =
      fmt::format("// What rules/{}/{}.md declares. Written by postern-cardgen; do not edit.\n#pragma once\n\n"
                  "#include \"Check/Reporter.h\"\n#include \"{}\"\n\n#include <array>\n#include <cstdint>\n"
                  "#include <string>\n#include <string_view>\n#include <vector>\n\n"
                  "namespace postern::rules {{\n\nstruct {} {{\n  struct Options {{\n",
                  card.family, card.name, card.subject->header, upperCamel(card.name));
  for (const Option &option : card.options)
    out += fmt::format("    {} {} = {};\n", option.type, option.name, option.defaultValue);
  out += "  };\n\n";

  std::string all;
  for (const CardMessage &message : card.messages) {
    const std::string name = "k" + upperCamel(message.name);
    std::string types;
    for (const MessageArg &arg : message.args)
      types += (types.empty() ? "check::arg::" : ", check::arg::") + arg.type;
    out += array(name + "Covers", message.covers);
    const std::string level = message.level.empty() ? "std::nullopt" : "Level::" + message.level;
    out += fmt::format("  static constexpr check::Message<{}> {}{{{{{}, {}, {}, {}, {}, {}Covers}}}};\n", types, name,
                       literal(message.name), literal(message.text), literal(message.help), level,
                       scoreText(message.score), name);
    all += (all.empty() ? "&" : ", &") + name;
  }
  out += "\n" + array("kCovers", card.covers) + array("kRefs", card.refs);
  std::vector<std::string> groups = {card.family};
  groups.insert(groups.end(), card.groups.begin(), card.groups.end());
  out += array("kGroups", groups) + array("kSubsumes", card.subsumes);
  out += fmt::format("  static constexpr std::array<const check::MessageInfo *, {}> kMessages{{{}}};\n",
                     card.messages.size(), all);
  out +=
      fmt::format("  static constexpr check::RuleInfo kInfo{{{}, {}, {}, Level::{}, {}, {}, {}, {}, {},\n"
                  "      kCovers, kRefs, kGroups, kSubsumes, kMessages}};\n\n",
                  literal(card.name), literal(card.code), literal(card.subject->name), card.level,
                  scoreText(card.score), literal(card.since), literal(card.summary), literal(card.help), card.preview);
  out += fmt::format("  static void check(const {} &subject, const Options &options, Reporter &out);\n}};\n\n"
                     "}} // namespace postern::rules\n",
                     card.subject->type);
  return out;
}

std::string table(const std::vector<Card> &cards) {
  std::string out =
      "// RULE(struct, subject type, subject), one row per card. Written by postern-cardgen; do not edit.\n";
  for (const Card &card : cards)
    out += fmt::format("RULE({}, {}, {})\n", upperCamel(card.name), card.subject->type, card.subject->enumerator);
  return out;
}

std::string headers(const std::vector<Card> &cards) {
  std::string out = "// The declarations of every card. Written by postern-cardgen; do not edit.\n";
  for (const Card &card : cards)
    out += fmt::format("#include \"rules/{}/{}.gen.h\"\n", card.family, card.name);
  return out;
}

std::string texts(const std::vector<Card> &cards) {
  std::string out =
      "// CARD(struct, text), one per card, for `postern explain`. Written by postern-cardgen; do not edit.\n";
  for (const Card &card : cards)
    out += fmt::format("CARD({},\n    {})\n", upperCamel(card.name), literal(card.text));
  return out;
}

bool writeIfChanged(const std::filesystem::path &path, const std::string &text) {
  {
    std::ifstream in(path, std::ios::binary);
    if (in && std::string(std::istreambuf_iterator<char>(in), {}) == text)
      return true;
  }
  std::error_code error;
  std::filesystem::create_directories(path.parent_path(), error);
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out << text;
  out.close();
  if (out)
    return true;
  fmt::print(stderr, "postern-cardgen: cannot write '{}'\n", path.string());
  return false;
}

int generate(const std::string &out, const std::vector<std::string> &paths) {
  RealFileSystem fs;
  SourceManager sources(fs);
  std::vector<Card> cards;
  std::vector<std::string> problems;
  std::map<std::string, std::string> codes;
  for (const std::string &path : paths) {
    const Expected<FileId> file = sources.load(path);
    if (!file) {
      problems.push_back(fmt::format("postern-cardgen: {}", file.error().message));
      continue;
    }
    const std::filesystem::path parts(path);
    std::optional<Card> card =
        readCard(sources, *file, parts.parent_path().filename().string(), parts.stem().string(), problems);
    if (!card)
      continue;
    const auto [known, fresh] = codes.try_emplace(card->code, path);
    if (!fresh)
      problems.push_back(fmt::format("{}:1:1: error: {} is the code of {} too", path, card->code, known->second));
    cards.push_back(std::move(*card));
  }
  for (const Card &card : cards)
    for (const std::string &other : card.subsumes)
      if (std::ranges::find(cards, other, &Card::name) == cards.end())
        problems.push_back(
            fmt::format("rules/{}/{}.md:1:1: error: subsumes '{}', which is no rule", card.family, card.name, other));
  for (const std::string &problem : problems)
    fmt::print(stderr, "{}\n", problem);
  if (!problems.empty())
    return 1;

  std::ranges::sort(cards, {}, &Card::code);
  const std::filesystem::path folder(out);
  bool written = true;
  for (const Card &card : cards)
    written &= writeIfChanged(folder / card.family / (card.name + ".gen.h"), header(card));
  written &= writeIfChanged(folder / "RuleTable.inc", table(cards));
  written &= writeIfChanged(folder / "RuleHeaders.inc", headers(cards));
  written &= writeIfChanged(folder / "RuleCards.inc", texts(cards));
  return written ? 0 : 1;
}

} // namespace
} // namespace postern::cardgen

int main(int argc, char **argv) {
  std::string out;
  std::vector<std::string> cards;
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    if (argument == "--out" && i + 1 < argc)
      out = argv[++i];
    else if (argument.starts_with("--")) {
      fmt::print(stderr, "usage: postern-cardgen --out DIR CARD...\n");
      return 2;
    } else
      cards.push_back(argument);
  }
  if (out.empty()) {
    fmt::print(stderr, "usage: postern-cardgen --out DIR CARD...\n");
    return 2;
  }
  std::ranges::sort(cards);
  return postern::cardgen::generate(out, cards);
}
