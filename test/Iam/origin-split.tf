# One of several actions that are split out of a text.
# RUN: split-file %s %t && %verify --only full-administration %t
#--- main.tf
variable "actions" {
  default = "s3:GetObject,*"
#                         ^ error[IAM101]: aws_iam_policy.p allows every action on every resource
}

resource "aws_iam_policy" "p" {
  policy = jsonencode({
    Statement = [{
      Effect   = "Allow"
      Action   = split(",", var.actions)
#                           ^^^^^^^^^^^ note: used here by aws_iam_policy.p
      Resource = "*"
#                ^^^ note: 
    }]
  })
}
