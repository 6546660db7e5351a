# A sensitive block is checked and not shown.
# RUN: split-file %s %t && %postern check --fail-on=never %t | FileCheck %s
#--- main.tf
resource "aws_security_group" "a" {
  ingress {
    protocol    = "tcp"
    from_port   = 5432
    to_port     = 5432
    cidr_blocks = [sensitive("52.0.0.0/8")]
  }
}
# CHECK: is open to the broad public block a sensitive value [near-world-source]
