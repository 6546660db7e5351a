# Inside jsonencode() it is the literal of the object.
# RUN: split-file %s %t && %verify --only full-administration %t
#--- main.tf
resource "aws_iam_policy" "p" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["*"]
#                 ^^^ error[IAM101]: aws_iam_policy.p allows every action on every resource
      Resource = "*"
#                ^^^ note: 
    }]
  })
}
