// json TEXT                  the document in one line, with the bytes that each value stands at
// json holes N,N... TEXT     the same with parts that are not known before those bytes
// json place N TEXT          where byte N of the string TEXT came from, and the end of what came before it
#include "Families.h"
#include "Syntax/JsonDocument.h"

#include <fmt/format.h>

#include <charconv>

namespace postern::probe {
namespace {

using hcl::json::Kind;
using hcl::json::Member;
using hcl::json::Node;

void print(const Node &node, std::string &out) {
  switch (node.kind) {
  case Kind::Null:
    out += "null";
    break;
  case Kind::Bool:
    out += node.boolean ? "true" : "false";
    break;
  case Kind::Number:
    out += node.text;
    break;
  case Kind::String: {
    out += '"';
    uint32_t done = 0;
    for (const hcl::json::StringHole &hole : node.holes()) {
      out += hcl::json::escaped(node.text.substr(done, hole.offset - done));
      out += fmt::format("<{}>", hole.hole);
      done = hole.offset;
    }
    out += hcl::json::escaped(node.text.substr(done));
    out += '"';
    break;
  }
  case Kind::Array:
    out += '[';
    for (const Node &item : node.items()) {
      if (&item != node.items().data())
        out += ", ";
      print(item, out);
    }
    out += ']';
    break;
  case Kind::Object:
    out += '{';
    for (const Member &member : node.members()) {
      if (&member != node.members().data())
        out += ", ";
      print(member.key, out);
      out += ": ";
      print(member.value, out);
    }
    out += '}';
    break;
  case Kind::Hole:
    out += fmt::format("<{}>", node.hole);
    break;
  }
  out += fmt::format("@{}-{}", node.begin, node.end);
}

std::vector<uint32_t> numbers(std::string_view text) {
  std::vector<uint32_t> out;
  const char *at = text.data();
  const char *const end = at + text.size();
  while (at < end) {
    uint32_t value = 0;
    at = std::from_chars(at, end, value).ptr;
    out.push_back(value);
    while (at < end && *at != ',')
      ++at;
    at += at < end;
  }
  return out;
}

} // namespace

std::string answerJson(std::string_view question) {
  std::vector<uint32_t> holes;
  std::vector<uint32_t> place;
  if (question.starts_with("holes ") || question.starts_with("place ")) {
    const bool isPlace = takeWord(question) == "place";
    (isPlace ? place : holes) = numbers(takeWord(question));
  }
  Arena arena;
  const hcl::json::Document document = hcl::json::parse(question, holes, arena);
  if (!document.ok()) {
    const Diagnostic diag = hcl::json::diagnose(document.error, {});
    return fmt::format("{}-{}: {}: {}", document.error.begin, document.error.end, diag.code, diag.message);
  }
  if (!place.empty() && document.root->kind == Kind::String)
    return fmt::format("{} {}", document.root->sourceOf(place[0]), document.root->sourceEndOf(place[0]));
  std::string out;
  print(*document.root, out);
  return out;
}

} // namespace postern::probe
