# In an inline block ports beside protocol -1 are refused; 0 is none.
# RUN: split-file %s %t && %verify %t
#--- main.tf
resource "aws_security_group" "a" {
  ingress {
    protocol    = "-1"
    from_port   = 443
    #             ^^^ error[E455]: from_port and to_port must both be 0 when the protocol is -1
    to_port     = 443
    cidr_blocks = ["10.0.0.0/8"]
  }
  egress {
    protocol    = -1
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}
