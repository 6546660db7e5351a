// What data "aws_iam_policy_document" computes: the text of a policy, rendered as the provider renders it.
#pragma once

#include "Diag/Sink.h"
#include "Terraform/Instance.h"

#include <string_view>

namespace postern::tf {

/// The value of the document's attribute `json` (language.md BL-9, iam.md a.6): a String; a Partial where arguments
/// have holes (a hole inside a JSON string where a text is not known, a hole in place of a JSON value where a whole
/// list or block is not); a Choice where arguments are choices or blocks may or may not exist; an Unknown when that
/// gives too many.
///
/// Its origin is a Composite: each JSON string, its quotes included, has a segment with the origin of the argument's
/// element, and the opening brace of each statement one with the statement block's header. Offsets count bytes of
/// literal text; holes have none. `address` names the document in symbols and is the origin's name. What the provider
/// would refuse is reported. `minified`: the attribute `minified_json`, the same without blanks.
eval::Value renderPolicyDocument(eval::Heap &heap, const BodyView &document, std::string_view address, bool minified,
                                 Sink &sink);

} // namespace postern::tf
