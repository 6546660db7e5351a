# A module called three times without the argument: one finding, at the default.
# RUN: split-file %s %t && %verify --only ssh-open-to-world %t
#--- main.tf
module "a" {
  source = "./m"
}

module "b" {
  source = "./m"
}

module "c" {
  source = "./m"
  count  = 2
}
#--- m/main.tf
variable "from" {
  default = ["0.0.0.0/0"]
#            ^^^^^^^^^^^ error[NET101]: ingress on tcp/22 of module.a.aws_security_group.g is open to the internet
#            ^^^^^^^^^^^ note: also in module.b.aws_security_group.g
#            ^^^^^^^^^^^ note: also in module.c[0].aws_security_group.g
#            ^^^^^^^^^^^ note: also in module.c[1].aws_security_group.g
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
