# A prefix of no bits is the whole internet, whatever stands before it.
# RUN: split-file %s %t && %verify %t
#--- main.tf
variable "address" {
  type = string
}

resource "aws_security_group" "a" {
  ingress {
    protocol    = "tcp"
    from_port   = 22
    to_port     = 22
    cidr_blocks = ["/0"]
    #              ^^^^ error[E450]: "/0" is not a CIDR block: the address is missing
    #              ^^^^ error[NET101]: ingress on tcp/22 of aws_security_group.a is open to the internet
  }
  ingress {
    protocol    = "tcp"
    from_port   = 3389
    to_port     = 3389
    cidr_blocks = ["${var.address}/0"]
    #              ^^^^^^^^^^^^^^^^^^ error[NET102]: ingress on tcp/3389 of aws_security_group.a is open to the internet
  }
  ingress {
    protocol    = "tcp"
    from_port   = 23
    to_port     = 23
    cidr_blocks = ["${var.address}/32"]
  }
}
