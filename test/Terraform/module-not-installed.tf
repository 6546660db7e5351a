# A module that is not on disk is said once, with what hangs on it; its outputs are unknown, each with a name (UN-24).
# RUN: split-file %s %t && %verify %t
# RUN: %postern check --dump=instances %t | FileCheck %s
#--- main.tf
module "net" {
  source = "example/net/aws"
  #        ^^^^^^^^^^^^^^^^^ note[E315]: module 'example/net/aws' is not on disk: the outputs of 1 call(s) are unknown, 1 resource(s) hang on them
  #        ^^^^^^^^^^^^^^^^^ help: run 'terraform init', or say where the module is with --module-map
}
resource "aws_x" "y" {
  id   = module.net.group_id
  same = module.net.group_id == module.net.group_id
  text = "arn:${module.net.name}"
}
# CHECK: id = unknown(module.net.group_id)
# CHECK: same = true
# CHECK: text = "arn:${module.net.name}"
