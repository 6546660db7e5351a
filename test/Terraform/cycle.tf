# What depends on itself is said, once, with the way round.
# RUN: split-file %s %t && %verify %t
#--- main.tf
locals {
  a = local.b
  b = local.c
  c = local.a
  #   ^^^^^^^ error[E337]: 'local.a' depends on itself: local.a → local.b → local.c → local.a
  d = local.d
  #   ^^^^^^^ error[E337]: 'local.d' depends on itself: local.d → local.d
}
module "m" {
  source = "./child"
  in     = module.m.out
  #        ^^^^^^^^^^^^ error[E337]: 'module.m.output.out' depends on itself
}
#--- child/main.tf
variable "in" {}
output "out" { value = var.in }
