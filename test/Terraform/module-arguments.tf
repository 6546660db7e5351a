# Each call of a module is evaluated with its own arguments; a symbol belongs to one call.
# RUN: split-file %s %t && %postern check --dump=instances %t | FileCheck %s
#--- main.tf
module "a" {
  source = "./child"
  name   = "first"
}
module "b" {
  source = "./child"
  name   = "second"
}
resource "aws_x" "y" {
  a = module.a.id
  b = module.b.id
  n = module.b.name
}
# CHECK: aws_x.y at
# CHECK: a = unknown(module.a.aws_security_group.g.id)
# CHECK: b = unknown(module.b.aws_security_group.g.id)
# CHECK: n = "second"
# CHECK: module.a.aws_security_group.g at
# CHECK: name = "first"
# CHECK: where = "child"
# CHECK: module.b.aws_security_group.g at
# CHECK: name = "second"
#--- child/main.tf
variable "name" {}
resource "aws_security_group" "g" {
  name  = var.name
  where = path.module
}
output "id" { value = aws_security_group.g.id }
output "name" { value = aws_security_group.g.name }
