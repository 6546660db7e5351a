# Calls that each write the literal themselves are findings of their own.
# RUN: split-file %s %t && %verify --only ssh-open-to-world %t
#--- main.tf
module "a" {
  source = "./m"
  from   = ["0.0.0.0/0"]
#           ^^^^^^^^^^^ error[NET101]: ingress on tcp/22 of module.a.aws_security_group.g is open to the internet
}

module "b" {
  source = "./m"
  from   = ["10.0.0.0/8"]
}

module "c" {
  source = "./m"
  from   = ["0.0.0.0/0"]
#           ^^^^^^^^^^^ error[NET101]: ingress on tcp/22 of module.c.aws_security_group.g is open to the internet
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
#                 ^^^^^^^^ note: used here by module.c.aws_security_group.g
  }
}
