# What a variable's validations ask for is known of it when it has no value.
# RUN: split-file %s %t && %postern check --dump=instances %t | FileCheck %s
#--- main.tf
locals {
  sizes   = { small = 1, large = 2 }
  allowed = keys(local.sizes)
  circle  = [var.circular]
}
variable "listed" {
  type = string
  validation {
    condition     = contains(["dev", "prod"], var.listed)
    error_message = "No."
  }
}
variable "or_null" {
  type = string
  validation {
    condition     = var.or_null == null || contains(local.allowed, var.or_null)
    error_message = "No."
  }
}
variable "conditional" {
  type = string
  validation {
    condition     = var.conditional != null ? can(regex("^(a|b[12]?)$", var.conditional)) : false
    error_message = "No."
  }
}
variable "one" {
  type = number
  validation {
    condition     = !(var.one < 5) && 5 >= var.one
    error_message = "No."
  }
}
variable "settings" {
  type = object({ tier = string, other = string })
  validation {
    condition     = anytrue([var.settings.tier == "web", var.settings.tier == "data"])
    error_message = "No."
  }
}
variable "zones" {
  type = list(string)
  validation {
    condition     = length(var.zones) == 2
    error_message = "No."
  }
}
variable "arn" {
  type = string
  validation {
    condition     = can(regex("^arn:aws:iam::", var.arn))
    error_message = "No."
  }
}
variable "account" {
  type = string
  validation {
    condition     = length(regexall("^\\d{12}$", var.account)) > 0
    error_message = "No."
  }
}
variable "many" {
  type = string
  validation {
    condition     = contains(["eu-1", "eu-2", "eu-3", "eu-4", "eu-5", "eu-6", "eu-7", "eu-8", "eu-9"], var.many)
    error_message = "No."
  }
}
variable "circular" {
  type = string
  validation {
    condition     = contains(local.circle, var.circular)
    error_message = "No."
  }
}
variable "free" {
  type = string
  validation {
    condition     = can(regex("(?i)^x$", var.free)) || var.free == "y"
    error_message = "No."
  }
}
resource "aws_x" "y" {
  a = var.listed
  b = "${var.listed}-${var.listed}"
  c = var.or_null
  d = var.conditional
  e = var.one
  f = var.settings
  g = var.zones
  i = startswith(var.arn, "arn:aws:") && !startswith(var.arn, "arn:aws:s3")
  j = split(":", "arn:aws:iam::${var.account}:root")[5]
  k = startswith(var.many, "eu-")
  l = [var.circular, var.free]
}
module "child" {
  source = "./child"
  name   = module.child.other
}
# CHECK: a = oneof("dev", "prod")
# CHECK-NEXT: b = oneof("dev-dev", "prod-prod")
# CHECK-NEXT: c = oneof(null, "large", "small")
# CHECK-NEXT: d = oneof("a", "b", "b1", "b2")
# CHECK-NEXT: e = 5
# CHECK-NEXT: f = {"other" = unknown(var.settings.other), "tier" = oneof("web", "data")}
# CHECK-NEXT: g = [unknown(var.zones[0]), unknown(var.zones[1])]
# CHECK-NEXT: i = true
# CHECK-NEXT: j = "root"
# CHECK-NEXT: k = true
# CHECK-NEXT: l = [unknown(var.circular), unknown(var.free)]
# CHECK: tier = oneof("x", "y")
#--- child/main.tf
variable "name" {
  validation {
    condition     = contains(["x", "y"], var.name)
    error_message = "No."
  }
}
resource "aws_x" "z" { tier = var.name }
output "other" { value = aws_x.other.id }
resource "aws_x" "other" {}
