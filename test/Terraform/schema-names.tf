# Names that Terraform refuses, each at its label; what they name is read all the same.
# RUN: split-file %s %t && %verify %t
#--- main.tf
variable "1st" {}
#        ^^^^^ warning[E393]: '1st' is no name
variable "count" {}
#        ^^^^^^^ warning[E351]: no variable can be named 'count'
variable "lifecycle" {}
#        ^^^^^^^^^^^ warning[E351]: no variable can be named 'lifecycle'
variable "π" {}
output "a b" { value = 1 }
#      ^^^^^ warning[E393]: 'a b' is no name
module "x.y" { source = "./child" }
#      ^^^^^ warning[E393]: 'x.y' is no name
resource "aws x" "-y" {}
#        ^^^^^^^ warning[E393]: 'aws x' is no name
#                ^^^^ warning[E393]: '-y' is no name
data "aws_x" "" {}
#            ^^ warning[E393]: '' is no name
check "a/b" {
  #   ^^^^^ warning[E393]: 'a/b' is no name
  assert {
    condition     = path.module != ""
    error_message = "no"
  }
}
#--- child/main.tf
locals {}
