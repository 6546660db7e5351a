# The element of a dynamic block, taken out of a list of objects.
# RUN: split-file %s %t && %verify --only ssh-open-to-world %t
#--- main.tf
locals {
  rules = [
    { port = 443, cidrs = ["10.0.0.0/8"] },
    { port = 22, cidrs = ["0.0.0.0/0"] },
#                         ^^^^^^^^^^^ error[NET101]: ingress on tcp/22 of aws_security_group.g is open to the internet
  ]
}

resource "aws_security_group" "g" {
  dynamic "ingress" {
    for_each = local.rules
#              ^^^^^^^^^^^ note: taken by for_each as 1
    iterator = rule
    content {
      protocol    = "tcp"
      from_port   = rule.value.port
      to_port     = rule.value.port
      cidr_blocks = rule.value.cidrs
#                   ^^^^^^^^^^^^^^^^ note: used here by aws_security_group.g
    }
  }
}
