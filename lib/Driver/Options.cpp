#include "Driver/Options.h"

#include "Basic/FileSystem.h"
#include "Basic/Nearest.h"
#include "Driver/Version.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace postern::driver {

namespace {

using check::LevelFlag;

const std::map<std::string, Format> kFormats = {
    {"text", Format::Text}, {"json", Format::Json}, {"jsonl", Format::JsonLines}};

/// Where the library puts what it reads, before it is given its meaning.
struct Raw {
  std::vector<std::string> vars, varFiles, rootVarFiles, moduleMap, warnings;
  std::string workspace;
  std::string format = "text", rulesFormat = "text", failOn = "warning", color = "auto", dump;
  bool version = false, support = false;
};

/// The value is one of `words`; the help shows them in place of the library's description.
CLI::Option *choice(CLI::Option *option, std::vector<std::string> words) {
  std::string shown;
  for (const std::string &word : words)
    shown += (shown.empty() ? "" : "|") + word;
  const CLI::Validator isOne(
      [words = std::move(words)](const std::string &given) -> std::string {
        if (std::ranges::find(words, given) != words.end())
          return {};
        std::string known;
        for (const std::string &word : words)
          known += (known.empty() ? "" : ", ") + word;
        const std::string_view meant = nearestWord(given, words);
        return fmt::format("'{}' is none of {}{}", given, known,
                           meant.empty() ? "" : fmt::format("; did you mean '{}'?", meant));
      },
      "");
  return option->option_text(std::move(shown))->check(isOne);
}

/// A list whose option takes one value each time it is given.
CLI::Option *repeated(CLI::Option *option, const char *value) {
  return option->allow_extra_args(false)->option_text(value);
}

void addInput(CLI::App &check, Options &options, Raw &raw) {
  check
      .add_option("PATH", options.paths,
                  "folders (every root module below) or files (findings in that file); the current folder by default")
      ->option_text(" ");
  repeated(check.add_option("--var", raw.vars, "value of a root variable"), "NAME=VALUE");
  repeated(check.add_option("--var-file", raw.varFiles, "file with values of root variables"), "FILE");
  repeated(check.add_option("--root-var-file", raw.rootVarFiles, "the same for the root module in that folder only"),
           "FOLDER=FILE");
  check
      .add_option("--workspace", raw.workspace,
                  "what terraform.workspace is (TF_WORKSPACE, else the one selected, else default)")
      ->option_text("NAME");
  repeated(check.add_option("--module-map", raw.moduleMap, "where a module is on disk"), "SOURCE=FOLDER");
  repeated(check.add_option("--exclude", options.exclude, "folders to leave out: a pattern with * ? **"), "PATTERN");
  check.add_flag("--include-dormant", options.terraform.includeDormant,
                 "check what does not exist with these variables too, as notes");
}

void addRuleChoice(CLI::App &check, Options &options, Raw &raw) {
  repeated(check.add_option("--only", options.only, "run this only: a rule, code, group or another tool's id"), "NAME");
  repeated(
      check.add_option("-W", raw.warnings, "NAME, no-NAME, error, error=NAME, no-error=NAME, as compilers have it"),
      "...");
  choice(check.add_option("--fail-on", raw.failOn, "exit with 1 from this level on (warning)"),
         {"error", "warning", "note", "never"});
  check.add_flag("--pedantic", options.terraform.pedantic,
                 "say also what Terraform warns of and accepts, such as old spellings");
  check.add_flag("--strict", options.strict, "exit with 3 when something could not be analysed");
}

void addOutput(CLI::App &check, Options &options, Raw &raw) {
  choice(check.add_option("--format", raw.format, "what standard output gets (text)"), {"text", "json", "jsonl"});
  choice(check.add_option("--color", raw.color, "auto: on terminals, unless NO_COLOR is set (auto)"),
         {"auto", "always", "never"});
  check.add_flag("--stats", options.stats, "say on standard error how much work it was");
  check.add_flag("--support", raw.support, "list what is modelled");
}

void addTesting(CLI::App &check, Options &options, Raw &raw) {
  check.add_flag("--verify", options.verify, "compare with the expectations written in comments");
  check.add_option("--verify-rule", options.verifyRule, "the rule that an expectation without a code means")
      ->option_text("NAME");
  check.add_flag("!--no-memo", options.memo, "evaluate every module call anew; what is printed is the same");
  choice(check.add_option("--dump", raw.dump, "print what a stage made and stop there"),
         {"files", "ast", "modules", "instances", "policies", "ingress", "findings"});
}

void addCheck(CLI::App &check, Options &options, Raw &raw) {
  // An option belongs to the heading that was set last.
  check.option_defaults()->group("What is analysed");
  addInput(check, options, raw);
  check.option_defaults()->group("Which rules, how grave");
  addRuleChoice(check, options, raw);
  check.option_defaults()->group("Output");
  addOutput(check, options, raw);
  check.option_defaults()->group("For tests");
  addTesting(check, options, raw);
  check.footer("Exit codes: 0 nothing at or above --fail-on, 1 findings at or above it, 2 wrong usage,\n"
               "3 --strict and something could not be analysed, 4 a fault of postern's own.");
}

/// `--var`, `--var-file` and `--root-var-file` are one list, in the order in which they stand. The last of them must
/// be of the form FOLDER=FILE.
void orderVariables(const CLI::App &check, const Raw &raw, Options &options) {
  size_t var = 0, file = 0, rootFile = 0;
  for (const CLI::Option *option : check.parse_order()) {
    if (option->get_name() == "--var" && var < raw.vars.size())
      options.terraform.variables.push_back({tf::VariableFlag::Kind::Assignment, raw.vars[var++], {}});
    else if (option->get_name() == "--var-file" && file < raw.varFiles.size())
      options.terraform.variables.push_back({tf::VariableFlag::Kind::File, raw.varFiles[file++], {}});
    else if (option->get_name() == "--root-var-file" && rootFile < raw.rootVarFiles.size()) {
      const std::string &pair = raw.rootVarFiles[rootFile++];
      const size_t split = pair.find('=');
      options.terraform.variables.push_back(
          {tf::VariableFlag::Kind::File, pair.substr(split + 1), cleanPath(pair.substr(0, split))});
    }
  }
}

Expected<LevelFlag> levelFlag(std::string_view text) {
  using What = LevelFlag::What;
  const auto flag = [](What what, std::string_view name) { return LevelFlag{what, std::string(name)}; };
  if (text == "error")
    return flag(What::AsError, "");
  if (text == "no-error")
    return flag(What::NotAsError, "");
  if (text.starts_with("error="))
    return flag(What::AsError, text.substr(6));
  if (text.starts_with("no-error="))
    return flag(What::NotAsError, text.substr(9));
  if (text.starts_with("no-"))
    return flag(What::Disable, text.substr(3));
  if (text.empty())
    return Error{"-W needs a rule or group: -Wno-NAME, -Werror=NAME"};
  return flag(What::Enable, text);
}

Expected<Options> finish(const CLI::App &check, const Raw &raw, Options options) {
  if (options.paths.empty())
    options.paths.emplace_back(".");
  for (const std::string &pair : raw.rootVarFiles)
    if (const size_t split = pair.find('='); split == std::string::npos || split == 0)
      return Error{fmt::format("'--root-var-file {}' is not of the form FOLDER=FILE", pair)};
  orderVariables(check, raw, options);
  options.terraform.workspace = raw.workspace;
  for (const std::string &pair : raw.moduleMap) {
    const size_t split = pair.rfind('=');
    if (split == std::string::npos || split == 0)
      return Error{fmt::format("'--module-map {}' is not of the form SOURCE=FOLDER", pair)};
    options.terraform.moduleMap[pair.substr(0, split)] = pair.substr(split + 1);
  }
  for (const std::string &text : raw.warnings) {
    Expected<LevelFlag> flag = levelFlag(text);
    if (!flag)
      return flag.error();
    options.levels.push_back(std::move(*flag));
  }
  options.format = kFormats.at(raw.format);
  options.failOn = raw.failOn == "error"     ? std::optional(Level::Error)
                   : raw.failOn == "warning" ? std::optional(Level::Warning)
                   : raw.failOn == "note"    ? std::optional(Level::Note)
                                             : std::nullopt;
  options.color = raw.color == "always" ? Color::Always : raw.color == "never" ? Color::Never : Color::Auto;
  const std::map<std::string, Stage> stages = {
      {"", Stage::None},           {"files", Stage::Files},         {"ast", Stage::Ast},
      {"modules", Stage::Modules}, {"instances", Stage::Instances}, {"policies", Stage::Policies},
      {"ingress", Stage::Ingress}, {"findings", Stage::Findings}};
  options.dump = stages.at(raw.dump);
  return options;
}

/// The library leaves two empty lines between groups.
std::string helpOf(const CLI::App &app, const std::string &before) {
  std::string text = app.help(before);
  for (size_t at = text.find("\n\n\n"); at != std::string::npos; at = text.find("\n\n\n", at))
    text.erase(at, 1);
  return text;
}

/// What the library says, and what may have been meant.
std::string explainError(const CLI::App &app, const CLI::ParseError &error, const std::vector<std::string> &arguments) {
  const CLI::App *used = &app;
  for (const CLI::App *sub : app.get_subcommands())
    used = sub;
  const std::string help = fmt::format("see 'postern{} --help'", used == &app ? "" : " " + used->get_name());
  std::vector<std::string> known;
  for (const CLI::Option *option : used->get_options()) {
    for (const std::string &name : option->get_lnames())
      known.push_back("--" + name);
    for (const std::string &name : option->get_snames())
      known.push_back("-" + name);
  }
  for (const std::string &argument : arguments) {
    if (argument == "--")
      break;
    const std::string name = argument.substr(0, argument.starts_with("--") ? argument.find('=') : 2);
    if (!name.starts_with("-") || name == "-" || std::ranges::find(known, name) != known.end())
      continue;
    const std::string_view meant = name.starts_with("--") ? nearestWord(name, known) : std::string_view();
    return fmt::format("unknown option '{}'{}; {}", name,
                       meant.empty() ? "" : fmt::format(", did you mean '{}'?", meant), help);
  }
  if (used == &app && !arguments.empty() && !arguments[0].starts_with("-")) {
    std::vector<std::string> commands;
    for (const CLI::App *sub : app.get_subcommands([](const CLI::App *) { return true; }))
      commands.push_back(sub->get_name());
    const std::string_view meant = nearestWord(arguments[0], commands);
    return fmt::format("no command '{}', did you mean '{}'?; {}", arguments[0],
                       meant.empty() ? "check " + arguments[0] : std::string(meant), help);
  }
  if (dynamic_cast<const CLI::ArgumentMismatch *>(&error)) {
    const std::string text = error.what();
    return fmt::format("{} needs a value; {}", text.substr(0, text.find(':')), help);
  }
  std::string text = error.what();
  if (dynamic_cast<const CLI::ExtrasError *>(&error))
    return fmt::format("more than this takes: {}; {}", text.substr(text.find(": ") + 2), help);
  std::ranges::replace(text, '\n', ' ');
  return fmt::format("{}; {}", text, help);
}

Expected<Options> parse(const std::vector<std::string> &arguments) {
  Options options;
  Raw raw;
  CLI::App app("Reads Terraform and says, like a compiler, who may do too much and who may come in.", "postern");
  app.require_subcommand(0, 1);
  app.add_flag("--version", raw.version, "print the version");
  app.add_flag("--support", raw.support, "list what is modelled, known to be unknown, and still to do");
  CLI::App &check = *app.add_subcommand("check", "check configurations");
  addCheck(check, options, raw);
  CLI::App &explain = *app.add_subcommand("explain", "what a rule flags and why, with examples");
  explain.add_option("RULE", options.rule, "its name, its code, or another tool's id; or an engine diagnostic")
      ->required()
      ->option_text(" ");
  CLI::App &rules = *app.add_subcommand("rules", "list every rule");
  choice(rules.add_option("--format", raw.rulesFormat, "what is printed (text)"), {"text", "json", "markdown"});

  // Set last: a subcommand made later would take it over.
  app.footer("Try: postern check FOLDER, then postern explain NAME for one of the names in [brackets].");

  std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
  try {
    app.parse(reversed);
  } catch (const CLI::CallForHelp &) {
    for (const CLI::App *sub : app.get_subcommands())
      options.text = helpOf(*sub, app.get_name());
    if (options.text.empty())
      options.text = helpOf(app, "");
    return options;
  } catch (const CLI::ParseError &error) {
    return Error{explainError(app, error, arguments)};
  }

  if (raw.version) {
    options.text = fmt::format("postern {}\n", version());
  } else if (raw.support) {
    options.command = Command::Support;
  } else if (check.parsed()) {
    options.command = Command::Check;
    return finish(check, raw, std::move(options));
  } else if (explain.parsed()) {
    options.command = Command::Explain;
  } else if (rules.parsed()) {
    options.command = Command::Rules;
    options.format = raw.rulesFormat == "markdown" ? Format::Markdown : kFormats.at(raw.rulesFormat);
  } else {
    options.text = helpOf(app, "");
  }
  return options;
}

} // namespace

Expected<Options> readOptions(const std::vector<std::string> &arguments) {
  try {
    return parse(arguments);
  } catch (const std::exception &error) {
    return Error{error.what()};
  }
}

std::map<std::string, std::string> terraformEnvironment(const char *const *environment) {
  std::map<std::string, std::string> out;
  for (; environment && *environment; ++environment) {
    const std::string_view entry = *environment;
    const size_t split = entry.find('=');
    if (split == std::string_view::npos)
      continue;
    const std::string_view name = entry.substr(0, split);
    if (name.starts_with("TF_VAR_") || name == "TF_DATA_DIR" || name == "TF_WORKSPACE")
      out.emplace(name, entry.substr(split + 1));
  }
  return out;
}

} // namespace postern::driver
