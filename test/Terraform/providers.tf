# Account, region, partition and tags come from the provider configuration that makes a resource (MO-14).
# RUN: split-file %s %t && %postern check --dump=instances --format=json %t > %t.json
# RUN: FileCheck %s < %t.json
#--- main.tf
variable "where" {}
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["111122223333"]
  default_tags {
    tags = { owner = "platform", stage = "prod" }
  }
}
provider "aws" {
  alias  = "china"
  region = "cn-north-1"
  assume_role {
    role_arn = "arn:aws-cn:iam::444455556666:role/deploy"
  }
}
provider "aws" {
  alias  = "asked"
  region = var.where
}
data "aws_caller_identity" "here" {}
data "aws_region" "named" { name = "us-east-2" }
resource "aws_sqs_queue" "a" {
  name = "a"
  tags = { stage = "test" }
}
resource "aws_sqs_queue" "b" {
  provider = aws.china
  name     = "b"
}
resource "aws_sqs_queue" "c" {
  provider = aws.asked
  name     = "c"
}
resource "aws_x" "y" {
  a      = aws_sqs_queue.a.arn
  b      = aws_sqs_queue.b.arn
  c      = aws_sqs_queue.c.arn
  d      = data.aws_caller_identity.here.account_id
  e      = data.aws_region.named.id
  f      = module.m.arn
  g      = module.own.arn
  tagged = aws_sqs_queue.a.tags_all["owner"]
}
module "m" {
  source    = "./m"
  providers = { aws = aws.china }
}
module "own" {
  source = "./own"
}
#--- m/main.tf
resource "aws_sqs_queue" "q" { name = "q" }
output "arn" { value = aws_sqs_queue.q.arn }
#--- own/main.tf
provider "aws" { region = "us-gov-west-1" }
resource "aws_sqs_queue" "q" { name = "q" }
output "arn" { value = aws_sqs_queue.q.arn }
# CHECK: "address":"aws_sqs_queue.a"
# CHECK-SAME: "provider":"aws"
# CHECK-SAME: "tags_all":{"owner":"platform","stage":"test"}
# CHECK: "address":"aws_sqs_queue.b"
# CHECK-SAME: "provider":"aws.china"
# CHECK: "address":"aws_x.y"
# CHECK-SAME: "a":"arn:aws:sqs:eu-west-1:111122223333:a"
# CHECK-SAME: "b":"arn:aws-cn:sqs:cn-north-1:444455556666:b"
# CHECK-SAME: "c":{"$text":["arn:aws:sqs:",{"$unknown":"var.where"},":",{"$unknown":"aws.asked.account_id"},":c"]}
# CHECK-SAME: "d":"111122223333"
# CHECK-SAME: "e":"us-east-2"
# CHECK-SAME: "f":"arn:aws-cn:sqs:cn-north-1:444455556666:q"
# CHECK-SAME: "g":{"$text":["arn:aws-us-gov:sqs:us-gov-west-1:",{"$unknown":"module.own.aws.account_id"},":q"]}
# CHECK-SAME: "tagged":"platform"
