# In a document it is the element of the argument.
# RUN: split-file %s %t && %verify --only full-administration %t
#--- main.tf
variable "actions" {
  type = list(string)
}

data "aws_iam_policy_document" "p" {
  statement {
    actions   = var.actions
#               ^^^^^^^^^^^ note: put into data.aws_iam_policy_document.p
    resources = ["*"]
#                ^^^ note: 
  }
}

resource "aws_iam_policy" "p" {
  policy = data.aws_iam_policy_document.p.json
#          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: used here by aws_iam_policy.p
}
#--- terraform.tfvars
actions = ["s3:*", "*"]
#                  ^^^ error[IAM101]: aws_iam_policy.p allows every action on every resource
