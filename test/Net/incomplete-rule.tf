# In the attribute form every attribute must be given; null is enough.
# RUN: split-file %s %t && %verify %t
#--- main.tf
resource "aws_security_group" "a" {
  ingress = [
    { description = "a", protocol = "tcp", from_port = 22, to_port = 22, cidr_blocks = ["10.0.0.0/8"], self = null, prefix_list_ids = null, security_groups = null, ipv6_cidr_blocks = null },
    { protocol = "tcp", from_port = 22, to_port = 22, cidr_blocks = ["10.0.0.0/8"], self = true, security_groups = [] },
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error[E458]: description, ipv6_cidr_blocks, prefix_list_ids are missing
  ]
}
