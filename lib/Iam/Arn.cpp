#include "Iam/Arn.h"

#include <algorithm>

namespace postern::iam {
namespace {

constexpr Glob::Options kOptions{false, 5};
constexpr std::string_view kPartitions[] = {"aws", "aws-cn", "aws-us-gov"};

Truth contains(const Text &pattern, std::string_view texts) {
  const Glob wanted(texts, {});
  if (postern::covers(globOf(pattern, {}, false), wanted))
    return Truth::Yes;
  return !pattern.known() && postern::covers(globOf(pattern, {}, true), wanted) ? Truth::Unknown : Truth::No;
}

std::vector<Glob> globsOf(const std::vector<Traced<ArnPattern>> &patterns, bool may) {
  std::vector<Glob> out;
  out.reserve(patterns.size());
  for (const Traced<ArnPattern> &pattern : patterns)
    out.push_back(may ? pattern->most() : pattern->least());
  return out;
}

} // namespace

ArnPattern::ArnPattern(Text text) : text_(std::move(text)) {
  const bool stars = !text_.literal.empty() && text_.literal.find_first_not_of('*') == std::string::npos;
  everything_ = text_.known() && stars;
  // A hole at the start that leaves no room for five colons behind it holds the first fields itself.
  const bool fromHole = !text_.holes.empty() && text_.holes.front().offset == 0 &&
                        std::count(text_.literal.begin(), text_.literal.end(), ':') < 5;
  if (everything_ || (text_.isHole() && text_.mayHoldWildcard())) {
    for (Text &field : fields_)
      field = everything_ ? Text("*") : text_;
  } else if (fromHole) {
    Text whole;
    whole.holes.push_back(text_.holes.front());
    std::fill(fields_.begin(), fields_.end() - 1, whole);
    fields_[5] = text_;
  } else {
    size_t from = 0;
    size_t index = 0;
    for (; index < 5; ++index) {
      const size_t colon = text_.literal.find(':', from);
      if (colon == std::string::npos)
        break;
      fields_[index] = text_.part(from, colon);
      from = colon + 1;
    }
    fields_[index] = text_.part(from, text_.literal.size());
    for (++index; index < 6; ++index)
      fields_[index] = Text("*");
  }

  if (everything_) {
    least_ = most_ = Glob("*");
    return;
  }
  const auto build = [&](bool may) {
    if (may && text_.isHole() && text_.mayHoldWildcard())
      return Glob("*");
    Glob glob;
    for (size_t i = 0; i < 6; ++i) {
      if (i > 0)
        glob.append(":", kOptions);
      const Glob field = globOf(fields_[i], {false, i < 5 ? 5u : 0u}, may);
      for (const Glob::Token &token : field.tokens()) {
        if (token.kind == Glob::TokenKind::Letter && token.letter >= 256)
          glob.appendLetter(token.letter);
        else if (token.kind == Glob::TokenKind::Letter)
          glob.appendLiteral(std::string(1, static_cast<char>(token.letter)));
        else
          glob.append(token.kind == Glob::TokenKind::One ? "?" : "*", kOptions);
      }
    }
    return glob;
  };
  least_ = build(false);
  most_ = build(true);
}

Truth ArnPattern::covers(const Glob &arns) const {
  if (postern::covers(least_, arns))
    return Truth::Yes;
  return !text_.known() && postern::covers(most_, arns) ? Truth::Unknown : Truth::No;
}

Truth ArnPattern::intersects(const Glob &arns) const {
  if (postern::intersects(least_, arns))
    return Truth::Yes;
  return !text_.known() && postern::intersects(most_, arns) ? Truth::Unknown : Truth::No;
}

Truth ArnPattern::coversEverything() const {
  if (everything_)
    return Truth::Yes;
  return isArn() && contains(fields_[2], "*") && contains(fields_[3], "*") && contains(fields_[4], "*") &&
         contains(fields_[5], "*");
}

Truth ArnPattern::isArn() const {
  Truth partition = Truth::No;
  for (const std::string_view name : kPartitions)
    partition = partition || contains(fields_[1], name);
  // A partition that is not known is still one.
  if (fields_[1].isHole())
    partition = Truth::Yes;
  return contains(fields_[0], "arn") && partition;
}

Truth ArnPattern::coversKind(std::string_view service, std::string_view resources) const {
  if (everything_)
    return Truth::Yes;
  // What is no ARN matches nothing, whatever the fields that it lacks are filled up with.
  return isArn() && contains(fields_[2], service) && contains(fields_[5], resources);
}

Truth ResourceSet::covers(const Glob &arns) const {
  if (complement) {
    Truth out = open ? Truth::Unknown : truthOf(written);
    for (const Traced<ArnPattern> &pattern : patterns)
      out = out && !pattern->intersects(arns);
    return out;
  }
  if (postern::covers(globsOf(patterns, false), arns))
    return Truth::Yes;
  return open || postern::covers(globsOf(patterns, true), arns) ? Truth::Unknown : Truth::No;
}

Truth ResourceSet::coversEverything() const {
  // All but something named is not everything; all but nothing is.
  if (complement)
    return patterns.empty() && written && !open ? Truth::Yes : open && patterns.empty() ? Truth::Unknown : Truth::No;
  Truth out = open ? Truth::Unknown : Truth::No;
  for (const Traced<ArnPattern> &pattern : patterns)
    out = out || pattern->coversEverything();
  return out;
}

Truth ResourceSet::coversKind(std::string_view service, std::string_view resources) const {
  if (complement) {
    Truth out = open ? Truth::Unknown : truthOf(written);
    for (const Traced<ArnPattern> &pattern : patterns) {
      Glob kind("arn:*:", {false, 5});
      kind.append(std::string(service) + ":*:*:" + std::string(resources), {false, 5});
      out = out && !pattern->intersects(kind);
    }
    return out;
  }
  Truth out = open ? Truth::Unknown : Truth::No;
  for (const Traced<ArnPattern> &pattern : patterns)
    out = out || pattern->coversKind(service, resources);
  return out;
}

} // namespace postern::iam
