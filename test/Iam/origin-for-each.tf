# Each policy of for_each has its own literal.
# RUN: split-file %s %t && %verify --only full-administration %t
#--- main.tf
variable "policies" {
  default = {
    read  = "s3:Get*"
    admin = "*"
#           ^^^ error[IAM101]: aws_iam_policy.p["admin"] allows every action on every resource
  }
}

resource "aws_iam_policy" "p" {
  for_each = var.policies
#            ^^^^^^^^^^^^ note: taken by for_each as "admin"
  policy = jsonencode({
    Statement = [{ Effect = "Allow", Action = each.value, Resource = "*" }]
#                                             ^^^^^^^^^^ note: used here by aws_iam_policy.p["admin"]
#                                                                    ^^^ note: 
  })
}
