// Native syntax: any bytes as a .tf file; the tree that comes out is walked to its last node.
#include "Fuzz.h"
#include "Source/SourceManager.h"
#include "Syntax/Dump.h"
#include "Syntax/Parse.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  using namespace postern;
  const OverlayFileSystem fs(nullptr);
  SourceManager sources(fs);
  const FileId id = sources.add("main.tf", std::string(fuzz::textOf(data, size)));
  Sink sink;
  const hcl::File file = hcl::parseNative(id, sources.text(id), sink);
  if (file.body)
    hcl::dump(*file.body);
  for (const Diagnostic &diag : sink.all())
    if (diag.range.valid())
      POSTERN_CHECK(diag.range.begin <= diag.range.end && diag.range.end <= size);
  // Broken and told so, or neither.
  POSTERN_CHECK(!file.broken || !sink.empty());
  hcl::countTokens(sources.text(id));
  return 0;
}
