// What a probe of leaf types is: a word that names a family of questions, and a function that answers one of them.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace postern::probe {

/// Answers one question, without the family's name and the blanks after it, in one line. A question that makes no
/// sense is answered too, with "error: …".
using Answer = std::string (*)(std::string_view question);

struct Family {
  std::string_view name;
  Answer answer;
};

/// A sub-command of the program; gives its exit code.
using Command = int (*)(std::span<const std::string> args);

struct Subcommand {
  std::string_view name;
  Command run;
};

/// Takes the first word off `text`; empty when there is none. Blanks separate words.
std::string_view takeWord(std::string_view &text);

/// All words of `text`.
std::vector<std::string_view> words(std::string_view text);

std::string notUnderstood(std::string_view question);

} // namespace postern::probe
