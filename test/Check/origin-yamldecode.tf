# What yamldecode() reads stands in the text.
# RUN: split-file %s %t && %verify --only ssh-open-to-world %t
#--- main.tf
locals {
  net = yamldecode(<<-EOT
    cidrs:
      - 10.0.0.0/8
      - 0.0.0.0/0
  EOT
#       ^^^^^^^^^@-2 error[NET101]: ingress on tcp/22 of aws_security_group.g is open to the internet
  )
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
