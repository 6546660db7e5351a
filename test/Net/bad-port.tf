# Ports are whole numbers, as numbers or as text; ICMP types are smaller.
# RUN: split-file %s %t && %verify %t
#--- main.tf
resource "aws_security_group" "a" {
  ingress {
    protocol    = "tcp"
    from_port   = "ssh"
    #             ^^^^^ error[E453]: "ssh" is not a port
    to_port     = 70000
    #             ^^^^^ error[E453]: "70000" is not a port
    cidr_blocks = ["10.0.0.0/8"]
  }
  ingress {
    protocol    = "icmp"
    from_port   = 300
    #             ^^^ error[E453]: "300" is not an ICMP type or code
    to_port     = 0
    cidr_blocks = ["10.0.0.0/8"]
  }
}
