# A document whose Statement is no list is a policy for AWS, but the provider merges it into no other; what it says is
# read all the same.
# RUN: split-file %s %t && %verify %t
#--- main.tf
data "aws_iam_policy_document" "merged" {
  source_policy_documents = [
    jsonencode({
      Version   = "2012-10-17"
      Statement = { Sid = "All", Effect = "Allow", Action = "*", Resource = "*" }
#                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning[E409]: only if its 'Statement' is a list
#                                                           ^^^ error[IAM101]: every action
    }),
    file("${path.module}/other.json"),
  ]
}
resource "aws_iam_policy" "merged" {
  policy = data.aws_iam_policy_document.merged.json
#          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: used here by aws_iam_policy.merged
}
resource "aws_iam_policy" "alone" {
  policy = file("${path.module}/other.json")
}
# at other.json:1:15 warning[E409]: only if its 'Statement' is a list
#--- other.json
{"Statement": {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}}
