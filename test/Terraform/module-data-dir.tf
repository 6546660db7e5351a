# TF_DATA_DIR says where the manifest is.
# RUN: split-file %s %t && env TF_DATA_DIR=elsewhere %postern check --dump=modules %t | FileCheck %s
#--- main.tf
module "net" {
  source = "example/net/aws"
}
# CHECK: module.net in {{.*}}fetched
#--- elsewhere/modules/modules.json
{"Modules": [{"Key": "net", "Source": "registry.terraform.io/example/net/aws", "Dir": "fetched"}]}
#--- fetched/main.tf
output "x" { value = 1 }
