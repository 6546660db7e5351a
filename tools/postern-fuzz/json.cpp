// JSON syntax: any bytes as a .tf.json file, read with the schema of modules and without.
#include "Fuzz.h"
#include "Source/SourceManager.h"
#include "Syntax/Dump.h"
#include "Syntax/JsonSyntax.h"
#include "Syntax/Parse.h"
#include "Terraform/JsonSchema.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  using namespace postern;
  const OverlayFileSystem fs(nullptr);
  SourceManager sources(fs);
  const FileId id = sources.add("main.tf.json", std::string(fuzz::textOf(data, size)));
  for (const hcl::JsonBodySchema *schema : {&tf::jsonModuleSchema(), &hcl::jsonVariablesSchema()}) {
    Sink sink;
    const hcl::File file = hcl::parseJson(id, sources.text(id), *schema, sink);
    if (file.body)
      hcl::dump(*file.body);
    for (const Diagnostic &diag : sink.all())
      if (diag.range.valid())
        POSTERN_CHECK(diag.range.begin <= diag.range.end && diag.range.end <= size);
  }
  return 0;
}
