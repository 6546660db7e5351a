# A string in place of a list is refused, and read as a list of one.
# RUN: split-file %s %t && %verify %t
#--- main.tf
resource "aws_security_group" "a" {
  ingress {
    protocol    = "tcp"
    from_port   = 22
    to_port     = 22
    cidr_blocks = "0.0.0.0/0"
    #             ^^^^^^^^^^^ error[E457]: cidr_blocks takes a list of strings
    #             ^^^^^^^^^^^ error[NET101]: open to the internet
  }
}
