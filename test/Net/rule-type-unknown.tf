# A rule of which it is not known whether it is for ingress may open the group, and what that hangs on is said.
# RUN: split-file %s %t && %verify --only ssh-open-to-world %t
#--- main.tf
variable "type" {
  type = string
}
variable "flag" {
  type = bool
}
resource "aws_security_group" "g" {}
resource "aws_security_group_rule" "unknown" {
  type              = var.type
  security_group_id = aws_security_group.g.id
  protocol          = "tcp"
  from_port         = 22
  to_port           = 22
  cidr_blocks       = ["0.0.0.0/0"]
#                      ^^^^^^^^^^^ note[NET101]: (possibly: var.type decides whether aws_security_group_rule.unknown is for ingress or egress)
}
resource "aws_security_group_rule" "choice" {
  type              = var.flag ? "ingress" : "egress"
  security_group_id = aws_security_group.g.id
  protocol          = "tcp"
  from_port         = 22
  to_port           = 22
  cidr_blocks       = ["0.0.0.0/0"]
#                      ^^^^^^^^^^^ note[NET101]: (possibly: var.flag decides whether aws_security_group_rule.choice is for ingress or egress)
}
resource "aws_security_group_rule" "counted" {
  count             = var.flag ? 1 : 0
  type              = var.type
  security_group_id = aws_security_group.g.id
  protocol          = "tcp"
  from_port         = 22
  to_port           = 22
  cidr_blocks       = ["0.0.0.0/0"]
#                      ^^^^^^^^^^^ note[NET101]: (possibly: whether aws_security_group_rule.counted[0] exists is not known)
}
