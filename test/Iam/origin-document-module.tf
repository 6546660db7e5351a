# A document of another module, handed on by an output and an argument.
# RUN: split-file %s %t && %verify --only full-administration %t
#--- main.tf
module "documents" {
  source = "./documents"
}

module "role" {
  source = "./role"
  policy = module.documents.admin
#          ^^^^^^^^^^^^^^^^^^^^^^ note: passed to module "role" as "policy"
}
#--- documents/main.tf
data "aws_iam_policy_document" "admin" {
  statement {
    actions   = ["*"]
#                ^^^ error[IAM101]: module.role.aws_iam_policy.p allows every action on every resource
    resources = ["*"]
#                ^^^ note: 
  }
}

output "admin" {
  value = data.aws_iam_policy_document.admin.json
#         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: returned by module "documents" as "admin"
}
#--- role/main.tf
variable "policy" {}

resource "aws_iam_policy" "p" {
  policy = var.policy
#          ^^^^^^^^^^ note: used here by module.role.aws_iam_policy.p
}
