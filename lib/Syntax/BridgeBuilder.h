// Builds a file's tree from what the generated parser tells. Private to the bridge.
#pragma once

#include "HclEvents.h"
#include "Syntax/Parse.h"

#include <string>
#include <vector>

namespace postern::hcl {

/// The first byte from `at` on that belongs to no well-formed UTF-8 sequence, or the text's size.
size_t findBadByte(std::string_view text, size_t at);

/// Where a slice of a file is parsed, and what its nodes go to.
struct BridgeTarget {
  FileId file;
  uint32_t offset; ///< of the slice in the file
  Arena &arena;
  Sink &sink;
};

class BridgeBuilder final : public grammar::HclEvents {
public:
  BridgeBuilder(std::string_view text, const BridgeTarget &target) : text_(text), target_(target) {}

  /// Trees deeper than this are refused, so that whoever walks one may recurse.
  static constexpr uint32_t kMaxDepth = 1000;

  /// The outermost body.
  const Body *takeFile();
  /// The one expression that was read, or null.
  const Expr *takeExpression();
  /// The text and sequences that were read, as a template.
  const Expr *takeTemplate();
  /// At least one fault was reported.
  [[nodiscard]] bool broken() const { return broken_; }
  /// The text holds a byte that is not UTF-8; if it is no text, nothing else is said.
  void reportBadByte(uint32_t at, bool isText);

  // Bodies.
  void item(const grammar::ScanToken &name) override;
  void attribute(const grammar::ScanToken &equals) override;
  void attributeEnd() override;
  void label(const grammar::ScanToken &label) override;
  void labelClose(const grammar::ScanToken &quote) override;
  void blockOpen(const grammar::ScanToken &brace) override;
  void blockClose(const grammar::ScanToken &brace) override;
  void abandon(uint32_t bodies, uint32_t end) override;
  void fault(const grammar::FaultPlace &place) override;

  // Expressions.
  void expression() override;
  void binary(const grammar::ScanToken &op) override;
  void operatorsEnd() override;
  void conditional() override;
  void unary(const grammar::ScanToken &op) override;
  void operandEnd() override;
  [[nodiscard]] std::pair<uint32_t, uint32_t> lastOperand() const override;
  void name(const grammar::ScanToken &token) override;
  void namespaced(const grammar::ScanToken &token) override;
  void number(const grammar::ScanToken &token) override;
  void string(const grammar::ScanToken &token) override;
  void open(const grammar::ScanToken &bracket) override;
  void parenthesisClose(const grammar::ScanToken &token) override;
  void spread() override;
  void callClose(const grammar::ScanToken &token) override;
  void tupleClose(const grammar::ScanToken &token) override;
  void objectClose(const grammar::ScanToken &token) override;
  void getAttr(const grammar::ScanToken &name) override;
  void legacyIndex(const grammar::ScanToken &number) override;
  bool attrSplat(const grammar::ScanToken &star) override;
  void fullSplat(const grammar::ScanToken &bracket) override;
  void index() override;
  void indexClose(const grammar::ScanToken &bracket) override;
  void forOpen(const grammar::ScanToken &bracket) override;
  void forVariable(const grammar::ScanToken &name) override;
  void forArrow() override;
  void forGroup() override;
  void forFilter() override;
  void forClose(const grammar::ScanToken &bracket) override;

  // Templates.
  void quoteOpen(const grammar::ScanToken &token) override;
  void quoteClose(const grammar::ScanToken &token) override;
  void heredocOpen(const grammar::ScanToken &token) override;
  void heredocClose(const grammar::ScanToken &token) override;
  void text(const grammar::ScanToken &token) override;
  void sequenceOpen(const grammar::ScanToken &token) override;
  void interpolation(const grammar::ScanToken &close) override;
  void directiveIf() override;
  void directiveElse() override;
  void directiveEndIf() override;
  void directiveFor() override;
  void directiveEndFor() override;
  void directive(const grammar::ScanToken &close) override;

private:
  /// A finished operand, and how deep its tree is.
  struct Entry {
    const Expr *expr;
    uint32_t depth;
  };

  /// What waits for its operand: the start of an expression, an operator, or a splat whose steps are being read.
  enum class OpKind : uint8_t { Start, Unary, Binary, AttrSplat, FullSplat };
  struct Op {
    OpKind kind;
    uint8_t op;         ///< UnaryOp or BinaryOp
    uint8_t precedence; ///< Binary
    uint32_t begin;     ///< Unary
    Entry source;       ///< splats
  };

