# What protocol and ports come to, for every row of the table: ports, types with codes, or nothing at all.
# RUN: split-file %s %t && %postern check --dump=ingress %t | FileCheck %s
#--- main.tf
locals {
  rules = {
    "01 all"       = ["ALL", 22, 22]
    "02 minus one" = [-1, 0, 0]
    "03 text"      = ["-1", 0, 65535]
    "04 tcp"       = ["TCP", 22, 22]
    "05 six"       = [6, 22, 23]
    "06 every tcp" = ["tcp", 0, 65535]
    "07 tcp -1"    = ["tcp", -1, -1]
    "08 tcp zero"  = ["tcp", 0, 0]
    "09 udp"       = ["17", 53, 53]
    "10 echo"      = ["icmp", 8, 0]
    "11 type"      = ["icmp", 8, -1]
    "12 all icmp"  = [1, -1, -1]
    "13 icmpv6"    = ["58", 128, 0]
    "14 all v6"    = ["icmpv6", -1, -1]
    "15 gre"       = ["47", 22, 22]
    "16 esp"       = [50, 0, 0]
    "17 last"      = [255, -1, -1]
  }
}

resource "aws_security_group_rule" "r" {
  for_each          = local.rules
  type              = "ingress"
  security_group_id = "sg-0a1b2c3d"
  protocol          = each.value[0]
  from_port         = each.value[1]
  to_port           = each.value[2]
  cidr_blocks       = ["10.0.0.0/8"]
}

resource "aws_vpc_security_group_ingress_rule" "without_ports" {
  for_each          = toset(["-1", "icmp", "icmpv6", "47"])
  security_group_id = "sg-0a1b2c3e"
  ip_protocol       = each.key
  cidr_ipv4         = "10.0.0.0/8"
}
# CHECK: group sg-0a1b2c3d (outside){{$}}
# CHECK-NEXT: ingress all traffic by aws_security_group_rule.r["01 all"] at
# CHECK-NEXT: port 22 mean nothing
# CHECK-NEXT: from 10.0.0.0/8 at
# CHECK-NEXT: ingress all traffic by aws_security_group_rule.r["02 minus one"] at
# CHECK-NEXT: from 10.0.0.0/8 at
# CHECK-NEXT: ingress all traffic by aws_security_group_rule.r["03 text"] at
# CHECK-NEXT: from 10.0.0.0/8 at
# CHECK-NEXT: ingress tcp/22 by aws_security_group_rule.r["04 tcp"] at
# CHECK-NEXT: from 10.0.0.0/8 at
# CHECK-NEXT: ingress tcp/22-23 by aws_security_group_rule.r["05 six"] at
# CHECK-NEXT: from 10.0.0.0/8 at
# CHECK-NEXT: ingress every tcp port by aws_security_group_rule.r["06 every tcp"] at
# CHECK-NEXT: from 10.0.0.0/8 at
# CHECK-NEXT: ingress every tcp port by aws_security_group_rule.r["07 tcp -1"] at
# CHECK-NEXT: from 10.0.0.0/8 at
# CHECK-NEXT: ingress tcp/0 by aws_security_group_rule.r["08 tcp zero"] at
# CHECK-NEXT: from 10.0.0.0/8 at
# CHECK-NEXT: ingress udp/53 by aws_security_group_rule.r["09 udp"] at
# CHECK-NEXT: from 10.0.0.0/8 at
# CHECK-NEXT: ingress icmp type 8 code 0 by aws_security_group_rule.r["10 echo"] at
# CHECK-NEXT: from 10.0.0.0/8 at
# CHECK-NEXT: ingress icmp type 8 by aws_security_group_rule.r["11 type"] at
# CHECK-NEXT: from 10.0.0.0/8 at
# CHECK-NEXT: ingress all icmp by aws_security_group_rule.r["12 all icmp"] at
# CHECK-NEXT: from 10.0.0.0/8 at
# CHECK-NEXT: ingress icmpv6 type 128 code 0 by aws_security_group_rule.r["13 icmpv6"] at
# CHECK-NEXT: from 10.0.0.0/8 at
# CHECK-NEXT: ingress all icmpv6 by aws_security_group_rule.r["14 all v6"] at
# CHECK-NEXT: from 10.0.0.0/8 at
# CHECK-NEXT: ingress protocol 47 by aws_security_group_rule.r["15 gre"] at
# CHECK-NEXT: port 22 mean nothing
# CHECK-NEXT: from 10.0.0.0/8 at
# CHECK-NEXT: ingress protocol 50 by aws_security_group_rule.r["16 esp"] at
# CHECK-NEXT: from 10.0.0.0/8 at
# CHECK-NEXT: ingress protocol 255 by aws_security_group_rule.r["17 last"] at
# CHECK-NEXT: from 10.0.0.0/8 at
# CHECK-NEXT: group sg-0a1b2c3e (outside){{$}}
# CHECK-NEXT: ingress all traffic by aws_vpc_security_group_ingress_rule.without_ports["-1"] at
# CHECK-NEXT: from 10.0.0.0/8 at
# CHECK-NEXT: ingress protocol 47 by aws_vpc_security_group_ingress_rule.without_ports["47"] at
# CHECK-NEXT: from 10.0.0.0/8 at
# CHECK-NEXT: ingress all icmp by aws_vpc_security_group_ingress_rule.without_ports["icmp"] at
# CHECK-NEXT: from 10.0.0.0/8 at
# CHECK-NEXT: ingress all icmpv6 by aws_vpc_security_group_ingress_rule.without_ports["icmpv6"] at
# CHECK-NEXT: from 10.0.0.0/8 at
