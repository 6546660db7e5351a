# Arguments that hang on one condition take the same place together, however many there are.
# RUN: split-file %s %t && %postern check --dump=instances %t | FileCheck %s
#--- main.tf
variable "open" {
  type = bool
}

locals {
  a = var.open ? "a" : "b"
  b = var.open ? "c" : "d"
  c = var.open ? "e" : "f"
}

resource "aws_x" "a" {
  text = format("%s %s %s", local.a, local.b, local.c)
}
# CHECK: text = oneof("a c e", "b d f")
