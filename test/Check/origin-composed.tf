# Text that is put together has no one literal: the expression that makes it is underlined.
# RUN: split-file %s %t && %verify --only ssh-open-to-world %t
#--- main.tf
locals {
  host = "0.0.0.0"
  all  = format("%s/%d", local.host, 0)
#        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error[NET101]: ingress on tcp/22 of aws_security_group.format is open to the internet
}

resource "aws_security_group" "template" {
  ingress {
    protocol    = "tcp"
    from_port   = 22
    to_port     = 22
    cidr_blocks = ["${local.host}/0"]
#                  ^^^^^^^^^^^^^^^^^ error[NET101]: ingress on tcp/22 of aws_security_group.template is open to the internet
  }
}

resource "aws_security_group" "format" {
  ingress {
    protocol    = "tcp"
    from_port   = 22
    to_port     = 22
    cidr_blocks = [local.all]
#                  ^^^^^^^^^ note: used here by aws_security_group.format
  }
}
