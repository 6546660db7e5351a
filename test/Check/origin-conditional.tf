# A conditional hands on the arm that it takes, or may take.
# RUN: split-file %s %t && %verify --only ssh-open-to-world %t
#--- main.tf
variable "open" {
  default = true
}

variable "maybe" {
  type = bool
}

resource "aws_security_group" "known" {
  ingress {
    protocol    = "tcp"
    from_port   = 22
    to_port     = 22
    cidr_blocks = var.open ? ["0.0.0.0/0"] : ["10.0.0.0/8"]
#                             ^^^^^^^^^^^ error[NET101]: ingress on tcp/22 of aws_security_group.known is open to the internet
  }
}

resource "aws_security_group" "unknown" {
  ingress {
    protocol    = "tcp"
    from_port   = 22
    to_port     = 22
    cidr_blocks = [var.maybe ? "0.0.0.0/0" : "10.0.0.0/8"]
#                              ^^^^^^^^^^^ note[NET101]: ingress on tcp/22 of aws_security_group.unknown is open to the internet (possibly: it depends on var.maybe)
  }
}
