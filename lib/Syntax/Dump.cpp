#include "Syntax/Dump.h"

#include "Basic/Check.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <charconv>

namespace postern::hcl {
namespace {

bool isAscii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::string normalFormC(std::string_view text) {
  std::string out;
  UErrorCode error = U_ZERO_ERROR;
  const icu::Normalizer2 *const form = icu::Normalizer2::getNFCInstance(error);
  icu::StringByteSink<std::string> sink(&out);
  if (U_SUCCESS(error))
    form->normalizeUTF8(0, icu::StringPiece(text.data(), static_cast<int32_t>(text.size())), sink, nullptr, error);
  return U_SUCCESS(error) ? out : std::string(text);
}

/// A number as written, as a plain decimal without needless zeros: "1.50e3" is "1500".
std::string decimal(std::string_view text) {
  // Only JSON has signs in its numbers.
  if (text.starts_with('-'))
    return "-" + decimal(text.substr(1));
  const size_t e = text.find_first_of("eE");
  std::string_view mantissa = text.substr(0, e);
  int64_t exponent = 0;
  if (e != std::string_view::npos) {
    std::string_view digits = text.substr(e + 1);
    if (digits.starts_with('+'))
      digits.remove_prefix(1);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), exponent);
    // Written out it would be longer than anybody reads.
    if (error != std::errc() || std::abs(exponent) > 4096)
      return std::string(text);
  }
  const size_t dot = mantissa.find('.');
  std::string digits(mantissa.substr(0, dot));
  if (dot != std::string_view::npos) {
    const std::string_view fraction = mantissa.substr(dot + 1);
    digits += fraction;
    exponent -= static_cast<int64_t>(fraction.size());
  }
  if (exponent > 0)
    digits.append(static_cast<size_t>(exponent), '0');
  std::string fraction;
  if (exponent < 0) {
    const auto places = static_cast<size_t>(-exponent);
    if (digits.size() < places)
      digits.insert(0, places - digits.size(), '0');
    fraction = digits.substr(digits.size() - places);
    digits.resize(digits.size() - places);
    fraction.resize(fraction.find_last_not_of('0') + 1);
  }
  digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size()));
  if (digits.empty())
    digits = "0";
  return fraction.empty() ? digits : digits + "." + fraction;
}

class Dumper {
public:
  void body(const Body &body, size_t indent);
  void expr(const Expr &expr);
  std::string take() { return std::move(out_); }

private:
  void quoted(std::string_view text);
  void text(std::string_view text);
  void each(std::span<const Expr *const> exprs);
  void parts(std::span<const Expr *const> parts);
  void key(const ObjectItem &item);
  void index(const IndexExpr &expr);
  void loop(const ForExpr &expr);
  void open(std::string_view word) {
    out_ += '(';
    out_ += word;
  }
  void operand(const Expr &operand) {
    out_ += ' ';
    expr(operand);
  }

  std::string out_;
};

/// As in JSON, with the escapes \" \\ \n \r \t and \u00XX only; bytes that are no UTF-8 become U+FFFD.
void Dumper::quoted(std::string_view text) {
  out_ += '"';
  int32_t at = 0;
  const auto size = static_cast<int32_t>(text.size());
  while (at < size) {
    const int32_t begin = at;
    UChar32 c = 0;
    U8_NEXT(text.data(), at, size, c);
    if (c < 0) {
      out_ += "\xef\xbf\xbd";
      at = begin + 1;
    } else if (c == '"' || c == '\\') {
      out_ += '\\';
      out_ += static_cast<char>(c);
    } else if (c == '\n') {
      out_ += "\\n";
    } else if (c == '\r') {
      out_ += "\\r";
    } else if (c == '\t') {
      out_ += "\\t";
    } else if (c < 0x20 || c == 0x7f) {
      constexpr std::string_view kHex = "0123456789abcdef";
      out_ += "\\u00";
      out_ += kHex[static_cast<size_t>(c) >> 4];
      out_ += kHex[static_cast<size_t>(c) & 15];
    } else {
      out_ += text.substr(static_cast<size_t>(begin), static_cast<size_t>(at - begin));
    }
  }
  out_ += '"';
}

void Dumper::text(std::string_view text) {
  open("str ");
  if (isAscii(text))
    quoted(text);
  else
    quoted(normalFormC(text));
  out_ += ')';
}

void Dumper::each(std::span<const Expr *const> exprs) {
  for (const Expr *const it : exprs)
    operand(*it);
}

void Dumper::parts(std::span<const Expr *const> parts) {
  open("tmpl");
  std::string literal;
  const auto flush = [&] {
    if (literal.empty())
      return;
    out_ += " (str ";
    quoted(literal);
    out_ += ')';
    literal.clear();
  };
  for (const Expr *const part : parts) {
    if (const auto *const piece = dynCast<StringExpr>(part)) {
      literal += isAscii(piece->value) ? std::string(piece->value) : normalFormC(piece->value);
      continue;
    }
    flush();
    operand(*part);
  }
  flush();
  out_ += ')';
}

