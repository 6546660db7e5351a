// A rule card as data: what the declaration at its top says, read with our own front end and checked field by field.
#pragma once

#include "Source/SourceManager.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace postern::cardgen {

/// What a card may name as its subject, and what that is in C++.
struct SubjectRow {
  std::string_view name;
  std::string_view type;
  std::string_view header;
  std::string_view enumerator;
};

struct Option {
  std::string name;
  std::string type;         ///< of C++
  std::string defaultValue; ///< as C++ writes it
};

struct MessageArg {
  std::string name;
  std::string type; ///< a name of Check/Arguments.def
};

struct CardMessage {
  std::string name;
  std::vector<MessageArg> args;
  std::string text; ///< places numbered: "ingress on {0} of {1}"
  std::string help;
  std::string level; ///< enumerator; empty: not given
  std::optional<double> score;
  std::vector<std::string> covers;
};

struct Card {
  std::string family; ///< the folder: "net"
  std::string name;
  std::string code;
  const SubjectRow *subject = nullptr;
  std::string level; ///< enumerator; from the score when that is all there is
  std::optional<double> score;
  std::string since;
  std::string summary;
  std::string help;
  bool preview = false;
  std::vector<std::string> covers, refs, groups, subsumes;
  std::vector<Option> options;
  std::vector<CardMessage> messages;
  std::string text; ///< the whole card
};

/// Reads one card. What is wrong goes to `problems`, one `file:line:col: error: …` each; nothing when
/// the card cannot be used.
std::optional<Card> readCard(SourceManager &sources, FileId file, std::string_view family, std::string_view stem,
                             std::vector<std::string> &problems);

} // namespace postern::cardgen
