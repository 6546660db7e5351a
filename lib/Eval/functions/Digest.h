// The digests that functions and file functions share.
#pragma once

#include "Eval/functions/Support.h"

namespace postern::eval::functions {

enum class Digest : uint8_t { Md5, Sha1, Sha256, Sha512 };

/// The raw digest.
std::string digestOf(Digest digest, std::string_view bytes);

} // namespace postern::eval::functions
