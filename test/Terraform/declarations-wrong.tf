# What is wrong with the blocks of a module; everything else is still read.
# RUN: split-file %s %t && %verify %t
#--- main.tf
loose = 1
#<^^^ error[E300]: no argument 'loose' is expected outside blocks
future "x" {}
#<^^^^^^^^ warning[E301]: no block of type 'future' is expected here
resource "aws_x" {}
#<^^^^^^^^^^^^^^ error[E302]: 'resource' takes 2 label(s), but 1 are given
variable "a" {}
variable "a" {}
#<^^^^^^^^^^ error[E303]: a variable named 'a' is already declared
locals {
  bbb = 1
}
locals {
  bbb = 2
  #<^ error[E303]: a local named 'bbb' is already declared
}
resource "aws_x" "y" {}
resource "aws_x" "y" {}
#<^^^^^^^^^^^^^^^^^^ error[E303]: a resource named 'aws_x.y' is already declared
moved {
  from = aws_x.old
  to   = aws_x.y
}
check "c" {
  assert {
    condition     = data.aws_x.scoped.ok
    error_message = "no"
  }
}
