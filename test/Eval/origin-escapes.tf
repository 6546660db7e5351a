# A part of a quoted string is found behind escapes of every size, in JSON files too.
# RUN: split-file %s %t && %verify %t/native && %verify %t/json
# RUN: %postern check --fail-on=never %t/native | FileCheck %s --match-full-lines --strict-whitespace
#--- native/main.tf
resource "aws_iam_policy" "p" {
  policy = "{\"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\"}]}"
#                                                                ^^^^^ error[IAM101]: every action
}
resource "aws_iam_policy" "template" {
  policy = "{\"Id\": \"\u00e9\U0001f600 $${x}\", \"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"${"*"}\"}]}"
#                                                                                                    ^^^^^ error[IAM101]: every action
}
resource "aws_iam_policy" "local" {
  policy = local.text
#          ^^^^^^^^^^ note: used here by aws_iam_policy.local
}
locals {
  text = "{\"Statement\":\n[{\"Effect\": \"Allow\",\t\"Action\": \"*\", \"Resource\": \"*\"}]}"
#                                                                ^^^^^ error[IAM101]: every action
}
#--- json/main.tf.json
{"resource": {"aws_iam_policy": {"p": {
  "policy": "{\"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"\u002a\"}]}"
}}}}
#--- json/expected.tf
# at main.tf.json:2:67-72 error[IAM101]: every action
# CHECK:      |                                                                  ^~~~~                ~~~~~
# CHECK:      |                                                                                                      ^~~~~                ~~~~~~~~~~
