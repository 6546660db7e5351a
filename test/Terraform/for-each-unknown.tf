# Unknown values are fine, unknown keys give one instance for all, alternatives give each key once.
# RUN: split-file %s %t && %postern check --dump=instances %t | FileCheck %s
#--- main.tf
variable "flag" { type = bool }
variable "value" { type = string }
variable "all" { type = map(object({ port = number })) }
resource "aws_x" "values" {
  for_each = { a = var.value }
  value    = each.value
}
resource "aws_x" "keys" {
  for_each = var.all
  port     = each.value.port
  name     = "x-${each.key}"
}
resource "aws_x" "either" {
  for_each = var.flag ? { a = 1, b = 2 } : { b = 2, c = 3 }
  value    = each.value
}
# CHECK: aws_x.either["a"] at {{.*}} (may exist)
# CHECK: aws_x.either["b"] at {{[^(]*$}}
# CHECK: value = 2
# CHECK: aws_x.either["c"] at {{.*}} (may exist)
# CHECK: aws_x.keys[*] at {{.*}} (may exist)
# CHECK: port = unknown(var.all[*].port)
# CHECK: name = "x-${aws_x.keys[*].each.key}"
# CHECK: aws_x.values["a"] at {{[^(]*$}}
# CHECK: value = unknown(var.value)
