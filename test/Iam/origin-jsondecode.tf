# Decoded, changed and encoded again, it is still the literal of the file.
# RUN: split-file %s %t && %verify --only full-administration %t
#--- main.tf
locals {
  base = jsondecode(file("${path.module}/admin.json"))
#        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: through local.base
}

resource "aws_iam_policy" "p" {
  policy = jsonencode(merge(local.base, { Id = "mine" }))
#                           ^^^^^^^^^^ note: used here by aws_iam_policy.p
}
# at admin.json:3:48-49 error[IAM101]: aws_iam_policy.p allows every action on every resource
# at admin.json:3:65-66 note: 
#--- admin.json
{
  "Version": "2012-10-17",
  "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]
}
