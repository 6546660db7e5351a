# What an override file cannot hold, and what it spoils.
# RUN: split-file %s %t && %verify %t
#--- main.tf
variable "a" {
  type    = list(string)
  default = ["valid here"]
  #         ^^^^^^^^^^^^^^ error[E325]: the default of variable 'a' does not fit its type
}
resource "aws_x" "b" {}
output "c" {
  value = 1
}
#--- override.tf
variable "a" {
  type = string
}
resource "aws_x" "b" {
  depends_on = [aws_x.c]
  #<^^^^^^^^ warning[E387]: an override file cannot hold 'depends_on'
}
output "c" {
  precondition {
  #<^^^^^^^^^^ warning[E387]: an override file cannot hold conditions
    condition     = path.module != ""
    error_message = "no"
  }
}
moved {
#<^^^ warning[E387]: an override file cannot hold 'moved' blocks
  from = aws_x.x
  to   = aws_x.b
}
terraform {
  cloud {}
  cloud {}
  #<^^^ warning[E357]: there can be only one 'cloud' block in a module
}
