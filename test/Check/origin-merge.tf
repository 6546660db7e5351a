# merge() keeps where each value came from.
# RUN: split-file %s %t && %verify --only ssh-open-to-world %t
#--- main.tf
locals {
  base  = { office = ["10.0.0.0/8"] }
  extra = { world = ["0.0.0.0/0"] }
#                    ^^^^^^^^^^^ error[NET101]: ingress on tcp/22 of aws_security_group.g is open to the internet
  all   = merge(local.base, local.extra)
#                           ^^^^^^^^^^^ note: through local.all
}

resource "aws_security_group" "g" {
  ingress {
    protocol    = "tcp"
    from_port   = 22
    to_port     = 22
    cidr_blocks = local.all["world"]
#                 ^^^^^^^^^^^^^^^^^^ note: used here by aws_security_group.g
  }
}