  struct Bracket {
    uint32_t begin;
    uint32_t base; ///< entries below do not belong to it
    bool spread;
  };

  struct Loop {
    uint32_t begin;
    uint32_t base;
    bool object;
    bool group;
    bool filter;
    bool arrow;
    std::string_view first;
    std::string_view second;
  };

  enum class PartKind : uint8_t { Text, Value, If, Else, EndIf, For, EndFor };
  struct Part {
    PartKind kind;
    bool stripLeft = false;  ///< ${~
    bool stripRight = false; ///< ~}
    uint32_t begin = 0;      ///< in the slice
    uint32_t end = 0;
    std::string_view text = {};  ///< Text: decoded
    Entry value{nullptr, 0};     ///< Value, If, For
    std::string_view first = {}; ///< For: its variables
    std::string_view second = {};
  };
  enum class TextKind : uint8_t { Quoted, Heredoc, File };
  struct OpenTemplate {
    uint32_t begin;
    uint32_t base; ///< of its parts
    TextKind kind;
    bool dedent;
  };
  struct OpenDirective {
    const Part *part;
    uint32_t base; ///< of the entries of the arm being read
    Entry whenTrue;
    bool inElse;
  };

  struct OpenItem {
    grammar::ScanToken name;
    uint32_t labels; ///< where its labels begin
    uint32_t items;  ///< where its body's items begin
    uint32_t valueBegin = 0;
    bool attribute = false;
    bool block = false;
    bool broken = false;
    grammar::ScanToken brace;
  };

  [[nodiscard]] SourceRange range(uint32_t begin, uint32_t end) const {
    return {target_.file, begin + target_.offset, end + target_.offset};
  }
  [[nodiscard]] SourceRange range(const grammar::ScanToken &token) const { return range(token.begin, token.end); }
  [[nodiscard]] std::string_view slice(uint32_t begin, uint32_t end) const { return text_.substr(begin, end - begin); }
  [[nodiscard]] std::string_view slice(const grammar::ScanToken &token) const { return slice(token.begin, token.end); }
  template <typename Node, typename... Args> const Node *make(Args &&...args) {
    return target_.arena.make<Node>(std::forward<Args>(args)...);
  }

  void push(const Expr *expr, uint32_t depth);
  Entry pop();
  void reduce();
  void closeSplat();
  [[nodiscard]] uint32_t depthSince(uint32_t base) const;
  std::span<const Expr *const> takeSince(uint32_t base);
  [[nodiscard]] std::string_view functionName(const Expr &name);

  void finishItem(uint32_t end);
  /// `end`: where the body ends when there is no closing brace.
  void finishBlock(OpenItem &open, SourceRange closeBrace, uint32_t end);
  const Body *finishBody(uint32_t base, SourceRange range);
  void reportRepeated(std::span<const Item> items);
  void markBroken();
  void invalidNumber(const grammar::ScanToken &token);

  /// Decoded literal text. Escapes only in quoted strings.
  std::string_view decode(uint32_t begin, uint32_t end, TextKind kind);
  void decodeEscape(std::string_view raw, uint32_t begin, size_t &at, std::string &out);
  /// What is not UTF-8 becomes U+FFFD: every text of a tree is well formed.
  std::string_view withoutBadBytes(std::string_view raw);
  void faultInDetail(const grammar::FaultPlace &place, const SourceRange &at);
  [[nodiscard]] std::string_view itemHelp(const grammar::FaultPlace &place) const;
  void addPlaces(Diagnostic &diag, const grammar::FaultPlace &place, const char *words) const;
  void extraInDirective(Diagnostic &diag) const;
  void tooDeep(const SourceRange &range);

  Entry finishTemplate(SourceRange range, uint32_t end);
  void strip(std::span<Part> parts);
  void dedent(std::span<Part> parts);
  void foldDirectives(std::span<const Part> parts, uint32_t end, uint32_t textEnd);
  void foldEnd(std::vector<OpenDirective> &open, const Part &part);
  Entry arm(uint32_t base, uint32_t at);

  std::string_view text_;
  BridgeTarget target_;
  bool broken_ = false;
  bool toldDepth_ = false;

  std::vector<OpenItem> open_;
  std::vector<Item> items_;
  std::vector<BlockLabel> labels_;

  std::vector<Entry> entries_;
  std::vector<Op> ops_;
  std::vector<Bracket> brackets_;
  std::vector<Loop> loops_;
  std::vector<OpenTemplate> templates_;
  std::vector<Part> parts_;
};

} // namespace postern::hcl
