# A null that is given stays null, unless the variable says that it may not be null (MO-6).
# RUN: split-file %s %t && %postern check --dump=instances %t | FileCheck %s
#--- main.tf
variable "may" { default = "default" }
variable "may_not" {
  default  = "default"
  nullable = false
}
resource "aws_x" "y" {
  may     = var.may
  may_not = var.may_not
}
# CHECK: may = null
# CHECK: may_not = "default"
#--- terraform.tfvars
may     = null
may_not = null
