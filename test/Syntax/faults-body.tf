# Faults in bodies and block headers: each is said once, and the items after it are read.
# RUN: split-file %s %t && %verify %t
#--- f01.tf
locals {
  v01 = "ends here
  #               ^ error[E104]: a quoted string ends before the end of its line
}
#--- f02.tf
[1]
# at f02.tf:1:1 error[E110]: an argument or a block must begin here
#--- f03.tf
terraform web = {
#             ^ error[E113]: a block with labels takes no '='
}
#--- f04.tf
variable "v04" { default = 1, }
#                           ^ error[E117]: expected '}': a block on one line holds one argument
#--- f05.tf
variable "v05" { validation { condition = true } }
#                ^^^^^^^^^^^^ error[E116]: a block on one line holds one argument and nothing else
#--- f06.tf
terraform {} terraform {}
#            ^^^^^^^^^ error[E120]: expected a new line after the block
#--- f07.tf
locals {
  v07 = 1 j = 2
  #       ^ error[E118]: expected a new line after the argument
}
#--- f08.tf
resource "aws_${var.x}" "label" {}
#             ^^^^^^^^ error[E122]: a label cannot hold a template sequence
#--- f09.tf
terraform {
#         ^ error[E115]: this block is never closed
  required_version = ">= 1"
#--- f10.tf
variable "v10" l2 l3 = 
#                    ^ error[E113]: a block with labels takes no '='
#--- f11.tf
variable "v11" 5 {
#              ^ error[E112]: expected a label or '{' of the block
}
#--- f12.tf
variable "v12"
{
}
#--- f13.tf
locals {
  v13 = 1 & 2
}
locals {
  w13 = @
}
/* never
#--- places.tf
# at f12.tf:1:15 error[E114]: the '{' of a block stands on the line of its name
# at f13.tf:2:11 error[E102]: '&' is no operator of the language
# at f13.tf:5:9 error[E101]: '@' is no character of the language
# at f13.tf:7:1 error[E103]: this comment is never closed
