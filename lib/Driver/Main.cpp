#include "Driver/Main.h"

#include "Diag/KindTable.h"
#include "Driver/Support.h"
#include "Driver/Verify.h"
#include "Driver/Version.h"
#include "Report/Json.h"
#include "Report/Rules.h"
#include "Report/Text.h"
#include "rules/RuleTable.h"

#include <fmt/format.h>

#include <iterator>

namespace postern::driver {

namespace {

Outcome usage(const Error &error) {
  return {"", fmt::format("postern: {}\n", error.message), ExitCode::Usage};
}

ExitCode exitCodeOf(const report::Result &result, const Options &options) {
  if (options.strict && result.counts.incomplete())
    return ExitCode::Incomplete;
  if (!options.failOn)
    return ExitCode::Clean;
  for (const Level level : {Level::Note, Level::Warning, Level::Error})
    if (level >= *options.failOn && result.count(level) > 0)
      return ExitCode::Findings;
  return ExitCode::Clean;
}

std::string format(const report::Result &result, const Run &run, report::Style style) {
  // Paths in JSON are those below the folder given, where one was.
  const std::string base = run.options.paths.size() == 1 ? cleanPath(run.options.paths[0]) : std::string();
  switch (run.options.format) {
  case Format::Json:
    return report::toJson(result, run.sources, base, version());
  case Format::JsonLines:
    return report::toJsonLines(result, run.sources, base, version());
  case Format::Text:
  case Format::Markdown:
    break;
  }
  return report::toText(result, run.sources, style);
}

std::string statistics(const Audit &audit, const Options &options, const SourceManager &sources) {
  const report::Counts &counts = audit.result.counts;
  const tf::Statistics &done = audit.statistics;
  const std::string distinct = options.memo ? fmt::format("{} distinct arguments, ", done.distinctCalls) : "";
  return fmt::format("roots: {}\nfiles: {}, {} bytes\nresources: {}\n"
                     "modules: {} calls, {}{} evaluated\nsteps: {}\nlargest heap: {} KiB\nseconds: {:.3f}\n",
                     counts.roots, counts.files, sources.totalBytes(), counts.resources, done.moduleCalls, distinct,
                     done.modulesEvaluated, done.steps, audit.largestHeap / 1024, counts.seconds);
}

Outcome check(const Options &options, const FileSystem &fs, report::Style style) {
  const Expected<std::vector<const check::Rule *>> rules =
      check::select(rules::allRules(), options.only, options.levels);
  if (!rules)
    return usage(rules.error());
  if (!options.verifyRule.empty() && !kind::find(options.verifyRule))
    if (const Expected<const check::Rule *> rule = check::find(rules::allRules(), options.verifyRule); !rule)
      return usage(rule.error());
  for (const std::string &path : options.paths)
    if (fs.kind(path) == FileKind::Missing)
      return usage({fmt::format("no such file or folder: '{}'", path)});

  SourceManager sources(fs);
  tf::FileCache files(sources);
  const Run run{options, sources, files, *rules};
  const Audit audit = auditAll(run);

  Outcome outcome;
  if (options.stats)
    outcome.err = statistics(audit, options, sources);
  if (options.verify) {
    const VerifyResult verdict = verifyAudit(audit, run);
    for (const std::string &failure : verdict.failures)
      outcome.out += failure + "\n";
    outcome.code = verdict.ok() ? ExitCode::Clean : ExitCode::Findings;
    return outcome;
  }
  if (options.dump != Stage::None) {
    outcome.out = audit.dump;
    for (const Diagnostic &diag : audit.result.errors)
      report::printDiagnostic(outcome.err, diag, sources, {});
    return outcome;
  }
  outcome.out = format(audit.result, run, style);
  outcome.code = exitCodeOf(audit.result, options);
  return outcome;
}

std::string listRules(Format format, report::Style style) {
  switch (format) {
  case Format::Json:
  case Format::JsonLines:
    return report::rulesToJson(rules::allRules());
  case Format::Markdown:
    return report::rulesToMarkdown(rules::allRules());
  case Format::Text:
    break;
  }
  return report::rulesToText(rules::allRules(), style);
}

} // namespace

Outcome run(const std::vector<std::string> &arguments, const char *const *environment, const FileSystem &fs,
            Terminal terminal) {
  Expected<Options> options = readOptions(arguments);
  if (!options)
    return usage(options.error());
  options->terraform.environment = terraformEnvironment(environment);
  if (options->terraform.workspace.empty()) {
    const auto chosen = options->terraform.environment.find("TF_WORKSPACE");
    if (chosen != options->terraform.environment.end())
      options->terraform.workspace = chosen->second;
  }
  const report::Style style{options->color == Color::Always || (options->color == Color::Auto && terminal.color)};

  switch (options->command) {
  case Command::Print:
    return {options->text, "", ExitCode::Clean};
  case Command::Check:
    return check(*options, fs, style);
  case Command::Rules:
    return {listRules(options->format, style), "", ExitCode::Clean};
  case Command::Support:
    return {supportText(), "", ExitCode::Clean};
  case Command::Explain:
    break;
  }
  const Expected<const check::Rule *> rule = check::find(rules::allRules(), options->rule);
  if (const kind::Info *const kind = rule ? nullptr : kind::find(options->rule))
    return {report::explain(*kind, style), "", ExitCode::Clean};
  if (!rule)
    return usage(rule.error());
  return {report::explain(**rule, style), "", ExitCode::Clean};
}

} // namespace postern::driver
