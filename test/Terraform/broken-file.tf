# A file that cannot be read in full does not make the names in it undeclared.
# RUN: split-file %s %t && %postern check --fail-on=never %t 2>&1 | FileCheck %s
#--- main.tf
variable "a" {
  default =
}
variable "b" [
resource "aws_x" "y" {
  b = var.b
}
# CHECK-NOT: E330
# CHECK: error:
