# A dynamic block over something unknown is one block that may exist; over one of several collections, their blocks.
# RUN: split-file %s %t && %postern check --dump=instances %t | FileCheck %s
# RUN: %postern check --format=jsonl %t | FileCheck %s --check-prefix=UNRESOLVED
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
# CHECK-NEXT: port = unknown(var.rules[*].port)
# CHECK-NEXT: egress (may exist)
# CHECK-NEXT: port = 22
# The list is what has no value.
# UNRESOLVED: "unresolved":{{.*}}"expression":"var.rules[*].port"
