#include "Card.h"

#include "Syntax/Parse.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>

namespace postern::cardgen {

namespace {

constexpr std::array kSubjects = {
    SubjectRow{"ingress_rule", "net::IngressRule", "Net/IngressRule.h", "IngressRule"},
    SubjectRow{"security_group", "net::SecurityGroup", "Net/Exposure.h", "SecurityGroup"},
    SubjectRow{"statement", "iam::Statement", "Iam/Statement.h", "Statement"},
    SubjectRow{"policy", "iam::Policy", "Iam/Policy.h", "Policy"},
    SubjectRow{"attachment", "iam::Attachment", "Iam/Policy.h", "Attachment"},
    SubjectRow{"setting", "cloud::Setting", "Cloud/Settings.h", "Setting"},
};

bool isKebab(std::string_view text) {
  return !text.empty() && text.front() >= 'a' && text.front() <= 'z' &&
         std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

bool isSnake(std::string_view text) {
  return !text.empty() && text.front() >= 'a' && text.front() <= 'z' &&
         std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

bool isCode(std::string_view text) {
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  return text.size() == 6 && (text.starts_with("IAM") || text.starts_with("NET")) &&
         std::ranges::all_of(text.substr(3), digit);
}

std::string lowerCamel(std::string_view snake) {
  std::string out;
  bool up = false;
  for (const char c : snake) {
    if (c == '_') {
      up = true;
      continue;
    }
    out += up && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    up = false;
  }
  return out;
}

class Reader {
public:
  Reader(const SourceManager &sources, std::vector<std::string> &problems) : sources_(sources), problems_(problems) {}

  void fail(const SourceRange &range, std::string_view text) {
    const LineColumn place = sources_.locate(range.file, range.begin);
    problems_.push_back(fmt::format("{}:{}:{}: error: {}", sources_.path(range.file), place.line, place.column, text));
  }

  std::optional<std::string> string(const hcl::Expr &expr) {
    if (const auto *text = hcl::dynCast<hcl::StringExpr>(&expr))
      return std::string(text->value);
    if (const auto *text = hcl::dynCast<hcl::TemplateExpr>(&expr)) {
      std::string joined;
      for (const hcl::Expr *part : text->parts) {
        const auto *piece = hcl::dynCast<hcl::StringExpr>(part);
        if (!piece) {
          fail(part->range(), "a card holds plain text, no interpolation");
          return std::nullopt;
        }
        joined += piece->value;
      }
      while (joined.ends_with('\n'))
        joined.pop_back();
      return joined;
    }
    fail(expr.range(), "a string is wanted here");
    return std::nullopt;
  }

  std::optional<std::string> word(const hcl::Expr &expr, bool (*valid)(std::string_view), std::string_view what) {
    std::optional<std::string> text = string(expr);
    if (text && !valid(*text)) {
      fail(expr.range(), fmt::format("'{}' is not {}", *text, what));
      return std::nullopt;
    }
    return text;
  }

  std::vector<std::string> strings(const hcl::Expr &expr) {
    std::vector<std::string> out;
    const auto *tuple = hcl::dynCast<hcl::TupleExpr>(&expr);
    if (!tuple) {
      fail(expr.range(), "a list of strings is wanted here");
      return out;
    }
    for (const hcl::Expr *item : tuple->items)
      if (std::optional<std::string> text = string(*item))
        out.push_back(std::move(*text));
    return out;
  }

  std::optional<double> score(const hcl::Expr &expr) {
    const auto *number = hcl::dynCast<hcl::NumberExpr>(&expr);
    const double value = number ? std::strtod(std::string(number->text).c_str(), nullptr) : -1;
    if (value >= 0 && value <= 10)
      return value;
    fail(expr.range(), "a number from 0 to 10 is wanted here");
    return std::nullopt;
  }

  std::string level(const hcl::Expr &expr) {
    const std::optional<std::string> text = string(expr);
    if (text == "error")
      return "Error";
    if (text == "warning")
      return "Warning";
    if (text == "note")
      return "Note";
    if (text)
      fail(expr.range(), fmt::format("'{}' is no level: error, warning or note", *text));
    return {};
  }

  std::optional<bool> boolean(const hcl::Expr &expr) {
    if (const auto *value = hcl::dynCast<hcl::BoolExpr>(&expr))
      return value->value;
    fail(expr.range(), "true or false is wanted here");
    return std::nullopt;
  }

  /// A default of C++ and the type that it shows.
  std::optional<Option> option(const hcl::Block &block);
  std::optional<CardMessage> message(const hcl::Block &block);

  /// Gives `text` with each `{name}` numbered by its place in `args`.
  std::string numbered(const hcl::Expr &expr, std::string_view text, const std::vector<MessageArg> &args);

private:
  const SourceManager &sources_;
  std::vector<std::string> &problems_;
};

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\')
      out += '\\';
    if (c == '\n') {
      out += "\\n";
      continue;
    }
    out += c;
  }
  return out + '"';
}

std::optional<Option> Reader::option(const hcl::Block &block) {
  if (block.labels.size() != 1 || !isSnake(block.labels[0].text)) {
    fail(block.header(), "an option has one label, lower-case words joined by '_'");
    return std::nullopt;
  }
  const hcl::Expr *value = nullptr;
  for (const hcl::Item &item : block.body->items) {
    if (item.attribute && item.attribute->name == "default")
      value = item.attribute->value;
    else
      fail(item.attribute ? item.attribute->nameRange : item.block->header(),
           "an option holds 'default' and nothing else");
  }
  if (!value) {
    fail(block.header(), "an option needs a default");
    return std::nullopt;
  }
  Option option{lowerCamel(block.labels[0].text), {}, {}};
  if (const auto *boolean = hcl::dynCast<hcl::BoolExpr>(value)) {
    option.type = "bool";
    option.defaultValue = boolean->value ? "true" : "false";
  } else if (const auto *number = hcl::dynCast<hcl::NumberExpr>(value)) {
    option.type = number->text.find_first_of(".eE") == std::string_view::npos ? "int64_t" : "double";
    option.defaultValue = number->text;
  } else if (const auto *tuple = hcl::dynCast<hcl::TupleExpr>(value)) {
    const bool numbers = !tuple->items.empty() && hcl::dynCast<hcl::NumberExpr>(tuple->items[0]);
    option.type = numbers ? "std::vector<int64_t>" : "std::vector<std::string>";
    for (const hcl::Expr *item : tuple->items) {
      const auto *each = hcl::dynCast<hcl::NumberExpr>(item);
      if (numbers && (!each || each->text.find_first_of(".eE") != std::string_view::npos)) {
        fail(item->range(), "the numbers of a list are whole");
        return std::nullopt;
      }
      const std::optional<std::string> text = numbers ? std::string(each->text) : string(*item);
      if (!text)
        return std::nullopt;
      option.defaultValue += (option.defaultValue.empty() ? "" : ", ") + (numbers ? *text : quoted(*text));
    }
    option.defaultValue = "{" + option.defaultValue + "}";
  } else if (std::optional<std::string> text = string(*value)) {
    option.type = "std::string";
    option.defaultValue = quoted(*text);
  } else {
    return std::nullopt;
  }
  return option;
}

std::string Reader::numbered(const hcl::Expr &expr, std::string_view text, const std::vector<MessageArg> &args) {
  std::string out;
  std::vector<bool> used(args.size());
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if ((c == '{' || c == '}') && i + 1 < text.size() && text[i + 1] == c) {
      out.append(2, c);
      ++i;
      continue;
    }
    if (c != '{') {
      if (c == '}')
        fail(expr.range(), "a '}' without its '{'; write '}}' for a brace");
      out += c;
      continue;
    }
    const size_t end = text.find('}', i);
    if (end == std::string_view::npos) {
      fail(expr.range(), "a '{' without its '}'; write '{{' for a brace");
      return out;
    }
    const std::string_view name = text.substr(i + 1, end - i - 1);
    const auto found = std::ranges::find(args, name, &MessageArg::name);
    if (found == args.end()) {
      fail(expr.range(), fmt::format("the text speaks of '{}', which is not among the args", name));
    } else {
      used[static_cast<size_t>(found - args.begin())] = true;
      out += fmt::format("{{{}}}", found - args.begin());
    }
    i = end;
  }
  for (size_t i = 0; i < args.size(); ++i)
    if (!used[i])
      fail(expr.range(), fmt::format("the text never speaks of '{}'", args[i].name));
  return out;
}

std::optional<CardMessage> Reader::message(const hcl::Block &block) {
  if (block.labels.size() != 1 || !isKebab(block.labels[0].text)) {
    fail(block.header(), "a message has one label, lower-case words joined by '-'");
    return std::nullopt;
  }
  CardMessage message;
  message.name = block.labels[0].text;
  const hcl::Expr *text = nullptr;
  for (const hcl::Item &item : block.body->items) {
    if (item.block) {
      fail(item.block->header(), "a message has no blocks");
      continue;
    }
    const hcl::Expr &value = *item.attribute->value;
    const std::string_view name = item.attribute->name;
    if (name == "args") {
      const auto *object = hcl::dynCast<hcl::ObjectExpr>(&value);
      if (!object) {
        fail(value.range(), "args is an object: { service = \"Service\" }");
        continue;
      }
      for (const hcl::ObjectItem &arg : object->items) {
        const auto *key = hcl::dynCast<hcl::VariableExpr>(arg.key);
        const std::optional<std::string> type = string(*arg.value);
        if (!key || !arg.bareKey)
          fail(arg.key->range(), "an argument's name is a bare word");
        else if (type)
          message.args.push_back({std::string(key->name), *type});
      }
    } else if (name == "text") {
      text = &value;
    } else if (name == "help") {
      message.help = string(value).value_or("");
    } else if (name == "level") {
      message.level = level(value);
    } else if (name == "score") {
      message.score = score(value);
    } else if (name == "covers") {
      message.covers = strings(value);
    } else {
      fail(item.attribute->nameRange,
           fmt::format("a message has no '{}': args, text, help, level, score, covers", name));
    }
  }
  if (!text) {
    fail(block.header(), "a message needs a text");
    return std::nullopt;
  }
  if (const std::optional<std::string> words = string(*text))
    message.text = numbered(*text, *words, message.args);
  return message;
}

void readRule(Reader &reader, const hcl::Block &block, Card &card) {
  bool hasLevel = false;
  for (const hcl::Item &item : block.body->items) {
    if (item.block) {
      if (item.block->type == "option") {
        if (std::optional<Option> option = reader.option(*item.block))
          card.options.push_back(std::move(*option));
      } else if (item.block->type == "message") {
        if (std::optional<CardMessage> message = reader.message(*item.block))
          card.messages.push_back(std::move(*message));
      } else {
        reader.fail(item.block->typeRange, fmt::format("a rule has no block '{}': option, message", item.block->type));
      }
      continue;
    }
    const hcl::Expr &value = *item.attribute->value;
    const std::string_view name = item.attribute->name;
    if (name == "code") {
      card.code = reader.word(value, isCode, "a code: IAM or NET and three digits").value_or("");
    } else if (name == "subject") {
      const std::optional<std::string> text = reader.string(value);
      for (const SubjectRow &row : kSubjects)
        if (text == row.name)
          card.subject = &row;
      if (text && !card.subject)
        reader.fail(value.range(), fmt::format("'{}' is no subject: ingress_rule, security_group, statement, policy, "
                                               "attachment, setting",
                                               *text));
    } else if (name == "level") {
      card.level = reader.level(value);
      hasLevel = true;
    } else if (name == "score") {
      card.score = reader.score(value);
    } else if (name == "since") {
      card.since = reader.string(value).value_or("");
    } else if (name == "summary") {
      card.summary = reader.string(value).value_or("");
    } else if (name == "help") {
      card.help = reader.string(value).value_or("");
    } else if (name == "preview") {
      card.preview = reader.boolean(value).value_or(false);
    } else if (name == "covers") {
      card.covers = reader.strings(value);
    } else if (name == "refs") {
      card.refs = reader.strings(value);
    } else if (name == "groups") {
      card.groups = reader.strings(value);
    } else if (name == "subsumes") {
      card.subsumes = reader.strings(value);
    } else {
      reader.fail(item.attribute->nameRange,
                  fmt::format("a rule has no '{}': code, subject, level, score, since, summary, covers, refs, groups, "
                              "preview, help, subsumes, option, message",
                              name));
    }
  }
  const auto need = [&](bool given, std::string_view what) {
    if (!given)
      reader.fail(block.header(), fmt::format("the rule needs a {}", what));
  };
  need(!card.code.empty(), "code");
  need(card.subject, "subject");
  need(!card.summary.empty(), "summary");
  need(!card.since.empty(), "since");
  need(!card.messages.empty(), "message");
  need(hasLevel || card.score, "level or a score");
  if (card.level.empty() && card.score)
    card.level = *card.score >= 7.0 ? "Error" : *card.score >= 4.0 ? "Warning" : "Note";
  if (std::ranges::find(card.subsumes, card.name) != card.subsumes.end())
    reader.fail(block.header(), "a rule cannot subsume itself");
}

} // namespace

