# A block of the other family is refused by the provider and read as what it is.
# RUN: split-file %s %t && %verify %t
#--- main.tf
resource "aws_security_group" "a" {
  ingress {
    protocol         = "tcp"
    from_port        = 22
    to_port          = 22
    cidr_blocks      = ["::/0"]
    #                   ^^^^^^ error[E452]: "::/0" is an IPv6 block, but cidr_blocks takes IPv4 blocks only
    #                   ^^^^^^ error[NET101]: open to the internet
    ipv6_cidr_blocks = ["10.0.0.0/8"]
    #                   ^^^^^^^^^^^^ error[E452]: "10.0.0.0/8" is an IPv4 block, but ipv6_cidr_blocks takes IPv6 blocks only
  }
}
