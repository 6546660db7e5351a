# A given value is converted to its type, defaults of optional attributes filled in (MO-6).
# RUN: split-file %s %t && %postern check --dump=instances %t | FileCheck %s
#--- main.tf
variable "rule" {
  type = object({ port = number, cidr = optional(string, "10.0.0.0/8"), note = optional(string) })
}
variable "ports" { type = list(string) }
resource "aws_x" "y" {
  rule  = var.rule
  ports = var.ports
}
# CHECK: rule = {"cidr" = "10.0.0.0/8", "note" = null, "port" = 22}
# CHECK: ports = ["1", "2"]
#--- terraform.tfvars
rule  = { port = "22", extra = 1 }
ports = [1, 2]
