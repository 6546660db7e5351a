# An element that count.index picks.
# RUN: split-file %s %t && %verify --only ssh-open-to-world %t
#--- main.tf
locals {
  cidrs = ["10.0.0.0/8", "0.0.0.0/0"]
#                        ^^^^^^^^^^^ error[NET101]: ingress on tcp/22 of aws_vpc_security_group_ingress_rule.r[1] is open to the internet
}

resource "aws_vpc_security_group_ingress_rule" "r" {
  count             = length(local.cidrs)
  ip_protocol       = "tcp"
  from_port         = 22
  to_port           = 22
  cidr_ipv4         = local.cidrs[count.index]
#                     ^^^^^^^^^^^^^^^^^^^^^^^^ note: used here by aws_vpc_security_group_ingress_rule.r[1]
  security_group_id = "sg-1"
}
