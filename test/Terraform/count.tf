# count gives numbered instances; references see a tuple of them (BL-3).
# RUN: split-file %s %t && %postern check --dump=instances %t | FileCheck %s
#--- main.tf
variable "unknown" { type = number }
variable "flag" { type = bool }
resource "aws_security_group" "known" {
  count = "2"
  name  = "g${count.index}"
}
resource "aws_security_group" "none" {
  count = 0
}
resource "aws_security_group" "maybe" {
  count = var.flag ? 1 : 0
}
resource "aws_security_group" "unknown" {
  count = var.unknown
}
resource "aws_x" "y" {
  one     = aws_security_group.known[1].id
  names   = aws_security_group.known[*].name
  old     = aws_security_group.known.*.name
  none    = aws_security_group.none
  maybe   = aws_security_group.maybe[0].id
  unknown = aws_security_group.unknown[3].id
}
# CHECK: aws_security_group.known[0] at
# CHECK-NEXT: name = "g0"
# CHECK-NEXT: aws_security_group.known[1] at
# CHECK-NEXT: name = "g1"
# CHECK: aws_security_group.maybe[0] at {{.*}} (may exist)
# CHECK-NOT: aws_security_group.none
# CHECK: aws_security_group.unknown[*] at {{.*}} (may exist)
# CHECK: one = unknown(aws_security_group.known[1].id)
# CHECK: names = ["g0", "g1"]
# CHECK: old = ["g0", "g1"]
# CHECK: none = []
# CHECK: maybe = unknown(aws_security_group.maybe[0].id)
# CHECK: unknown = unknown(aws_security_group.unknown[3].id)