std::optional<Card> readCard(SourceManager &sources, FileId file, std::string_view family, std::string_view stem,
                             std::vector<std::string> &problems) {
  const std::string_view text = sources.text(file);
  const size_t before = problems.size();
  Reader reader(sources, problems);

  constexpr std::string_view kFence = "\n```hcl rule\n";
  const size_t fence = text.find(kFence);
  const size_t begin = fence == std::string_view::npos ? fence : fence + kFence.size();
  const size_t end = begin == std::string_view::npos ? begin : text.find("\n```", begin);
  if (end == std::string_view::npos) {
    reader.fail({file, 0, 0}, "no declaration: a block fenced by ```hcl rule");
    return std::nullopt;
  }
  // The parser sees blanks for the prose, so every offset stays that of the card.
  std::string padded(text.substr(0, end + 1));
  for (size_t i = 0; i < begin; ++i)
    if (padded[i] != '\n')
      padded[i] = ' ';
  Sink sink;
  const FileId copy = sources.add(std::string(sources.path(file)), std::move(padded));
  const hcl::File parsed = hcl::parseNative(copy, sources.text(copy), sink);
  for (const Diagnostic &diag : sink.all())
    reader.fail(diag.range, diag.message);
  if (!sink.empty())
    return std::nullopt;

  Card card;
  card.family = family;
  card.text = text;
  const auto &items = parsed.body->items;
  if (items.size() != 1 || !items[0].block || items[0].block->type != "rule" || items[0].block->labels.size() != 1) {
    reader.fail(parsed.body->range, "the declaration is one block: rule \"NAME\" { … }");
    return std::nullopt;
  }
  const hcl::Block &block = *items[0].block;
  card.name = block.labels[0].text;
  if (card.name != stem)
    reader.fail(block.labels[0].range, fmt::format("the rule is named '{}' but its card '{}.md'", card.name, stem));
  if (!isKebab(card.name))
    reader.fail(block.labels[0].range, "a rule's name is lower-case words joined by '-'");
  readRule(reader, block, card);
  if (problems.size() != before)
    return std::nullopt;
  return card;
}

} // namespace postern::cardgen
