#include "Driver/Verify.h"

#include "Syntax/Comments.h"

#include <algorithm>
#include <iterator>

namespace postern::driver {

VerifyResult verifyAudit(const Audit &audit, const Run &run) {
  std::vector<std::string> paths;
  for (uint32_t i = 0; i < run.sources.fileCount(); ++i)
    if (const std::string_view path = run.sources.path(FileId(i)); isNative(path))
      paths.emplace_back(path);
  std::ranges::sort(paths);
  std::vector<Expectation> expectations;
  for (const std::string &path : paths) {
    std::vector<Expectation> more = hcl::readExpectations(run.files.get(path).file, run.sources);
    expectations.insert(expectations.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  }

  std::vector<Diagnostic> diagnostics = audit.result.errors;
  for (const check::Finding &finding : audit.result.findings) {
    Diagnostic &diag = diagnostics.emplace_back(finding.diag);
    for (const check::Related &related : finding.related)
      diag.labels.push_back({related.range, related.message});
  }
  return verify(expectations, diagnostics, run.sources, run.options.verifyRule);
}

} // namespace postern::driver
