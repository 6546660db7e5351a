# The newer rule resources take exactly one source; one that is not known may turn out to be null.
# RUN: split-file %s %t && %verify %t
#--- main.tf
variable "group" {
  type = string
}

resource "aws_vpc_security_group_ingress_rule" "none" {
#<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error[E459]: but there is none
  security_group_id = "sg-0a1b2c3d"
  ip_protocol       = "-1"
}

resource "aws_vpc_security_group_ingress_rule" "two" {
#<^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error[E459]: but there are cidr_ipv4 and cidr_ipv6
  security_group_id = "sg-0a1b2c3d"
  ip_protocol       = "-1"
  cidr_ipv4         = "10.0.0.0/8"
  cidr_ipv6         = "fd00::/8"
}

resource "aws_vpc_security_group_ingress_rule" "perhaps" {
  security_group_id            = "sg-0a1b2c3d"
  ip_protocol                  = "-1"
  cidr_ipv4                    = "10.0.0.0/8"
  referenced_security_group_id = var.group
}
