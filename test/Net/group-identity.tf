# A rule finds its group through modules, counts and the VPC; a group outside keeps its name.
# RUN: split-file %s %t && %postern check --dump=ingress %t | FileCheck %s
#--- main.tf
module "rules" {
  source = "./rules"
  group  = aws_security_group.hosts[0].id
}

resource "aws_security_group" "hosts" {
  count = 1
}

resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_default_security_group" "main" {
  vpc_id = aws_vpc.main.id
}

resource "aws_vpc_security_group_ingress_rule" "default" {
  security_group_id = aws_vpc.main.default_security_group_id
  ip_protocol       = "-1"
  cidr_ipv4         = "10.0.0.0/8"
}

variable "group" {
  type = string
}

resource "aws_security_group_rule" "elsewhere" {
  type              = "ingress"
  security_group_id = var.group
  protocol          = "tcp"
  from_port         = 22
  to_port           = 22
  self              = true
}
#--- rules/main.tf
variable "group" {}

resource "aws_vpc_security_group_ingress_rule" "ssh" {
  security_group_id = var.group
  ip_protocol       = "tcp"
  from_port         = 22
  to_port           = 22
  cidr_ipv4         = "10.0.0.0/8"
}
# CHECK: group aws_default_security_group.main (default){{$}}
# CHECK-NEXT: ingress all traffic by aws_vpc_security_group_ingress_rule.default
# CHECK: group aws_security_group.hosts[0]{{$}}
# CHECK-NEXT: ingress tcp/22 by module.rules.aws_vpc_security_group_ingress_rule.ssh
# CHECK: group var.group (outside){{$}}
# CHECK-NEXT: ingress tcp/22 by aws_security_group_rule.elsewhere
