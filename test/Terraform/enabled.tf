# OpenTofu's `enabled` switches a resource or module off; a reference to it is null.
# RUN: split-file %s %t && %postern check --dump=instances %t | FileCheck %s
# RUN: %postern check --dump=instances --include-dormant %t | FileCheck %s --check-prefix=DORMANT
#--- main.tf
variable "maybe" { type = bool }
resource "aws_x" "off" {
  lifecycle { enabled = false }
}
resource "aws_x" "perhaps" {
  lifecycle { enabled = var.maybe }
}
module "m" {
  source = "./m"
  lifecycle { enabled = false }
}
resource "aws_x" "user" {
  a = aws_x.off == null
  b = module.m == null
}
# CHECK-NOT: aws_x.off
# CHECK: aws_x.perhaps at {{.*}} (may exist)
# CHECK: aws_x.user
# CHECK: a = true
# CHECK: b = true
# CHECK-NOT: module.m
# DORMANT: aws_x.off at {{.*}} (dormant: only when false is true)
# DORMANT: module.m.aws_x.inner at {{.*}} (dormant:
#--- m/main.tf
resource "aws_x" "inner" {}
output "x" { value = 1 }
