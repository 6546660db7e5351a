// Every token of a text as the reference cuts and names them: for comparing scanners, not for parsing.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace postern::hcl {

struct Token {
  std::string_view kind; ///< the reference's name: "Ident", "QuotedLit", "TemplateSeqEnd"; static text
  uint32_t begin;        ///< bytes from the start of the text
  uint32_t end;
};

/// Comments and all newlines included, blanks not; the last one is "EOF" and empty. `isTemplate`: a template file
/// instead of native syntax. Nothing stops it; what belongs to no token is "Invalid" or "BadUTF8".
std::vector<Token> tokens(std::string_view text, bool isTemplate);

} // namespace postern::hcl
