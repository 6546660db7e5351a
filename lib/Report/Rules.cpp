#include "Report/Rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace postern::report {

namespace {

std::string joined(std::span<const std::string_view> words) {
  std::string out;
  for (const std::string_view word : words)
    out += (out.empty() ? "" : ", ") + std::string(word);
  return out;
}

/// The card without its title and its declaration, which are printed in words instead.
std::string_view proseOf(std::string_view card) {
  const size_t fence = card.find("\n```hcl rule\n");
  if (fence == std::string_view::npos)
    return card;
  const size_t end = card.find("\n```", fence + 1);
  const size_t next = end == std::string_view::npos ? end : card.find('\n', end + 1);
  if (next == std::string_view::npos)
    return {};
  card.remove_prefix(next);
  while (card.starts_with('\n'))
    card.remove_prefix(1);
  return card;
}

} // namespace

std::string rulesToText(std::span<const check::Rule> rules, Style style) {
  size_t width = 0;
  for (const check::Rule &rule : rules)
    width = std::max(width, rule.info->name.size());
  std::string out;
  for (const check::Rule &rule : rules) {
    const check::RuleInfo &info = *rule.info;
    fmt::format_to(std::back_inserter(out), "{} {:<7} {}{:<{}}{} {}{}\n", info.code, levelName(info.level),
                   style.of(kBold), info.name, width, style.of(kReset), info.summary, info.preview ? " (preview)" : "");
  }
  return out;
}

std::string rulesToMarkdown(std::span<const check::Rule> rules) {
  std::string out = "| Code | Rule | Level | What it flags |\n| --- | --- | --- | --- |\n";
  for (const check::Rule &rule : rules) {
    const check::RuleInfo &info = *rule.info;
    fmt::format_to(std::back_inserter(out), "| {} | {} | {}{} | {} |\n", info.code, info.name, levelName(info.level),
                   info.preview ? " (preview)" : "", info.summary);
  }
  return out;
}

std::string explain(const check::Rule &rule, Style style) {
  const check::RuleInfo &info = *rule.info;
  std::string out;
  const auto line = [&out](std::string_view text) { fmt::format_to(std::back_inserter(out), "{}\n", text); };
  line(fmt::format("{}{}{} {}", style.of(kBold), info.code, style.of(kReset), info.name));
  line(info.summary);
  line("");
  line(fmt::format("  level     {}{}{}", levelName(info.level),
                   info.score >= 0 ? fmt::format(", score {}", info.score) : std::string(),
                   info.preview ? ", preview" : ""));
  line(fmt::format("  since     {}", info.since));
  if (!info.covers.empty())
    line(fmt::format("  covers    {}", joined(info.covers)));
  if (!info.refs.empty())
    line(fmt::format("  known as  {}", joined(info.refs)));
  if (!info.help.empty())
    line(fmt::format("  help      {}", info.help));
  line("");
  out += proseOf(rule.card);
  if (!out.ends_with('\n'))
    out += '\n';
  return out;
}

std::string explain(const kind::Info &kind, Style style) {
  std::string out;
  const auto line = [&out](std::string_view text) { fmt::format_to(std::back_inserter(out), "{}\n", text); };
  line(fmt::format("{}{}{} {}", style.of(kBold), kind.code, style.of(kReset), kind.name));
  // The text stands as it is declared, with doubled braces for single ones.
  std::string text(kind.text);
  for (const char brace : {'{', '}'})
    for (size_t at = text.find(std::string(2, brace)); at != std::string::npos;
         at = text.find(std::string(2, brace), at + 1))
      text.erase(at, 1);
  line(text);
  line("");
  line(fmt::format("  level      {}", levelName(kind.level)));
  if (!kind.summary.empty())
    line(fmt::format("  Terraform  {}", kind.summary));
  line("");
  line("No rule: this is what postern says about the configuration itself when it reads or evaluates it.");
  return out;
}

} // namespace postern::report
