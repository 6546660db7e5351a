# A heredoc that is merged into a document.
# RUN: split-file %s %t && %verify --only full-administration %t
#--- main.tf
data "aws_iam_policy_document" "p" {
  source_policy_documents = [file("${path.module}/base.json")]
  statement {
    actions   = ["s3:Get*"]
    resources = ["*"]
  }
}

resource "aws_iam_policy" "p" {
  policy = data.aws_iam_policy_document.p.json
#          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: used here by aws_iam_policy.p
}
# at base.json:3:47-50 error[IAM101]: aws_iam_policy.p allows every action on every resource
# at base.json:3:64-67 note: 
#--- base.json
{
  "Version": "2012-10-17",
  "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]
}
