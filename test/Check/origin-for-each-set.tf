# An element of a set in for_each is written there; the note says where it is used.
# RUN: split-file %s %t && %verify --only ssh-open-to-world %t
#--- main.tf
resource "aws_security_group_rule" "ssh" {
  for_each          = toset(["10.0.0.0/8", "0.0.0.0/0"])
#                                          ^^^^^^^^^^^ error[NET101]: ingress on tcp/22 of aws_security_group_rule.ssh["0.0.0.0/0"] is open to the internet
  type              = "ingress"
  protocol          = "tcp"
  from_port         = 22
  to_port           = 22
  cidr_blocks       = [each.value]
#                      ^^^^^^^^^^ note: used here by aws_security_group_rule.ssh["0.0.0.0/0"]
  security_group_id = "sg-1"
}
