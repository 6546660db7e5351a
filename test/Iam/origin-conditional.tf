# Of a conditional, the arm that is taken.
# RUN: split-file %s %t && %verify --only full-administration %t
#--- main.tf
variable "admin" {
  default = true
}

resource "aws_iam_policy" "p" {
  policy = jsonencode({
    Statement = [{
      Effect   = "Allow"
      Action   = var.admin ? "*" : "s3:*"
#                            ^^^ error[IAM101]: aws_iam_policy.p allows every action on every resource
      Resource = "*"
#                ^^^ note: 
    }]
  })
}
