# What is not known keeps its name, and is neither empty nor everything; what holds either way is certain.
# RUN: split-file %s %t && %postern check --dump=ingress %t | FileCheck %s
#--- main.tf
variable "networks" {
  type = list(string)
}
variable "port" {
  type = number
}
variable "protocol" {
  type = string
}
variable "open" {
  type = bool
}

resource "aws_security_group" "a" {
  ingress {
    protocol    = "tcp"
    from_port   = var.port
    to_port     = 1024
    cidr_blocks = var.networks
  }
  ingress {
    protocol    = var.protocol
    from_port   = 22
    to_port     = 22
    cidr_blocks = [var.open ? "0.0.0.0/0" : "10.0.0.0/8", "10.1.0.0/16"]
  }
  ingress {
    protocol         = "tcp"
    from_port        = var.open ? 22 : 443
    to_port          = var.open ? 22 : 443
    ipv6_cidr_blocks = concat(["fd00::/8"], var.networks)
  }
}
# CHECK: ingress tcp ports var.port to 1024 by {{.*}}, var.port is not known
# CHECK-NEXT: from unknown var.networks {{.*}}, var.networks is not known
# CHECK-NEXT: ingress port 22 of protocol var.protocol by {{.*}}, var.protocol is not known
# CHECK-NEXT: from 0.0.0.0/0 at {{.*}} (may be), it depends on var.open
# CHECK-NEXT: from 10.0.0.0/8 at {{[^(]*$}}
# CHECK-NEXT: from 10.1.0.0/16 at {{[^(]*$}}
# CHECK-NEXT: ingress tcp/22 and tcp/443 by {{.*}}, var.open is not known
# CHECK-NEXT: from fd00::/8 at
# CHECK: and further ones that are not known
