# A module called three times with one local: one finding, at the local, with every call and instance in it.
# RUN: split-file %s %t && %verify --only ssh-open-to-world %t
#--- main.tf
locals {
  everyone = ["0.0.0.0/0"]
#             ^^^^^^^^^^^ error[NET101]: ingress on tcp/22 of module.a.aws_security_group.g is open to the internet
#             ^^^^^^^^^^^ note: also in module.b.aws_security_group.g
#             ^^^^^^^^^^^ note: also in module.c.aws_security_group.g
}

module "a" {
  source = "./m"
  from   = local.everyone
#          ^^^^^^^^^^^^^^ note: passed to module "a" as "from"
}

module "b" {
  source = "./m"
  from   = local.everyone
#          ^^^^^^^^^^^^^^ note: also passed to module "b" as "from"
}

module "c" {
  source = "./m"
  from   = concat(["10.0.0.0/8"], local.everyone)
#                                 ^^^^^^^^^^^^^^ note: also passed to module "c" as "from"
}
#--- m/main.tf
variable "from" {
  default = ["0.0.0.0/0"]
}

resource "aws_security_group" "g" {
  ingress {
    protocol    = "tcp"
    from_port   = 22
    to_port     = 22
    cidr_blocks = var.from
#                 ^^^^^^^^ note: used here by module.a.aws_security_group.g
  }
}
