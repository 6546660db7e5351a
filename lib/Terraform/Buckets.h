// Which bucket a value names, so that what several resources say of one bucket is put together.
#pragma once

#include "Terraform/Instance.h"

#include <map>
#include <string>

namespace postern::tf {

/// Of the buckets of one root module. A bucket's key is the same text however the bucket is named: by an attribute of
/// the resource, by the text of its name, by text with the same parts that are not known.
class Buckets {
public:
  explicit Buckets(const Instances &instances);

  /// Empty when the value does not name one bucket.
  [[nodiscard]] std::string keyOf(const eval::Value &value) const;
  /// Of an aws_s3_bucket.
  [[nodiscard]] static std::string keyOf(const Instance &bucket);

private:
  [[nodiscard]] std::string textKeyOf(const eval::Value &value) const;
  [[nodiscard]] std::string symbolKeyOf(eval::SymbolId symbol) const;

  const Instances &instances_;
  std::map<std::string, std::string> sameAs_; ///< what a bucket is called → the bucket
};

/// Of an argument that is false when it is not written.
Truth truthOfArgument(const eval::Value &value);

} // namespace postern::tf
