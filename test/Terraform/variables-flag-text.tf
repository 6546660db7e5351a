# The text of a flag is a string where the type can take one, else an expression.
# RUN: split-file %s %t && %postern check --dump=instances --var "s=[1]" --var n=22 --var 'l=["a", "b"]' --var "u=[1]" %t | FileCheck %s
#--- main.tf
variable "s" { type = string }
variable "n" { type = number }
variable "l" { type = list(string) }
variable "u" {}
resource "aws_x" "y" {
  values = [var.s, var.n, var.l, var.u]
}
# CHECK: values = ["[1]", 22, ["a", "b"], "[1]"]
