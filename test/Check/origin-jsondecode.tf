# What jsondecode() reads out of a file stands in that file.
# RUN: split-file %s %t && %verify --only ssh-open-to-world %t
#--- main.tf
locals {
  net = jsondecode(file("${path.module}/net.json"))
#       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: through local.net
}

resource "aws_security_group" "g" {
  ingress {
    protocol    = "tcp"
    from_port   = 22
    to_port     = 22
    cidr_blocks = local.net.cidrs
#                 ^^^^^^^^^^^^^^^ note: used here by aws_security_group.g
  }
}
# at net.json:2:28-37 error[NET101]: ingress on tcp/22 of aws_security_group.g is open to the internet
#--- net.json
{
  "cidrs": ["10.0.0.0/8", "0.0.0.0/0"]
}
