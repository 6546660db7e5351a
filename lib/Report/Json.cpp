#include "Report/Json.h"

#include "Basic/FileSystem.h"
#include "Basic/Json.h"
#include "Check/Rule.h"
#include "Source/SourceManager.h"

#include <algorithm>
#include <cmath>

namespace postern::report {

namespace {

constexpr std::string_view kSchema = "postern/1";

class Writer {
public:
  Writer(const SourceManager &sources, std::string_view base) : sources_(sources), base_(base) {}

  std::string path(FileId file) const {
    const std::string_view path = sources_.path(file);
    if (base_.empty() || base_ == ".")
      return std::string(path);
    if (path.size() > base_.size() && path.starts_with(base_) && (base_ == "/" || path[base_.size()] == '/'))
      return std::string(path.substr(base_ == "/" ? 1 : base_.size() + 1));
    return std::string(path);
  }

  Json position(FileId file, uint32_t offset) const {
    const LineColumn place = sources_.locate(file, offset);
    return {{"line", place.line}, {"column", place.column}, {"offset", offset}};
  }

  /// Puts "file" and "range" into `into`; both are null when the range is nowhere.
  void place(Json &into, const SourceRange &range) const {
    if (!range.valid()) {
      into["file"] = nullptr;
      into["range"] = nullptr;
      return;
    }
    into["file"] = path(range.file);
    into["range"] = {{"start", position(range.file, range.begin)}, {"end", position(range.file, range.end)}};
  }

  Json resource(const tf::ResourceRef &ref) const {
    Json out{{"address", ref.address}};
    if (!ref.block.valid())
      return out;
    out["file"] = path(ref.block.file);
    out["start_line"] = sources_.locate(ref.block.file, ref.block.begin).line;
    out["end_line"] = sources_.locate(ref.block.file, std::max(ref.block.begin, ref.block.end)).line;
    return out;
  }

  Json steps(const std::vector<PathStep> &path) const {
    Json out = Json::array();
    for (const PathStep &step : path) {
      Json each{{"role", step.role}, {"message", step.message}};
      place(each, step.range);
      out.push_back(std::move(each));
    }
    return out;
  }

  static Json facts(const check::FindingFacts &facts) {
    Json out = Json::object();
    for (const check::FindingFact &fact : facts)
      out[std::string(fact.name)] = fact.values;
    return out;
  }

  Json finding(const check::Finding &finding) const {
    const Diagnostic &diag = finding.diag;
    Json out{{"rule", diag.name}, {"code", diag.code}, {"covers", finding.covers}, {"level", levelName(diag.level)}};
    out["score"] = finding.score >= 0 ? Json(finding.score) : Json();
    out["certainty"] = diag.certainty == Certainty::Definite ? "definite" : "possible";
    out["message"] = diag.message;
    place(out, diag.range);
    out["resources"] = Json::array();
    for (const tf::ResourceRef &ref : finding.resources)
      out["resources"].push_back(resource(ref));
    out["path"] = steps(diag.path);
    out["related"] = Json::array();
    for (const Label &label : diag.labels) {
      Json each{{"role", "label"}, {"message", label.text}};
      place(each, label.range);
      out["related"].push_back(std::move(each));
    }
    for (const check::Related &related : finding.related) {
      Json each{{"role", related.role}, {"message", related.message}};
      place(each, related.range);
      each["address"] = related.address;
      if (!related.facts.empty())
        each["facts"] = facts(related.facts);
      out["related"].push_back(std::move(each));
    }
    out["help"] = diag.help;
    out["fixes"] = Json::array();
    out["facts"] = facts(finding.facts);
    out["fingerprint"] = finding.fingerprint;
    out["suppressed"] = nullptr;
    return out;
  }

  Json error(const Diagnostic &diag) const {
    Json out{{"code", diag.code}, {"name", diag.name}, {"level", levelName(diag.level)}, {"message", diag.message}};
    place(out, diag.range);
    if (!diag.help.empty())
      out["help"] = diag.help;
    return out;
  }

  Json unresolved(const tf::Unresolved &item) const {
    Json out{{"expression", item.expression}, {"reason", item.reason}};
    place(out, item.range);
    out["affects"] = item.affects;
    return out;
  }

  /// `errors`, `unresolved` and `summary` go into `out`.
  void rest(Json &out, const Result &result) const {
    out["unresolved"] = Json::array();
    for (const tf::Unresolved &item : result.unresolved)
      out["unresolved"].push_back(unresolved(item));
    out["errors"] = Json::array();
    for (const Diagnostic &diag : result.errors)
      out["errors"].push_back(error(diag));
    Json levels = Json::object();
    for (const Level level : {Level::Error, Level::Warning, Level::Note})
      levels[std::string(levelName(level))] =
          std::ranges::count(result.findings, level, [](const check::Finding &f) { return f.diag.level; });
    const Counts &counts = result.counts;
    out["summary"] = {{"roots", counts.roots},
                      {"files", counts.files},
                      {"resources", counts.resources},
                      {"findings", std::move(levels)},
                      {"unknown", result.unresolved.size()},
                      {"syntax_errors", counts.syntaxErrors},
                      {"unreadable_files", counts.unreadable},
                      {"missing_modules", counts.missingModules},
                      {"limits_reached", counts.limits},
                      {"seconds", std::round(counts.seconds * 1000) / 1000}};
  }

private:
  const SourceManager &sources_;
  std::string_view base_;
};

} // namespace

std::string toJson(const Result &result, const SourceManager &sources, std::string_view base,
                   std::string_view version) {
  const Writer writer(sources, base);
  Json out{{"schema", kSchema}, {"version", version}, {"findings", Json::array()}};
  for (const check::Finding &finding : result.findings)
    out["findings"].push_back(writer.finding(finding));
  writer.rest(out, result);
  return dump(out, 2) + "\n";
}

std::string toJsonLines(const Result &result, const SourceManager &sources, std::string_view base,
                        std::string_view version) {
  const Writer writer(sources, base);
  std::string out;
  for (const check::Finding &finding : result.findings)
    out += dump(writer.finding(finding)) + "\n";
  Json rest{{"schema", kSchema}, {"version", version}};
  writer.rest(rest, result);
  return out + dump(rest) + "\n";
}

std::string rulesToJson(std::span<const check::Rule> rules) {
  Json list = Json::array();
  for (const check::Rule &rule : rules) {
    const check::RuleInfo &info = *rule.info;
    Json each{
        {"name", info.name},       {"code", info.code},   {"subject", info.subject}, {"level", levelName(info.level)},
        {"summary", info.summary}, {"since", info.since}, {"preview", info.preview}};
    each["score"] = info.score >= 0 ? Json(info.score) : Json();
    const auto put = [&each](const char *key, std::span<const std::string_view> names) {
      each[key] = Json::array();
      for (const std::string_view name : names)
        each[key].push_back(name);
    };
    put("covers", info.covers);
    put("refs", info.refs);
    put("groups", info.groups);
    put("subsumes", info.subsumes);
    // Messages may cover other capabilities than their card says for all.
    each["messages"] = Json::array();
    for (const check::MessageInfo *message : info.messages) {
      Json one{{"name", message->name}, {"text", message->text}};
      one["covers"] = Json::array();
      for (const std::string_view name : message->covers.empty() ? info.covers : message->covers)
        one["covers"].push_back(name);
      each["messages"].push_back(std::move(one));
    }
    each["help"] = info.help;
    list.push_back(std::move(each));
  }
  return dump(Json{{"schema", kSchema}, {"rules", std::move(list)}}, 2) + "\n";
}

} // namespace postern::report
