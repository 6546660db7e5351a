# Groups of every kind and sources of every kind: adopted groups, rules from outside, prefix lists of this configuration.
# RUN: split-file %s %t && %postern check --dump=ingress %t | FileCheck %s
#--- main.tf
resource "aws_vpc" "main" {
  cidr_block = "10.1.0.0/16"
}
resource "aws_security_group" "unmanaged" {
  vpc_id = aws_vpc.main.id
}
resource "aws_security_group" "emptied" {
  ingress = []
  egress  = []
}
resource "aws_security_group" "both" {
  ingress {
    protocol         = "tcp"
    from_port        = 443
    to_port          = 443
    cidr_blocks      = ["10.0.0.0/8", "192.168.0.0/16"]
    ipv6_cidr_blocks = ["fd00::/8"]
    security_groups  = ["123456789012/sg-0a1b2c3d"]
  }
}
resource "aws_security_group_rule" "both" {
  type                     = "ingress"
  security_group_id        = aws_security_group.both.id
  protocol                 = "tcp"
  from_port                = 22
  to_port                  = 22
  source_security_group_id = aws_security_group.emptied.id
}
resource "aws_default_security_group" "here" {
  vpc_id = aws_vpc.main.id
  ingress {
    protocol  = -1
    self      = true
    from_port = 0
    to_port   = 0
  }
}
resource "aws_vpc_security_group_ingress_rule" "adopted" {
  security_group_id            = aws_vpc.main.default_security_group_id
  ip_protocol                  = "tcp"
  from_port                    = 80
  to_port                      = 80
  referenced_security_group_id = aws_security_group.both.id
}
resource "aws_ec2_managed_prefix_list" "offices" {
  name           = "offices"
  address_family = "IPv4"
  max_entries    = 3
  entry {
    cidr = "192.0.2.0/24"
  }
  dynamic "entry" {
    for_each = ["198.51.100.0/24"]
    content {
      cidr = entry.value
    }
  }
}
resource "aws_ec2_managed_prefix_list_entry" "late" {
  prefix_list_id = aws_ec2_managed_prefix_list.offices.id
  cidr           = "203.0.113.0/24"
}
resource "aws_vpc_security_group_ingress_rule" "offices" {
  security_group_id = aws_security_group.unmanaged.id
  ip_protocol       = "tcp"
  from_port         = 22
  to_port           = 22
  prefix_list_id    = aws_ec2_managed_prefix_list.offices.id
}
resource "aws_security_group_rule" "lists" {
  type              = "ingress"
  security_group_id = aws_security_group.unmanaged.id
  protocol          = "tcp"
  from_port         = 443
  to_port           = 443
  prefix_list_ids   = ["pl-0a1b2c3d", data.aws_prefix_list.s3.id]
}
data "aws_prefix_list" "s3" {
  name = "com.amazonaws.eu-west-1.s3"
}
resource "aws_security_group_rule" "joined" {
  type              = "ingress"
  security_group_id = aws_security_group.unmanaged.id
  protocol          = "tcp"
  from_port         = 8443
  to_port           = 8443
  cidr_blocks       = compact(split(",", "10.0.0.0/8,,10.1.0.0/16"))
}
# CHECK: group aws_default_security_group.here (default){{$}}
# CHECK-NEXT: ingress all traffic by aws_default_security_group.here at
# CHECK-NEXT: from self at
# CHECK-NEXT: ingress tcp/80 by aws_vpc_security_group_ingress_rule.adopted at
# CHECK-NEXT: from group aws_security_group.both.id at
# CHECK-NEXT: group aws_security_group.both{{$}}
# CHECK-NEXT: ingress tcp/443 by aws_security_group.both at
# CHECK-NEXT: from 10.0.0.0/8 at
# CHECK-NEXT: from 192.168.0.0/16 at
# CHECK-NEXT: from fd00::/8 at
# CHECK-NEXT: from group 123456789012/sg-0a1b2c3d at
# CHECK-NEXT: ingress tcp/22 by aws_security_group_rule.both at
# CHECK-NEXT: from group aws_security_group.emptied.id at
# CHECK-NEXT: group aws_security_group.emptied{{$}}
# CHECK-NEXT: group aws_security_group.unmanaged{{$}}
# CHECK-NEXT: ingress tcp/8443 by aws_security_group_rule.joined at
# CHECK-NEXT: from 10.0.0.0/8 at
# CHECK-NEXT: from 10.1.0.0/16 at
# CHECK-NEXT: ingress tcp/443 by aws_security_group_rule.lists at
# CHECK-NEXT: from prefix list pl-0a1b2c3d at
# CHECK-NEXT: from prefix list data.aws_prefix_list.s3.id at
# CHECK-NEXT: ingress tcp/22 by aws_vpc_security_group_ingress_rule.offices at
# CHECK-NEXT: from 192.0.2.0/24 of aws_ec2_managed_prefix_list.offices at
# CHECK-NEXT: from 198.51.100.0/24 of aws_ec2_managed_prefix_list.offices at
# CHECK-NEXT: from 203.0.113.0/24 of aws_ec2_managed_prefix_list.offices at
