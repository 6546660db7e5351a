# Every spelling of a rule comes to the same shape.
# RUN: split-file %s %t && %postern check --dump=ingress %t | FileCheck %s
#--- main.tf
resource "aws_security_group" "a" {
  ingress {
    protocol    = "6"
    from_port   = "22"
    to_port     = 22
    cidr_blocks = ["10.0.0.0/8"]
  }
  ingress {
    protocol        = "icmp"
    from_port       = 8
    to_port         = -1
    security_groups = [aws_security_group.b.id]
    self            = true
  }
}

resource "aws_security_group" "b" {
  ingress = [for port in [80, 443] : {
    description = "", protocol = "tcp", from_port = port, to_port = port, cidr_blocks = ["10.0.0.0/8"]
    ipv6_cidr_blocks = null, prefix_list_ids = null, security_groups = null, self = null
  }]
  egress = []
}

resource "aws_security_group" "c" {
  dynamic "ingress" {
    for_each = { one = 1, two = 2 }
    iterator = rule
    content {
      protocol    = "udp"
      from_port   = 100 * rule.value
      to_port     = 100 * rule.value + 5
      cidr_blocks = ["10.${rule.value}.0.0/16"]
    }
  }
}

resource "aws_security_group_rule" "a" {
  type              = "ingress"
  security_group_id = aws_security_group.a.id
  protocol          = -1
  from_port         = 443
  to_port           = 443
  cidr_blocks       = ["10.0.0.0/8"]
}

resource "aws_vpc_security_group_ingress_rule" "a" {
  security_group_id = aws_security_group.a.id
  ip_protocol       = "58"
  from_port         = -1
  to_port           = -1
  cidr_ipv6         = "fd00::/8"
}

resource "aws_vpc_security_group_egress_rule" "outside" {
  security_group_id = "sg-0a1b2c3d"
  ip_protocol       = "-1"
  cidr_ipv4         = "0.0.0.0/0"
}
# CHECK: group aws_security_group.a{{$}}
# CHECK-NEXT: ingress tcp/22 by aws_security_group.a at
# CHECK-NEXT: from 10.0.0.0/8 at
# CHECK-NEXT: ingress icmp type 8 by aws_security_group.a at
# CHECK-NEXT: from group aws_security_group.b.id at
# CHECK-NEXT: from self at
# CHECK-NEXT: ingress all traffic by aws_security_group_rule.a at
# CHECK-NEXT: port 443 mean nothing
# CHECK-NEXT: from 10.0.0.0/8 at
# CHECK-NEXT: ingress all icmpv6 by aws_vpc_security_group_ingress_rule.a at
# CHECK-NEXT: from fd00::/8 at
# CHECK-NEXT: group aws_security_group.b{{$}}
# CHECK-NEXT: ingress tcp/80 by
# CHECK-NEXT: from 10.0.0.0/8 at
# CHECK-NEXT: ingress tcp/443 by
# CHECK-NEXT: from 10.0.0.0/8 at
# CHECK-NEXT: group aws_security_group.c{{$}}
# CHECK-NEXT: ingress udp/100-105 by
# CHECK-NEXT: from 10.1.0.0/16 at
# CHECK-NEXT: ingress udp/200-205 by
# CHECK-NEXT: from 10.2.0.0/16 at
# CHECK-NEXT: group sg-0a1b2c3d (outside){{$}}
# CHECK-NEXT: egress all traffic by aws_vpc_security_group_egress_rule.outside at
# CHECK-NEXT: to 0.0.0.0/0 at
