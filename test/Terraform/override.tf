# Override files are merged: arguments one by one, nested blocks all of a type, locals by name (MO-3).
# RUN: split-file %s %t && %postern check --dump=instances %t | FileCheck %s
#--- main.tf
variable "v" {
  type    = string
  default = "base"
}
locals {
  a = "base"
  b = "base"
}
resource "aws_x" "y" {
  v = var.v
  a = local.a
  b = local.b
  ingress {
    port = 1
  }
  ingress {
    port = 2
  }
  egress {
    port = 3
  }
  dynamic "tag" {
    for_each = ["base"]
    content {
      value = tag.value
    }
  }
  lifecycle {
    create_before_destroy = true
  }
}
# CHECK: aws_x.y at
# CHECK-NEXT: v = "override"
# CHECK-NEXT: a = "override"
# CHECK-NEXT: b = "second"
# CHECK-NEXT: c = "new"
# CHECK-NEXT: egress
# CHECK-NEXT: port = 3
# CHECK-NEXT: ingress
# CHECK-NEXT: port = 9
# CHECK-NEXT: tag
# CHECK-NEXT: value = "plain"
# CHECK-NOT: aws_x.y
#--- a_override.tf
variable "v" {
  default = "override"
}
locals {
  b = "override"
}
resource "aws_x" "y" {
  a = "override"
  c = "new"
  ingress {
    port = 9
  }
  tag {
    value = "plain"
  }
}
#--- override.tf
locals {
  b = "second"
}
