# A dynamic block over something unknown is one block that may exist; over one of several collections, their blocks.
# RUN: split-file %s %t && %postern check --dump=instances %t | FileCheck %s
#--- main.tf
variable "rules" { type = list(object({ port = number })) }
variable "flag" { type = bool }
resource "aws_security_group" "g" {
  dynamic "ingress" {
    for_each = var.rules
    content {
      port = ingress.value.port
    }
  }
  dynamic "egress" {
    for_each = var.flag ? [22] : []
    content {
      port = egress.value
    }
  }
}
# CHECK: ingress (may exist)
# CHECK-NEXT: port = unknown(aws_security_group.g.ingress.value.port)
# CHECK-NEXT: egress (may exist)
# CHECK-NEXT: port = 22
