# The same source by variable, module, local and dynamic block, as a literal and in halves: the same finding on the caller's literal.
# RUN: split-file %s %t && %verify --only ssh-open-to-world --only world-by-union %t
#--- main.tf
module "long" {
  source = "./long"
  cidr   = "0.0.0.0/0"
#          ^^^^^^^^^^^ error[NET101]: ingress on tcp/22 of module.long.module.inner.aws_security_group.g is open to the internet
}

resource "aws_security_group" "literal" {
  ingress {
    protocol    = "tcp"
    from_port   = 22
    to_port     = 22
    cidr_blocks = ["0.0.0.0/0"]
#                  ^^^^^^^^^^^ error[NET101]: ingress on tcp/22 of aws_security_group.literal is open to the internet
  }
}

module "halves" {
  source = "./halves"
  cidrs  = ["0.0.0.0/1", "128.0.0.0/1"]
#           ^^^^^^^^^^^ error[NET109]: ingress on tcp/22 of module.halves.aws_security_group.g is open to the internet: 2 blocks add up to every address
#                        ^^^^^^^^^^^^^ note: 
}
#--- halves/main.tf
variable "cidrs" {}

resource "aws_security_group" "g" {
  ingress {
    protocol    = "tcp"
    from_port   = 22
    to_port     = 22
    cidr_blocks = var.cidrs
#                 ^^^^^^^^^ note: used here by module.halves.aws_security_group.g
  }
}
#--- long/main.tf
variable "cidr" {}

module "inner" {
  source = "./inner"
  from   = var.cidr
#          ^^^^^^^^ note: passed to module "inner" as "from"
}
#--- long/inner/main.tf
variable "from" {}

locals {
  sources = [var.from]
#            ^^^^^^^^ note: through local.sources
}

resource "aws_security_group" "g" {
  dynamic "ingress" {
    for_each = local.sources
#              ^^^^^^^^^^^^^ note: taken by for_each as 0
    content {
      protocol    = "tcp"
      from_port   = 22
      to_port     = 22
      cidr_blocks = [ingress.value]
#                    ^^^^^^^^^^^^^ note: used here by module.long.module.inner.aws_security_group.g
    }
  }
}
