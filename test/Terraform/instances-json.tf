# --dump=instances --format=json writes values as JSON and names what is not known (docs/instances.md).
# RUN: split-file %s %t && %postern check --dump=instances --format=json %t > %t.json
# RUN: FileCheck %s < %t.json
# RUN: %python -c "import json,sys; json.load(open(sys.argv[1]))" %t.json
#--- main.tf
variable "x" {}
variable "list" { type = list(string) }
variable "flag" { type = bool }
resource "aws_vpc" "v" {}
resource "aws_x" "y" {
  a = [null, true, 1.5, 123456789012345678901234567890, "q\"\n"]
  b = aws_vpc.v.id
  c = "pre-${var.x}-post"
  d = var.flag ? 1 : 2
  e = { "$k" = 1, x = var.x }
  f = concat(["a"], var.list)
  block "l" {
    v = 1
  }
  block {
    v = 2
  }
  dynamic "other" {
    for_each = var.list
    content { v = other.value }
  }
}
# CHECK: {"schema":"postern-instances/1","roots":[{"root":".","resources":[
# CHECK-NEXT: {"address":"aws_vpc.v","mode":"managed","type":"aws_vpc","name":"v","module":"","provider":"aws","file":"main.tf","line":4,"exists":"yes","attributes":{},"computed":{"id":{"$reference":"aws_vpc.v.id"}}},
# CHECK-NEXT: "address":"aws_x.y"
# CHECK-SAME: "a":[null,true,1.5,123456789012345678901234567890,"q\"\n"]
# CHECK-SAME: "b":{"$reference":"aws_vpc.v.id"}
# CHECK-SAME: "c":{"$text":["pre-",{"$unknown":"var.x"},"-post"]}
# CHECK-SAME: "d":{"$oneof":[1,2]}
# CHECK-SAME: "e":{"$$k":1,"x":{"$unknown":"var.x"}}
# CHECK-SAME: "f":{"$open":["a"]
# CHECK-SAME: "block":[{"$labels":["l"],"v":1},{"v":2}]
# CHECK-SAME: "other":[{"$maybe":{"v":{"$unknown":"var.list[*]"}}}]
