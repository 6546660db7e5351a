# Data sources are symbols, policy documents are rendered (UN-21, BL-9).
# RUN: split-file %s %t && %postern check --dump=instances %t | FileCheck %s
#--- main.tf
data "aws_iam_policy_document" "d" {
  statement {
    actions   = ["s3:*"]
    resources = ["*"]
  }
}
data "aws_partition" "current" {}
data "aws_s3_bucket" "b" {
  bucket = "there"
}
data "terraform_remote_state" "net" {
  backend = "s3"
}
resource "aws_x" "y" {
  policy    = data.aws_iam_policy_document.d.json
  partition = data.aws_partition.current.partition
  bucket    = data.aws_s3_bucket.b.arn
  remote    = data.terraform_remote_state.net.outputs.vpc_id
}
# CHECK: policy = "{\n \"Version\": \"2012-10-17\",{{.*}}\"Action\": \"s3:*\"
# CHECK: partition = "aws"
# CHECK: bucket = "arn:aws:s3:::there"
# CHECK: remote = unknown(data.terraform_remote_state.net.outputs.vpc_id)
