# An empty range is refused, and read as the range that was meant; an ICMP type may be above its code.
# RUN: split-file %s %t && %verify %t
#--- main.tf
resource "aws_security_group" "a" {
  ingress {
    protocol    = "tcp"
    from_port   = 25
    #             ^^ error[E454]: the range from 25 to 22 is empty
    to_port     = 22
    cidr_blocks = ["0.0.0.0/0"]
    #              ^^^^^^^^^^^ error[NET101]: ingress on tcp/22-25
  }
  ingress {
    protocol    = "icmp"
    from_port   = 8
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}
