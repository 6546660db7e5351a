# A trust policy in each spelling: the caret is on the principal.
# RUN: split-file %s %t && %verify --only role-assumable-by-anyone %t
#--- main.tf
resource "aws_iam_role" "jsonencode" {
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { AWS = "*" }
#                         ^^^ error[IAM201]: anyone in any AWS account can assume aws_iam_role.jsonencode
    }]
  })
}

resource "aws_iam_role" "file" {
  assume_role_policy = file("${path.module}/trust.json")
#                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: used here by aws_iam_role.file
}

resource "aws_iam_role" "template" {
  assume_role_policy = templatefile("${path.module}/trust.json.tftpl", { who = "*" })
#                                                                              ^^^ error[IAM201]: anyone in any AWS account can assume aws_iam_role.template
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = ["*"]
#                    ^^^ error[IAM201]: anyone in any AWS account can assume aws_iam_role.document
    }
  }
}

resource "aws_iam_role" "document" {
  assume_role_policy = data.aws_iam_policy_document.trust.json
#                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: used here by aws_iam_role.document
}
# at trust.json:6:26-29 error[IAM201]: anyone in any AWS account can assume aws_iam_role.file
#--- trust.json
{
  "Version": "2012-10-17",
  "Statement": [{
    "Effect": "Allow",
    "Action": "sts:AssumeRole",
    "Principal": {"AWS": "*"}
  }]
}
#--- trust.json.tftpl
{
  "Version": "2012-10-17",
  "Statement": [{
    "Effect": "Allow",
    "Action": "sts:AssumeRole",
    "Principal": {"AWS": "${who}"}
  }]
}
