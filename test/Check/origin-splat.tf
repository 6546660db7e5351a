# A splat hands on an attribute of each element.
# RUN: split-file %s %t && %verify --only ssh-open-to-world %t
#--- main.tf
locals {
  nets = [{ cidr = "10.0.0.0/8" }, { cidr = "0.0.0.0/0" }]
#                                           ^^^^^^^^^^^ error[NET101]: ingress on tcp/22 of aws_security_group.g is open to the internet
}

resource "aws_security_group" "g" {
  ingress {
    protocol    = "tcp"
    from_port   = 22
    to_port     = 22
    cidr_blocks = local.nets[*].cidr
#                 ^^^^^^^^^^^^^^^^^^ note: used here by aws_security_group.g
  }
}
