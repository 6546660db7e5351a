// `--verify`: what the input says it expects, held against what the run says.
#pragma once

#include "Diag/Verify.h"
#include "Driver/Audit.h"

namespace postern::driver {

/// Reads the expectations of every file of the run that can hold comments.
VerifyResult verifyAudit(const Audit &audit, const Run &run);

} // namespace postern::driver
