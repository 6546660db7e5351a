# What is wrong with a module call is said at the call.
# RUN: split-file %s %t && %verify %t
#--- main.tf
variable "where" {}
module "nowhere" {
#<^^^^^^^^^^^^^^ error[E310]: module 'nowhere' has no source
}
module "computed" {
  source = var.where
  #        ^^^^^^^^^ warning[E311]: the source of module 'computed' is not a constant string
}
module "empty" {
  source = "./empty"
  #        ^^^^^^^^^ warning[E312]: the folder holds no configuration
}
module "child" {
#<^^^^^^^^^^^^ warning[E318]: module 'child' needs the argument 'cidr'
  source = "./child"
  cdir   = "10.0.0.0/8"
  #<^^ warning[E319]: module 'child' has no variable 'cdir'
  #<^^ help: did you mean 'cidr'?
}
resource "aws_x" "y" {
  a = module.chidl.x
  #   ^^^^^^^^^^^^ warning[E332]: no module 'chidl' is called in this module
  #   ^^^^^^^^^^^^ help: did you mean 'child'?
  b = module.child.y
  #   ^^^^^^^^^^^^^^ warning[E333]: module 'child' has no output 'y'
}
#--- empty/readme
nothing
#--- child/main.tf
variable "cidr" {}
output "x" { value = var.cidr }
