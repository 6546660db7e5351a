// tokens [--template] FILE...    every token as the reference cuts them: line:column-line:column, bytes, kind, text
#include "TokenProbe.h"

#include "Basic/FileSystem.h"
#include "Families.h"
#include "Syntax/Tokens.h"
#include "TextPlace.h"

#include <fmt/format.h>

#include <iostream>

namespace postern::probe {

bool sameTokens(std::string_view text, bool isTemplate, const hcl::json::Node &expected, std::string &why) {
  const std::vector<hcl::Token> found = hcl::tokens(text, isTemplate);
  for (size_t i = 0; i < std::max<size_t>(found.size(), expected.count); ++i) {
    const std::string got = i < found.size() ? [&] {
      const TextPlace from = placeOf(text, found[i].begin);
      const TextPlace to = placeOf(text, found[i].end);
      return fmt::format("{} {} {} {} {} {} {}", found[i].kind, found[i].begin, found[i].end, from.line, from.column,
                         to.line, to.column);
    }() : "none";
    std::string wanted;
    bool sameText = true;
    if (i < expected.count) {
      const std::span<const hcl::json::Node> fields = expected.items()[i].items();
      for (size_t field = 0; field < fields.size(); ++field)
        if (field != 1)
          wanted += fmt::format("{}{}", wanted.empty() ? "" : " ", fields[field].text);
      // A text that is not UTF-8 is written otherwise; its place says the same.
      if (i < found.size() && fields.size() > 1 && fields[1].kind == hcl::json::Kind::String)
        sameText = text.substr(found[i].begin, found[i].end - found[i].begin) == fields[1].text;
    }
    if (got != wanted || !sameText) {
      why = fmt::format("token {} is {}, expected {}", i, got, wanted.empty() ? "none" : wanted);
      return false;
    }
  }
  return true;
}

int runTokens(std::span<const std::string> args) {
  const RealFileSystem fs;
  bool isTemplate = false;
  for (const std::string &arg : args) {
    if (arg == "--template") {
      isTemplate = true;
      continue;
    }
    const Expected<std::string> read = fs.read(arg, FileSystem::kMaxFileBytes);
    if (!read) {
      std::cerr << "postern-probe: " << read.error().message << '\n';
      return 2;
    }
    const std::string_view text = *read;
    for (const hcl::Token &token : hcl::tokens(text, isTemplate)) {
      const TextPlace from = placeOf(text, token.begin);
      const TextPlace to = placeOf(text, token.end);
      std::cout << fmt::format("{}:{}-{}:{} [{},{}) {} \"{}\"\n", from.line, from.column, to.line, to.column,
                               token.begin, token.end, token.kind,
                               hcl::json::escaped(text.substr(token.begin, token.end - token.begin)));
    }
  }
  return 0;
}

} // namespace postern::probe
