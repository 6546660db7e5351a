# In a dynamic statement it is the element of for_each.
# RUN: split-file %s %t && %verify --only full-administration %t
#--- main.tf
locals {
  grants = {
    read  = { actions = ["s3:Get*"] }
    admin = { actions = ["*"] }
#                        ^^^ error[IAM101]: aws_iam_policy.p allows every action on every resource
  }
}

data "aws_iam_policy_document" "p" {
  dynamic "statement" {
    for_each = local.grants
#              ^^^^^^^^^^^^ note: taken by for_each as "admin"
    content {
      sid       = statement.key
      actions   = statement.value.actions
#                 ^^^^^^^^^^^^^^^^^^^^^^^ note: put into data.aws_iam_policy_document.p
      resources = ["*"]
#                  ^^^ note: 
    }
  }
}

resource "aws_iam_policy" "p" {
  policy = data.aws_iam_policy_document.p.json
#          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: used here by aws_iam_policy.p
}
