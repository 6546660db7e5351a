// Template files: any text is parsed and, when it is a template, evaluated.
#include "Fuzz.h"
#include "FuzzScope.h"
#include "Source/SourceManager.h"
#include "Syntax/Parse.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  using namespace postern;
  fuzz::Evaluation evaluation(fuzz::textOf(data, size));
  evaluation.evaluate(
      hcl::parseTemplate(evaluation.file(), evaluation.text(), 0, evaluation.arena(), evaluation.sink()));
  return 0;
}
