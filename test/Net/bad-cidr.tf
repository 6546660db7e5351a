# What is no address block is said where it is written; a list in one string is read all the same.
# RUN: split-file %s %t && %verify %t
#--- main.tf
resource "aws_security_group" "a" {
  ingress {
    protocol    = "tcp"
    from_port   = 8443
    to_port     = 8443
    cidr_blocks = ["10.0.0.0", "/8", "10.0.0.0/8, 10.1.0.0/16"]
    #              ^^^^^^^^^^ error[E450]: "10.0.0.0" is not a CIDR block: the length of the prefix is missing
    #                          ^^^^ error[E450]: "/8" is not a CIDR block: the address is missing
    #                                ^^^^^^^^^^^^^^^^^^^^^^^^^ error[E450]: it holds several
  }
}
