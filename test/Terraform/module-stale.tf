# A manifest that no longer fits the configuration, or is none, is a warning.
# RUN: split-file %s %t && %verify %t
#--- main.tf
# nowhere warning[E317]: the key 'net' is there twice
module "net" {
  source = "example/other/aws"
  #        ^^^^^^^^^^^^^^^^^^^ warning[E316]: module 'net' is installed from 'example/net/aws'
}
#--- .terraform/modules/modules.json
{"Modules": [
  {"Key": "net", "Source": "example/net/aws", "Dir": ".terraform/modules/net"},
  {"Key": "net", "Source": "example/net/aws", "Dir": ".terraform/modules/net"}
]}
#--- .terraform/modules/net/main.tf
output "x" { value = 1 }
