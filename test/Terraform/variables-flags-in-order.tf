# --var and --var-file are one list; the last one that names a variable wins.
# RUN: split-file %s %t
# RUN: %postern check --dump=instances --var a=flag --var-file %t/x.tfvars %t | FileCheck %s --check-prefix=FILE
# RUN: %postern check --dump=instances --var-file %t/x.tfvars --var a=flag %t | FileCheck %s --check-prefix=FLAG
#--- main.tf
variable "a" {}
resource "aws_x" "y" {
  a = var.a
}
# FILE: a = "file"
# FLAG: a = "flag"
#--- x.tfvars
a = "file"
