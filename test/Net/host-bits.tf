# The provider refuses bits after the prefix; the block is read without them.
# RUN: split-file %s %t && %verify %t
#--- main.tf
resource "aws_security_group_rule" "a" {
  type              = "ingress"
  security_group_id = "sg-0a1b2c3d"
  protocol          = "tcp"
  from_port         = 22
  to_port           = 22
  cidr_blocks       = ["92.68.201.91/29", "1.2.3.4/0"]
  #                    ^^^^^^^^^^^^^^^^^ error[E451]: "92.68.201.91/29" has address bits set after the prefix; the block is 92.68.201.88/29
  #                                       ^^^^^^^^^^^ error[E451]: the block is 0.0.0.0/0
  #                                       ^^^^^^^^^^^ error[NET101]: open to the internet
}
