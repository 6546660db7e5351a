# Later sources of a root variable's value win, whole (MO-5).
# RUN: split-file %s %t && env TF_VAR_b=env TF_VAR_c=env %postern check --dump=instances --var f=flag --var-file %t/last.tfvars %t | FileCheck %s
#--- main.tf
variable "a" { default = "default" }
variable "b" { default = "default" }
variable "c" { default = "default" }
variable "d" { default = "default" }
variable "e" { default = "default" }
variable "f" { default = "default" }
variable "g" { default = "default" }
resource "aws_x" "y" {
  values = [var.a, var.b, var.c, var.d, var.e, var.f, var.g]
}
# CHECK: values = ["default", "env", "terraform.tfvars", "terraform.tfvars.json", "b.auto.tfvars", "flag", "last.tfvars"]
#--- terraform.tfvars
c = "terraform.tfvars"
d = "terraform.tfvars"
#--- terraform.tfvars.json
{"d": "terraform.tfvars.json", "e": "terraform.tfvars.json"}
#--- a.auto.tfvars
e = "a.auto.tfvars"
#--- b.auto.tfvars
e = "b.auto.tfvars"
g = "b.auto.tfvars"
#--- last.tfvars
g = "last.tfvars"
