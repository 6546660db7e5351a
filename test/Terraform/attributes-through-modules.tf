# An attribute that is computed at apply is the same thing on both sides of a module: what is attached finds what it is
# attached to, and ARNs have the shapes of their types.
# RUN: split-file %s %t && %postern check --dump=instances %t | FileCheck %s
# RUN: %postern check --dump=policies %t | FileCheck %s --check-prefix=POLICIES
# RUN: %postern check --dump=ingress %t | FileCheck %s --check-prefix=INGRESS
#--- main.tf
module "role" {
  source = "./role"
  name   = "worker"
}
module "policy" {
  source   = "./policy"
  for_each = { read = "s3:GetObject" }
  action   = each.value
  bucket   = module.bucket.arn
}
resource "aws_iam_role_policy_attachment" "a" {
  role       = module.role.name
  policy_arn = module.policy["read"].arn
}
module "bucket" {
  source = "./bucket"
}
resource "aws_s3_bucket_policy" "b" {
  bucket = module.bucket.id
  policy = jsonencode({
    Statement = [{ Effect = "Allow", Principal = { AWS = module.role.arn }, Action = "s3:*", Resource = "${module.bucket.arn}/*" }]
  })
}
module "group" {
  source = "./group"
  count  = 1
}
resource "aws_security_group_rule" "in" {
  type              = "ingress"
  security_group_id = module.group[0].ids["web"]
  protocol          = "tcp"
  from_port         = 22
  to_port           = 22
  cidr_blocks       = ["0.0.0.0/0"]
}
module "queue" {
  source = "./queue"
}
resource "aws_x" "shapes" {
  arns = module.queue.all
}
#--- role/main.tf
variable "name" { type = string }
resource "aws_iam_role" "r" {
  name               = var.name
  path               = "/team/"
  assume_role_policy = jsonencode({ Statement = [] })
}
output "name" { value = aws_iam_role.r.name }
output "arn" { value = aws_iam_role.r.arn }
#--- policy/main.tf
variable "action" { type = string }
variable "bucket" { type = string }
resource "aws_iam_policy" "p" {
  name   = "p"
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = var.action, Resource = var.bucket }] })
}
output "arn" { value = one([for p in [aws_iam_policy.p] : p.arn]) }
#--- bucket/main.tf
resource "aws_s3_bucket" "b" {
  bucket = "example"
}
output "id" { value = aws_s3_bucket.b.id }
output "arn" { value = aws_s3_bucket.b.arn }
#--- group/main.tf
resource "aws_security_group" "g" {
  for_each = toset(["web"])
  name     = each.key
}
output "ids" { value = { for name, group in aws_security_group.g : name => group.id } }
#--- queue/main.tf
resource "aws_sqs_queue" "q" {
  name = "jobs"
}
resource "aws_sns_topic" "t" {
  name = "news"
}
resource "aws_kms_key" "k" {}
resource "aws_lambda_function" "f" {
  function_name = "resize"
}
resource "aws_dynamodb_table" "d" {
  name = "items"
}
resource "aws_iam_user" "u" {
  name = "ci"
}
output "all" {
  value = {
    queue    = aws_sqs_queue.q.arn
    topic    = aws_sns_topic.t.arn
    key      = aws_kms_key.k.arn
    function = aws_lambda_function.f.arn
    table    = aws_dynamodb_table.d.arn
    user     = aws_iam_user.u.arn
  }
}
# CHECK: aws_iam_role_policy_attachment.a
# CHECK-NEXT: role = "worker"
# CHECK-NEXT: policy_arn = "arn:aws:iam::${aws.account_id}:policy/p"
# CHECK: security_group_id = unknown(module.group[0].aws_security_group.g["web"].id)
# CHECK: "function" = "arn:aws:lambda:${aws.region}:${aws.account_id}:function:resize"
# CHECK-SAME: "key" = "arn:aws:kms:${aws.region}:${aws.account_id}:key/${module.queue.aws_kms_key.k.key_id}"
# CHECK-SAME: "queue" = "arn:aws:sqs:${aws.region}:${aws.account_id}:jobs"
# CHECK-SAME: "table" = "arn:aws:dynamodb:${aws.region}:${aws.account_id}:table/items"
# CHECK-SAME: "topic" = "arn:aws:sns:${aws.region}:${aws.account_id}:news"
# CHECK-SAME: "user" = "arn:aws:iam::${aws.account_id}:user/ci"
# POLICIES: aws_s3_bucket_policy.b: resource policy of s3
# POLICIES: principal arn:aws:iam::${aws.account_id}:role/team/worker
# POLICIES: resource arn:aws:s3:::example/*
# POLICIES: module.policy["read"].aws_iam_policy.p: identity policy
# POLICIES: resource arn:aws:s3:::example{{$}}
# POLICIES: aws_iam_role_policy_attachment.a: role worker has arn:aws:iam::${aws.account_id}:policy/p
# INGRESS: group module.group[0].aws_security_group.g["web"]
# INGRESS-NEXT: ingress tcp/22 by aws_security_group_rule.in
