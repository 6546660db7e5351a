# Arguments are echoed, ARNs have the shape that their type gives them, everything else is a named hole (UN-22).
# RUN: split-file %s %t && %postern check --dump=instances %t | FileCheck %s
#--- main.tf
resource "aws_iam_role" "named" {
  name = "deploy"
  path = "/ci/"
}
resource "aws_iam_role" "prefixed" {
  name_prefix = "ci-"
}
resource "aws_s3_bucket" "b" {
  bucket = "logs"
  rule {
    days = 3
  }
}
resource "aws_s3_bucket" "anonymous" {}
resource "aws_iam_openid_connect_provider" "github" {
  url = "https://token.actions.githubusercontent.com"
}
resource "aws_ssm_parameter" "p" {
  name = "/a/b"
}
resource "aws_x" "y" {
  role     = aws_iam_role.named.arn
  id       = aws_iam_role.named.id
  prefixed = aws_iam_role.prefixed.arn
  bucket   = "${aws_s3_bucket.b.arn}/*"
  none     = aws_s3_bucket.anonymous.arn
  days     = aws_s3_bucket.b.rule[0].days
  oidc     = aws_iam_openid_connect_provider.github.arn
  ssm      = aws_ssm_parameter.p.arn
  other    = aws_s3_bucket.b.nobody_knows
  boundary = aws_iam_role.named.permissions_boundary
}
# CHECK: aws_x.y at
# CHECK-NEXT: role = "arn:aws:iam::${aws.account_id}:role/ci/deploy"
# CHECK-NEXT: id = "deploy"
# CHECK-NEXT: prefixed = "arn:aws:iam::${aws.account_id}:role/ci-${aws_iam_role.prefixed.name}"
# CHECK-NEXT: bucket = "arn:aws:s3:::logs/*"
# CHECK-NEXT: none = "arn:aws:s3:::${aws_s3_bucket.anonymous.bucket}"
# CHECK-NEXT: days = 3
# CHECK-NEXT: oidc = "arn:aws:iam::${aws.account_id}:oidc-provider/token.actions.githubusercontent.com"
# CHECK-NEXT: ssm = "arn:aws:ssm:${aws.region}:${aws.account_id}:parameter/a/b"
# CHECK-NEXT: other = unknown(aws_s3_bucket.b.nobody_knows)
# CHECK-NEXT: boundary = null
