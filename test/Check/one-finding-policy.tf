# One document that several policies and instances hold is one finding.
# RUN: split-file %s %t && %verify --only full-administration %t
#--- main.tf
data "aws_iam_policy_document" "admin" {
  statement {
    actions   = ["*"]
#                ^^^ error[IAM101]: aws_iam_policy.p[0] allows every action on every resource
#                ^^^ note: also in aws_iam_policy.p[1]
    resources = ["*"]
#                ^^^ note: 
  }
}

resource "aws_iam_policy" "p" {
  count  = 2
  policy = data.aws_iam_policy_document.admin.json
#          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: used here by aws_iam_policy.p[0]
}

resource "aws_iam_role_policy" "r" {
  role   = "r"
  policy = data.aws_iam_policy_document.admin.json
#          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: also used here by aws_iam_role_policy.r
}
