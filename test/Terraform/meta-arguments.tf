# Meta arguments and meta blocks are no attributes; a block called _ holds arguments that clash with them (BL-2).
# RUN: split-file %s %t && %postern check --dump=instances %t | FileCheck %s
#--- main.tf
resource "aws_x" "y" {
  count      = 1
  provider   = aws.west
  depends_on = [aws_x.z]
  name       = "n"
  _ {
    count = 7
  }
  lifecycle {
    ignore_changes = [name]
  }
  provisioner "local-exec" {
    command = self.id
  }
  connection {
    host = self.ip
  }
}
resource "aws_x" "z" {}
# CHECK: aws_x.y[0] at
# CHECK-NEXT: name = "n"
# CHECK-NEXT: count = 7
# CHECK-NEXT: aws_x.z at
