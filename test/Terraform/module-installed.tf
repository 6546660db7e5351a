# Modules that 'terraform init' has fetched are found through its manifest, also below other modules (MO-9).
# RUN: split-file %s %t && %postern check --dump=modules %t | FileCheck %s
#--- main.tf
module "net" {
  source = "example/net/aws"
}
# CHECK: root in
# CHECK: module.net in {{.*}}.terraform/modules/net: 1 files
# CHECK: module.net.module.deep in {{.*}}.terraform/modules/net.deep: 1 files
#--- .terraform/modules/modules.json
{"Modules": [
  {"Key": "", "Source": "", "Dir": "."},
  {"Key": "net", "Source": "registry.terraform.io/example/net/aws", "Version": "1.0.0", "Dir": ".terraform/modules/net"},
  {"Key": "net.deep", "Source": "git::https://example.com/deep.git", "Dir": ".terraform/modules/net.deep"}
]}
#--- .terraform/modules/net/main.tf
module "deep" {
  source = "git::https://example.com/deep.git"
}
#--- .terraform/modules/net.deep/main.tf
output "x" { value = 1 }
