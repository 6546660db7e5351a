# Dynamic blocks become blocks in place: iterator, nesting, labels, every kind of collection (BL-7).
# RUN: split-file %s %t && %postern check --dump=instances %t | FileCheck %s
#--- main.tf
resource "aws_security_group" "g" {
  for_each = { k = "v" }
  ingress {
    port = 1
  }
  dynamic "ingress" {
    for_each = ["a", "b"]
    content {
      key   = ingress.key
      value = ingress.value
      each  = each.value
    }
  }
  dynamic "egress" {
    for_each = { x = [1, 2] }
    iterator = outer
    content {
      name = outer.key
      dynamic "rule" {
        for_each = outer.value
        content {
          value = "${outer.key}${rule.value}"
        }
      }
    }
  }
  ingress {
    port = 2
  }
  dynamic "none" {
    for_each = []
    content {}
  }
}
# CHECK: aws_security_group.g["k"] at
# CHECK-NEXT: ingress
# CHECK-NEXT: port = 1
# CHECK-NEXT: ingress
# CHECK-NEXT: key = 0
# CHECK-NEXT: value = "a"
# CHECK-NEXT: each = "v"
# CHECK-NEXT: ingress
# CHECK-NEXT: key = 1
# CHECK-NEXT: value = "b"
# CHECK-NEXT: each = "v"
# CHECK-NEXT: egress
# CHECK-NEXT: name = "x"
# CHECK-NEXT: rule
# CHECK-NEXT: value = "x1"
# CHECK-NEXT: rule
# CHECK-NEXT: value = "x2"
# CHECK-NEXT: ingress
# CHECK-NEXT: port = 2
# CHECK-NOT: none
