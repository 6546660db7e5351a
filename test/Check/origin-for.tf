# A for expression hands on what it takes, filtered or not.
# RUN: split-file %s %t && %verify --only ssh-open-to-world %t
#--- main.tf
locals {
  nets = {
    office = "10.0.0.0/8"
    world  = "0.0.0.0/0"
#            ^^^^^^^^^^^ error[NET101]: ingress on tcp/22 of aws_security_group.g is open to the internet
  }
}

resource "aws_security_group" "g" {
  ingress {
    protocol    = "tcp"
    from_port   = 22
    to_port     = 22
    cidr_blocks = [for name, net in local.nets : net if name != "office"]
#                                   ^^^^^^^^^^ note: used here by aws_security_group.g
  }
}
