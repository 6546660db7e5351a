# Modules with count and for_each are evaluated once for each instance (BL-5).
# RUN: split-file %s %t && %postern check --dump=instances %t | FileCheck %s
#--- main.tf
module "many" {
  source = "./child"
  count  = 2
  port   = 20 + count.index
}
module "named" {
  source   = "./child"
  for_each = { ssh = 22, web = 443 }
  port     = each.value
}
module "none" {
  source = "./child"
  count  = 0
  port   = 1
}
resource "aws_x" "y" {
  all   = module.many[*].port
  one   = module.many[1].port
  key   = module.named["web"].port
  ports = [for name, m in module.named : "${name}:${m.port}"]
  none  = module.none
}
# CHECK: all = [20, 21]
# CHECK: one = 21
# CHECK: key = 443
# CHECK: ports = ["ssh:22", "web:443"]
# CHECK: none = []
# CHECK: module.many[0].aws_x.child at
# CHECK: module.many[1].aws_x.child at
# CHECK: module.named["ssh"].aws_x.child at
# CHECK: module.named["web"].aws_x.child at
# CHECK-NOT: module.none
#--- child/main.tf
variable "port" {}
resource "aws_x" "child" {
  port = var.port
}
output "port" { value = aws_x.child.port }
