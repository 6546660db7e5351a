# An object that is built elsewhere, with merge() and a for expression.
# RUN: split-file %s %t && %verify --only full-administration %t
#--- main.tf
locals {
  allow  = { Effect = "Allow" }
  grants = { admin = { actions = ["*"], resources = ["*"] } }
#                                 ^^^ error[IAM101]: aws_iam_policy.p allows every action on every resource
#                                                   ^^^^^ note: 
  statements = [for name, grant in local.grants : merge(local.allow, {
#                                  ^^^^^^^^^^^^ note: through local.statements
    Sid      = title(name)
    Action   = grant.actions
    Resource = grant.resources
  })]
}

resource "aws_iam_policy" "p" {
  policy = jsonencode({ Version = "2012-10-17", Statement = local.statements })
#                                                           ^^^^^^^^^^^^^^^^ note: used here by aws_iam_policy.p
}
