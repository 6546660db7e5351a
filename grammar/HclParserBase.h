// The ground the generated parser stands on: tokens without copies, contexts without a heap, errors without guessing.
//
// Names that the generated code uses unqualified (_input, _errHandler, _tracker, match, …) are declared here again, so
// that it takes these and not those of antlr4::Parser: they are inline, and they keep no parse tree.
#pragma once

#include "HclEvents.h"
#include "antlr4-runtime.h"

#include <memory>
#include <new>
#include <optional>
#include <vector>

namespace postern::grammar {

/// A token as the runtime wants to see it. Only its type and the embedded ScanToken are ever asked for.
class HclToken final : public antlr4::Token {
public:
  ScanToken scan;

  std::string getText() const override { return {}; }
  size_t getType() const override {
    return static_cast<size_t>(static_cast<ptrdiff_t>(static_cast<int32_t>(scan.type)));
  }
  size_t getLine() const override { return 0; }
  size_t getCharPositionInLine() const override { return 0; }
  size_t getChannel() const override { return 0; }
  size_t getTokenIndex() const override { return 0; }
  size_t getStartIndex() const override { return scan.begin; }
  size_t getStopIndex() const override { return scan.end; }
  antlr4::TokenSource *getTokenSource() const override { return nullptr; }
  antlr4::CharStream *getInputStream() const override { return nullptr; }
  std::string toString() const override { return {}; }
};

/// One token behind, one ahead: all that an LL(1) parser looks at.
class HclTokenStream final : public antlr4::TokenStream {
public:
  explicit HclTokenStream(HclScanner &scanner) : scanner_(scanner) { ring_[1].scan = scanner.next(); }

  [[nodiscard]] const ScanToken &previous() const { return ring_[at_].scan; }
  [[nodiscard]] const ScanToken &ahead() const { return ring_[at_ ^ 1].scan; }
  [[nodiscard]] HclScanner &scanner() { return scanner_; }
  void consume() override {
    at_ ^= 1;
    ring_[at_ ^ 1].scan = scanner_.next();
  }
  /// After the scanner was set to another place.
  void refresh() { ring_[at_ ^ 1].scan = scanner_.next(); }

  size_t LA(ssize_t) override { return ring_[at_ ^ 1].getType(); }
  antlr4::Token *LT(ssize_t k) override { return k < 0 ? &ring_[at_] : &ring_[at_ ^ 1]; }
  antlr4::Token *get(size_t) const override { return nullptr; }
  antlr4::TokenSource *getTokenSource() const override { return nullptr; }
  std::string getText(const antlr4::misc::Interval &) override { return {}; }
  std::string getText() override { return {}; }
  std::string getText(antlr4::RuleContext *) override { return {}; }
  std::string getText(antlr4::Token *, antlr4::Token *) override { return {}; }
  ssize_t mark() override { return 0; }
  void release(ssize_t) override {}
  size_t index() override { return 0; }
  void seek(size_t) override {}
  size_t size() override { return 0; }
  std::string getSourceName() const override { return {}; }

private:
  HclScanner &scanner_;
  HclToken ring_[2];
  unsigned at_ = 0;
};

/// What the generated contexts derive from.
using HclContext = antlr4::ParserRuleContext;

class HclParserBase : public antlr4::Parser {
public:
  explicit HclParserBase(antlr4::TokenStream *input);
  ~HclParserBase() override;

  HclEvents *on = nullptr;
  /// Whether anything was wrong so far.
  [[nodiscard]] bool faulty() const { return faulty_; }

protected:
  /// Thrown at a fault, which was reported, to leave the rules up to the item.
  class Left : public antlr4::RecognitionException {
  public:
    explicit Left(antlr4::Parser *parser) : RecognitionException(parser, nullptr, nullptr) {}
  };

  // For the grammar's actions.
  [[nodiscard]] const ScanToken &last() const { return _input->previous(); }
  void nextItem();
  void openBlock();
  void closeBlock();
  /// Before a comma or the dots of a call: it must follow something that can be separated.
  void comma();
  void spread();
  void attrSplat();
  /// The last token must be this word.
  void word(std::string_view text);

  // For the generated code.
  class ErrorHandler {
  public:
    void sync(antlr4::Parser *) {}
    void reportMatch(antlr4::Parser *) {}
    void reportError(HclParserBase *parser, const antlr4::RecognitionException &e) { parser->reportError(e); }
    void recover(HclParserBase *parser, const std::exception_ptr &e) { parser->recover(e); }
    void recoverInline(HclParserBase *parser) { parser->mismatch(0); }
    ErrorHandler *operator->() { return this; }
  };

  /// Contexts live from the entry to the exit of their rule, one above the other.
  class Tracker {
  public:
    template <typename Context> Context *createInstance(antlr4::ParserRuleContext *parent, size_t state) {
      return new (take(sizeof(Context))) Context(parent, state);
    }
    void drop(antlr4::ParserRuleContext *context) {
      at_ = reinterpret_cast<std::byte *>(context);
      context->~ParserRuleContext();
      if (at_ == chunks_[chunk_].get() && chunk_ > 0)
        back();
    }

  private:
    static constexpr size_t kChunk = 16 * 1024;
    void *take(size_t size) {
      size = (size + 15) & ~size_t{15};
      if (size > static_cast<size_t>(end_ - at_))
        forward();
      void *const result = at_;
      at_ += size;
      return result;
    }
    void forward();
    void back();

