# for_each gives instances by key; references see an object of them (BL-4).
# RUN: split-file %s %t && %postern check --dump=instances %t | FileCheck %s
#--- main.tf
resource "aws_security_group" "map" {
  for_each = { web = 443, "a \"b\"" = 22 }
  name     = each.key
  port     = each.value
}
resource "aws_security_group" "set" {
  for_each = toset(["b", "a"])
  name     = "${each.key}${each.value}"
}
resource "aws_x" "y" {
  one  = aws_security_group.map["web"].id
  each = [for key, group in aws_security_group.set : "${key}=${group.name}"]
}
# CHECK: aws_security_group.map["a \"b\""] at
# CHECK-NEXT: name = "a \"b\""
# CHECK-NEXT: port = 22
# CHECK-NEXT: aws_security_group.map["web"] at
# CHECK: aws_security_group.set["a"] at
# CHECK-NEXT: name = "aa"
# CHECK: one = unknown(aws_security_group.map["web"].id)
# CHECK: each = ["a=aa", "b=bb"]
