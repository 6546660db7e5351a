# The elements that name all but something: the caret is on what is left out.
# RUN: split-file %s %t && %verify --only all-but-named-actions --only all-but-named-resources --only resource-open-to-anyone %t
#--- main.tf
resource "aws_iam_policy" "actions" {
  policy = jsonencode({
    Statement = [{ Effect = "Allow", NotAction = "iam:*", Resource = "*" }]
#                                                ^^^^^^^ warning[IAM104]: aws_iam_policy.actions allows every action of every service but iam:*
  })
}

data "aws_iam_policy_document" "actions" {
  statement {
    not_actions = ["iam:*", "organizations:*"]
#                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning[IAM104]: aws_iam_policy.document allows every action of every service but organizations:* and iam:*
    resources   = ["*"]
  }
}

resource "aws_iam_policy" "document" {
  policy = data.aws_iam_policy_document.actions.json
#          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: used here by aws_iam_policy.document
}

resource "aws_iam_policy" "resources" {
  policy = jsonencode({
    Statement = [{ Effect = "Allow", Action = "s3:*", NotResource = "arn:aws:s3:::logs/*" }]
#                                                                   ^^^^^^^^^^^^^^^^^^^^^ warning[IAM107]: aws_iam_policy.resources allows its actions on every resource but those that it names
  })
}

resource "aws_s3_bucket_policy" "principals" {
  bucket = "b"
  policy = jsonencode({
    Statement = [{ Effect = "Allow", NotPrincipal = { AWS = "123456789012" }, Action = "s3:GetObject", Resource = "*" }]
#                                                   ^^^^^^^^^^^^^^^^^^^^^^^^ error[IAM202]: aws_s3_bucket_policy.principals lets everybody in but those that it names
  })
}

resource "aws_iam_policy" "deny" {
  policy = jsonencode({
    Statement = [{ Effect = "Deny", NotAction = "iam:*", NotResource = "arn:aws:s3:::logs/*" }]
  })
}
