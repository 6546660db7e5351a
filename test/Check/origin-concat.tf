# concat(), flatten(), distinct() and slice() keep where each element came from.
# RUN: split-file %s %t && %verify --only ssh-open-to-world %t
#--- main.tf
locals {
  office = ["10.0.0.0/8"]
  nested = [local.office, ["0.0.0.0/0"]]
#                          ^^^^^^^^^^^ error[NET101]: ingress on tcp/22 of aws_security_group.flatten is open to the internet
}

resource "aws_security_group" "concat" {
  ingress {
    protocol    = "tcp"
    from_port   = 22
    to_port     = 22
    cidr_blocks = concat(local.office, ["0.0.0.0/0"])
#                                       ^^^^^^^^^^^ error[NET101]: ingress on tcp/22 of aws_security_group.concat is open to the internet
  }
}

resource "aws_security_group" "flatten" {
  ingress {
    protocol    = "tcp"
    from_port   = 22
    to_port     = 22
    cidr_blocks = slice(distinct(flatten(local.nested)), 1, 2)
#                                        ^^^^^^^^^^^^ note: used here by aws_security_group.flatten
  }
}
