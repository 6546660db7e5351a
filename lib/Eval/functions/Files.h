// Reading files for functions, through the one door and below the one folder.
#pragma once

#include "Eval/functions/Support.h"
#include "Source/SourceRange.h"

namespace postern::eval::functions {

/// Where a path given to a file function leads; nothing where that is not known or may not be read, which is said.
std::optional<std::string> placeOf(CallSite &site, const Value &path);

struct FileText {
  bool known = false;
  std::string bytes;
  FileId file;     ///< of text files, where the bytes have places
  Value otherwise; ///< the answer when not known; not valid when the call failed
};

/// The file that the first argument names. `asText`: it must be UTF-8.
FileText readFile(CallSite &site, Args args, bool asText);

} // namespace postern::eval::functions
