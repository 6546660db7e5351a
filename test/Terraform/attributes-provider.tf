# The account and region of a resource are those of its provider, also through a module's providers map.
# RUN: split-file %s %t && %postern check --dump=instances %t | FileCheck %s
#--- main.tf
resource "aws_sqs_queue" "here" {
  name = "q"
}
resource "aws_sqs_queue" "there" {
  provider = aws.west
  name     = "q"
}
data "aws_caller_identity" "current" {}
module "m" {
  source = "./child"
  providers = {
    aws = aws.west
  }
}
resource "aws_x" "y" {
  here   = aws_sqs_queue.here.arn
  there  = aws_sqs_queue.there.arn
  me     = data.aws_caller_identity.current.account_id
  child  = module.m.account
}
# CHECK: here = "arn:aws:sqs:${aws.region}:${aws.account_id}:q"
# CHECK: there = "arn:aws:sqs:${aws.west.region}:${aws.west.account_id}:q"
# CHECK: me = unknown(aws.account_id)
# CHECK: child = unknown(aws.west.account_id)
#--- child/main.tf
data "aws_caller_identity" "current" {}
output "account" { value = data.aws_caller_identity.current.account_id }
