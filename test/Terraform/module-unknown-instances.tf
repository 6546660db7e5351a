# A count or for_each that is not known gives one instance that stands for all (UN-23).
# RUN: split-file %s %t && %postern check --dump=instances %t | FileCheck %s
#--- main.tf
variable "names" { type = map(string) }
module "m" {
  source   = "./child"
  for_each = var.names
  name     = each.value
}
resource "aws_y" "y" {
  id = module.m["a"].id
}
# CHECK: id = unknown(module.m[*].aws_x.child.id)
# CHECK: module.m[*].aws_x.child at {{.*}} (may exist)
# CHECK: name = unknown(var.names[*])
#--- child/main.tf
variable "name" {}
resource "aws_x" "child" {
  name = var.name
}
output "id" { value = aws_x.child.id }
