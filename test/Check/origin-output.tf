# Out of a module by an output, into another one by an argument.
# RUN: split-file %s %t && %verify --only ssh-open-to-world %t
#--- main.tf
module "lists" {
  source = "./lists"
}

module "access" {
  source = "./access"
  from   = module.lists.everyone
#          ^^^^^^^^^^^^^^^^^^^^^ note: passed to module "access" as "from"
}
#--- access/main.tf
variable "from" {}

resource "aws_security_group" "g" {
  ingress {
    protocol    = "tcp"
    from_port   = 22
    to_port     = 22
    cidr_blocks = var.from
#                 ^^^^^^^^ note: used here by module.access.aws_security_group.g
  }
}
#--- lists/main.tf
output "everyone" {
  value = ["0.0.0.0/0"]
#          ^^^^^^^^^^^ error[NET101]: ingress on tcp/22 of module.access.aws_security_group.g is open to the internet
}
