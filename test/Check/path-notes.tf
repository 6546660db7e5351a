# One note for each station that a reader has to follow, in the order in which the value travels.
# RUN: split-file %s %t && %verify --only ssh-open-to-world --verify-rule ssh-open-to-world %t
#--- main.tf
variable "admins" {
  default = "0.0.0.0/0"
  #         ^^^^^^^^^^^ error: open to the internet
}

locals {
  everyone = var.admins
  #          ^^^^^^^^^^ note: through local.everyone
}

module "lists" {
  source = "./lists"
  one    = local.everyone
  #        ^^^^^^^^^^^^^^ note: passed to module "lists" as "one"
}

resource "aws_security_group" "ssh" {
  ingress {
    protocol    = "tcp"
    from_port   = 22
    to_port     = 22
    cidr_blocks = module.lists.all
    #             ^^^^^^^^^^^^^^^^ note: used here by aws_security_group.ssh
  }
}
#--- lists/main.tf
variable "one" {}
output "all" {
  value = [var.one]
  #        ^^^^^^^ note: returned by module "lists" as "all"
}