    std::vector<std::unique_ptr<std::byte[]>> chunks_;
    std::vector<std::byte *> ends_; ///< how far each chunk was filled when the next one was begun
    size_t chunk_ = 0;
    std::byte *at_ = nullptr;
    std::byte *end_ = nullptr;
  };

  template <typename Action> class Finally {
  public:
    explicit Finally(Action action) : action_(action) {}
    ~Finally() { action_(); }
    Finally(const Finally &) = delete;
    Finally &operator=(const Finally &) = delete;

  private:
    Action action_;
  };
  template <typename Action> static Finally<Action> finally(Action action) { return Finally<Action>(action); }

  antlr4::Token *match(size_t type) final {
    if (_input->LA(1) != type)
      mismatch(type);
    return consume();
  }
  antlr4::Token *consume() final {
    _input->consume();
    return _input->LT(-1);
  }
  void setState(size_t) {}
  [[nodiscard]] size_t getState() const override { return 0; }
  void enterRule(antlr4::ParserRuleContext *context, size_t, size_t rule) final {
    _ctx = context;
    rules_.push_back({static_cast<uint32_t>(rule), _input->previous().begin, false, _input->ahead()});
  }
  void enterOuterAlt(antlr4::ParserRuleContext *, size_t) final {}
  void exitRule() {
    antlr4::ParserRuleContext *const left = _ctx;
    _ctx = static_cast<antlr4::ParserRuleContext *>(left->parent);
    rules_.pop_back();
    _tracker.drop(left);
  }

  HclTokenStream *_input;
  ErrorHandler _errHandler;
  Tracker _tracker;

private:
  struct Rule {
    uint32_t index;
    uint32_t before; ///< where the token before the rule begins
    bool closed;     ///< item: the block's closing brace was read
    ScanToken first;
    uint32_t open = 0;   ///< item: behind the block's opening brace
    uint32_t faults = 0; ///< item: how many were found before that brace
  };

  void reportError(const antlr4::RecognitionException &e);
  void recover(const std::exception_ptr &e);
  /// Reports what is wrong with the next token where `expected` (0: several) should stand, and leaves.
  [[noreturn]] void mismatch(size_t expected);
  /// The same at a place that is known, without leaving.
  void tell(Fault fault, const ScanToken &at) { tell({fault, at.begin, at.end}); }
  void tell(const FaultPlace &place);
  [[noreturn]] void fail(Fault fault, const ScanToken &at);
  /// Goes to where the next item begins that may stand in a body with `bodies` blocks around it.
  void skipItem(uint32_t bodies, uint32_t begin);
  /// Goes on at the start of a line, after the item at `begin` was given up.
  void resumeAt(uint32_t line, uint32_t bodies, uint32_t begin);
  /// Whether the block around an item with `bodies` open ones was opened in the item's line.
  [[nodiscard]] bool inLineOfBlock(uint32_t bodies, uint32_t begin) const;
  /// False when brackets were left open before the item's end.
  bool skipBalanced(uint32_t bodies, uint32_t begin);
  /// Where the item ends that the end of the text has cut off, if the layout tells: a line's start.
  std::optional<uint32_t> endByLayout(const Rule &item);
  std::optional<uint32_t> blockEndByLayout(uint32_t open, uint32_t column);
  std::optional<uint32_t> heredocEndByLayout(const ScanFrame &heredoc, uint32_t column) const;
  /// Begin and end of a marker that something on its line keeps from ending the heredoc; equal offsets for none.
  [[nodiscard]] std::pair<uint32_t, uint32_t> failedMarker(const ScanFrame &heredoc) const;

  // HclFaults.cpp: what a token in the wrong place means.
  [[nodiscard]] FaultPlace describe(size_t expected) const;
  /// Whether the next token stands in a line that, by its layout, begins an item outside the one being read.
  [[nodiscard]] bool atNextItem() const;
  /// The innermost bracket that was open before the next token.
  [[nodiscard]] const ScanFrame &openBracket() const;
  [[nodiscard]] FaultPlace describeInItem(size_t expected, const Rule &rule) const;
  [[nodiscard]] FaultPlace describeInOperand(size_t expected, const Rule &rule) const;
  [[nodiscard]] FaultPlace describeInCollection(size_t expected, const Rule &rule) const;
  [[nodiscard]] FaultPlace describeInSequence(size_t expected, const Rule &rule) const;

  std::vector<Rule> rules_;
  bool faulty_ = false;
  uint32_t faults_ = 0;
  bool whole_ = true;      ///< no fault since the last block outside of all others: a closing brace too many is one
  bool inComment_ = false; ///< the rest of the text is a comment that nothing closes
  bool silent_ = false;    ///< a fault of this item was reported
  /// Bounds the work on a text in which much is left open.
  static constexpr uint32_t kMaxLongSkips = 8;
  uint32_t bodies_ = 0;       ///< blocks that are open
  uint32_t nextItemLine_ = 0; ///< where the fault just told says that the next item begins
  uint32_t cutAt_ = 0;        ///< where reading went on further to the left than the item that was given up
  uint32_t longSkips_ = 0;    ///< how often skipping ran to the end of the text
};

} // namespace postern::grammar
