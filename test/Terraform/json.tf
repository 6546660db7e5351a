# The JSON form of a module is evaluated like the native one: templates, dynamic blocks, blocks in lists.
# RUN: split-file %s %t && %postern check --dump=instances %t | FileCheck %s
#--- main.tf
resource "aws_x" "z" {
  id = aws_security_group.g.ingress[0].port
}
# CHECK: aws_security_group.g at
# CHECK-NEXT: name = "g-prod"
# CHECK: ingress = [{"port" = 22}, {"port" = 23}]
# CHECK: egress
# CHECK-NEXT: port = 1
# CHECK: aws_x.z at
# CHECK-NEXT: id = 22
#--- more.tf.json
{
  "variable": {"env": {"type": "string", "default": "prod"}},
  "resource": {"aws_security_group": {"g": {
    "name": "g-${var.env}",
    "ingress": [{"port": 22}, {"port": 23}],
    "dynamic": {"egress": {"for_each": [1], "iterator": "it", "content": {"port": "${it.value}"}}}
  }}}
}
