// eval EXPR        the value and the type of an expression, both as JSON; or "error: " and the first diagnostic
#include "Basic/FileSystem.h"
#include "Eval/Evaluator.h"
#include "Families.h"
#include "Source/SourceManager.h"
#include "Syntax/Parse.h"
#include "ValueJson.h"
#include "VectorScope.h"

namespace postern::probe {

std::string answerEval(std::string_view question) {
  const RealFileSystem fs;
  SourceManager sources(fs);
  eval::World world;
  world.files = &fs;
  world.sources = &sources;
  world.rootDirectory = ".";
  Arena arena;
  Sink sink;
  eval::Heap heap;
  const FileId file = sources.add("question", std::string(question));
  const hcl::Expr *const expr = hcl::parseExpression(file, sources.text(file), 0, arena, sink);
  eval::Value value;
  if (sink.empty()) {
    VectorScope scope(heap);
    scope.allowUnknowns();
    value = eval::Evaluator(heap, world, sink).evaluate(*expr, scope);
  }
  if (!sink.empty())
    return "error: " + sink.all().front().message;
  return writeValue(heap, value) + " : " + writeType(value.type());
}

} // namespace postern::probe
