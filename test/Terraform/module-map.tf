# --module-map says where the source of a module is on disk.
# RUN: split-file %s %t && %postern check --dump=modules --module-map example/net/aws=%t/copies/net %t | FileCheck %s
#--- main.tf
module "net" {
  source  = "example/net/aws"
  version = "~> 1.0"
}
# CHECK: root in
# CHECK: module.net in {{.*}}copies/net
#--- copies/net/main.tf
output "x" { value = 1 }