void Dumper::key(const ObjectItem &item) {
  if (!item.bareKey)
    return expr(*item.key);
  open("key ");
  quoted(as<VariableExpr>(*item.key).name);
  out_ += ')';
}

/// A constant text as key is that text, not a template.
void Dumper::index(const IndexExpr &it) {
  open("[]");
  operand(*it.collection);
  out_ += ' ';
  const StringExpr *constant = dynCast<StringExpr>(it.key);
  if (const auto *const heredoc = dynCast<TemplateExpr>(it.key); heredoc && heredoc->parts.size() == 1)
    constant = dynCast<StringExpr>(heredoc->parts.front());
  if (constant)
    text(constant->value);
  else
    expr(*it.key);
  out_ += ')';
}

void Dumper::loop(const ForExpr &it) {
  open("for ");
  out_ += it.keyVar.empty() ? "_" : it.keyVar;
  out_ += ' ';
  out_ += it.valueVar;
  for (const Expr *const child : {it.collection, it.key, it.value, it.condition}) {
    out_ += ' ';
    if (child)
      expr(*child);
    else
      out_ += '-';
  }
  out_ += it.group ? " group" : "";
  out_ += it.object ? " object)" : " tuple)";
}

void Dumper::expr(const Expr &node) {
  switch (node.kind) {
  case ExprKind::Error:
    out_ += "(error)";
    return;
  case ExprKind::Number:
    open("num ");
    out_ += decimal(as<NumberExpr>(node).text);
    break;
  case ExprKind::Bool:
    open(as<BoolExpr>(node).value ? "bool true" : "bool false");
    break;
  case ExprKind::Null:
    open("null");
    break;
  case ExprKind::String: {
    const auto &it = as<StringExpr>(node);
    open("tmpl");
    if (!it.value.empty()) {
      out_ += ' ';
      text(it.value);
    }
    break;
  }
  case ExprKind::Template:
    return parts(as<TemplateExpr>(node).parts);
  case ExprKind::TemplateWrap:
    open("wrap");
    operand(*as<TemplateWrapExpr>(node).inner);
    break;
  case ExprKind::TemplateFor:
    open("tmpl-for ");
    loop(*as<TemplateForExpr>(node).loop);
    break;
  case ExprKind::Variable:
    open("var ");
    out_ += as<VariableExpr>(node).name;
    break;
  case ExprKind::GetAttr: {
    const auto &it = as<GetAttrExpr>(node);
    open(".");
    operand(*it.object);
    out_ += ' ';
    out_ += it.name;
    break;
  }
  case ExprKind::Index:
    return index(as<IndexExpr>(node));
  case ExprKind::Splat: {
    const auto &it = as<SplatExpr>(node);
    open(it.full ? "[*]" : ".*");
    operand(*it.source);
    operand(*it.each);
    break;
  }
  case ExprKind::SplatItem:
    open("it");
    break;
  case ExprKind::Call: {
    const auto &it = as<CallExpr>(node);
    open("call ");
    out_ += it.name;
    each(it.args);
    out_ += it.expandLast ? " ..." : "";
    break;
  }
  case ExprKind::Conditional: {
    const auto &it = as<ConditionalExpr>(node);
    open("?");
    operand(*it.condition);
    operand(*it.whenTrue);
    operand(*it.whenFalse);
    break;
  }
  case ExprKind::Unary: {
    const auto &it = as<UnaryExpr>(node);
    open(it.op == UnaryOp::Negate ? "neg" : "!");
    operand(*it.operand);
    break;
  }
  case ExprKind::Binary: {
    const auto &it = as<BinaryExpr>(node);
    open(spelling(it.op));
    operand(*it.left);
    operand(*it.right);
    break;
  }
  case ExprKind::Paren:
    open("paren");
    operand(*as<ParenExpr>(node).inner);
    break;
  case ExprKind::Tuple:
    open("tuple");
    each(as<TupleExpr>(node).items);
    break;
  case ExprKind::Object:
    open("object");
    for (const ObjectItem &item : as<ObjectExpr>(node).items) {
      out_ += " (";
      key(item);
      operand(*item.value);
      out_ += ')';
    }
    break;
  case ExprKind::For:
    return loop(as<ForExpr>(node));
  }
  out_ += ')';
}

void Dumper::body(const Body &body, size_t indent) {
  for (const Item &item : body.items) {
    out_.append(indent, ' ');
    if (item.attribute) {
      out_ += "attr ";
      out_ += item.attribute->name;
      operand(*item.attribute->value);
      out_ += '\n';
      continue;
    }
    out_ += "block ";
    out_ += item.block->type;
    for (const BlockLabel &label : item.block->labels) {
      out_ += ' ';
      quoted(label.text);
    }
    out_ += " {\n";
    this->body(*item.block->body, indent + 2);
    out_.append(indent, ' ');
    out_ += "}\n";
  }
}

} // namespace

std::string dump(const Body &body) {
  Dumper dumper;
  dumper.body(body, 0);
  return dumper.take();
}

std::string dump(const Expr &expr) {
  Dumper dumper;
  dumper.expr(expr);
  return dumper.take();
}

} // namespace postern::hcl
