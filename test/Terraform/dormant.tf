# A resource whose count is 0 is none, unless it is asked for; then it says when it would be.
# RUN: split-file %s %t && %postern check --dump=instances %t | FileCheck %s --check-prefix=NONE --allow-empty
# RUN: %postern check --dump=instances --include-dormant %t | FileCheck %s
#--- main.tf
variable "open" { default = false }
resource "aws_x" "conditional" {
  count = var.open ? 1 : 0
}
resource "aws_x" "inverse" {
  count = !var.open ? 0 : 1
}
resource "aws_x" "each" {
  for_each = toset([])
}
module "m" {
  source = "./child"
  count  = var.open ? 1 : 0
}
# NONE-NOT: aws_x
# CHECK: aws_x.conditional[*] at {{.*}} (dormant: only when var.open is true)
# CHECK: aws_x.each[*] at {{.*}} (dormant: only when 'toset([])' is not empty)
# CHECK: aws_x.inverse[*] at {{.*}} (dormant: only when !var.open is false)
# CHECK: module.m[*].aws_x.child at {{.*}} (dormant: only when var.open is true)
#--- child/main.tf
resource "aws_x" "child" {}
