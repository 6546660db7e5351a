#include "Driver/Fold.h"

#include "Basic/FileSystem.h"
#include "Source/SourceManager.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <utility>

namespace postern::driver {

void foldOldSpellings(std::vector<Diagnostic> &diags, const SourceManager &sources) {
  constexpr std::array<std::string_view, 2> kOld = {"QuotedType", "RemovedFunction"};
  struct Said {
    size_t first;
    size_t more = 0;
  };
  std::map<std::pair<std::string, std::string_view>, Said> said;
  size_t kept = 0;
  for (Diagnostic &diag : diags) {
    if (diag.range.valid() && std::ranges::find(kOld, diag.name) != kOld.end()) {
      const auto [at, isNew] =
          said.try_emplace({directoryName(std::string(sources.path(diag.range.file))), diag.name}, Said{kept});
      if (!isNew) {
        ++at->second.more;
        continue;
      }
    }
    if (&diags[kept] != &diag)
      diags[kept] = std::move(diag);
    ++kept;
  }
  diags.resize(kept);
  for (const auto &[place, which] : said)
    if (which.more > 0)
      diags[which.first].message +=
          fmt::format(", and so {} more time{} in this folder", which.more, which.more == 1 ? "" : "s");
}

} // namespace postern::driver
