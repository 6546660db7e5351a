# lookup() gives the element of the map, or its last argument.
# RUN: split-file %s %t && %verify --only ssh-open-to-world %t
#--- main.tf
variable "stage" {
  default = "dev"
}

locals {
  cidrs = {
    prod = ["10.0.0.0/8"]
    dev  = ["0.0.0.0/0"]
#           ^^^^^^^^^^^ error[NET101]: ingress on tcp/22 of aws_security_group.g is open to the internet
  }
}

resource "aws_security_group" "g" {
  ingress {
    protocol    = "tcp"
    from_port   = 22
    to_port     = 22
    cidr_blocks = lookup(local.cidrs, var.stage, [])
#                        ^^^^^^^^^^^ note: used here by aws_security_group.g
  }
}

resource "aws_security_group" "h" {
  ingress {
    protocol    = "tcp"
    from_port   = 22
    to_port     = 22
    cidr_blocks = lookup(local.cidrs, "test", ["0.0.0.0/0"])
#                                              ^^^^^^^^^^^ error[NET101]: ingress on tcp/22 of aws_security_group.h is open to the internet
  }
}
