// What the user may have meant: the known word that a slip of the fingers would turn into the one given.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace postern {

/// The nearest of `known` by edits, letter case aside; empty when none is near. The first one wins.
std::string_view nearestWord(std::string_view word, std::span<const std::string> known);
std::string_view nearestWord(std::string_view word, std::span<const std::string_view> known);

/// Letters of ASCII in lower case.
std::string lowerCase(std::string_view text);

} // namespace postern
