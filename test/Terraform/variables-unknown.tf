# A required variable without a value is unknown, with the structure of its type (UN-20).
# RUN: split-file %s %t && %postern check --dump=instances %t | FileCheck %s
#--- main.tf
variable "plain" { type = string }
variable "rule" { type = object({ port = number, from = list(string) }) }
resource "aws_x" "y" {
  plain = var.plain
  text  = "from ${var.plain}"
  port  = var.rule.port
  from  = var.rule.from
  same  = var.plain == var.plain
}
# CHECK: plain = unknown(var.plain)
# CHECK: text = "from ${var.plain}"
# CHECK: port = unknown(var.rule.port)
# CHECK: from = unknown(var.rule.from)
# CHECK: same = true
