# From the variable file through a local, an element of for_each and the argument of a module to the resource.
# RUN: split-file %s %t && %verify --only ssh-open-to-world %t
#--- main.tf
variable "rules" {
  type = map(object({ cidr = string }))
}

locals {
  named = { for name, rule in var.rules : upper(name) => rule.cidr }
#                             ^^^^^^^^^ note: through local.named
}

module "access" {
  source   = "./access"
  for_each = local.named
#            ^^^^^^^^^^^ note: taken by for_each as "WORLD"
  from     = each.value
#            ^^^^^^^^^^ note: passed to module "access" as "from"
}
#--- terraform.tfvars
rules = {
  office = { cidr = "198.51.100.0/24" }
  world  = { cidr = "0.0.0.0/0" }
#                   ^^^^^^^^^^^ error[NET101]: ingress on tcp/22 of module.access["WORLD"].aws_vpc_security_group_ingress_rule.ssh is open to the internet
}
#--- access/main.tf
variable "from" {}

resource "aws_vpc_security_group_ingress_rule" "ssh" {
  ip_protocol       = "tcp"
  from_port         = 22
  to_port           = 22
  cidr_ipv4         = var.from
#                     ^^^^^^^^ note: used here by module.access["WORLD"].aws_vpc_security_group_ingress_rule.ssh
  security_group_id = "sg-1"
}
