# An element of a map that for_each takes from elsewhere is a station of its own.
# RUN: split-file %s %t && %verify --only ssh-open-to-world %t
#--- main.tf
variable "rules" {
  type = map(object({ cidr = string, port = optional(number, 22) }))
  default = {
    office = { cidr = "10.0.0.0/8" }
    world  = { cidr = "0.0.0.0/0" }
#                     ^^^^^^^^^^^ error[NET101]: ingress on tcp/22 of aws_vpc_security_group_ingress_rule.r["world"] is open to the internet
  }
}

resource "aws_vpc_security_group_ingress_rule" "r" {
  for_each          = var.rules
#                     ^^^^^^^^^ note: taken by for_each as "world"
  ip_protocol       = "tcp"
  from_port         = each.value.port
  to_port           = each.value.port
  cidr_ipv4         = each.value.cidr
#                     ^^^^^^^^^^^^^^^ note: used here by aws_vpc_security_group_ingress_rule.r["world"]
  security_group_id = "sg-1"
}
