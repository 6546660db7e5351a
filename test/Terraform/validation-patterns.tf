# Regular expressions in validations: the texts that match where they are few, else how they begin and what is in them.
# RUN: split-file %s %t && %postern check --dump=instances %t | FileCheck %s
#--- main.tf
variable "words" {
  type = string
  validation {
    condition     = can(regex("^(dev|stag(e|ing)|prod\\.x)$", var.words))
    error_message = "No."
  }
}
variable "lazy" {
  type = string
  validation {
    condition     = can(regex("^ab??$", var.lazy))
    error_message = "No."
  }
}
variable "named" {
  type = string
  validation {
    condition     = can(regex("^(?P<env>[xy])-[0-1]\\z", var.named))
    error_message = "No."
  }
}
variable "counted" {
  type = string
  validation {
    condition     = can(regex("\\Aa{1,2}$", var.counted))
    error_message = "No."
  }
}
variable "fixed" {
  type = string
  validation {
    condition     = can(regex("^only$", var.fixed))
    error_message = "No."
  }
}
variable "free" {
  type = string
  validation {
    condition     = can(regex("dev|prod", var.free))
    error_message = "No."
  }
}
variable "alternatives" {
  type = string
  validation {
    condition     = can(regex("^dev$|^prod$", var.alternatives))
    error_message = "No."
  }
}
variable "flags" {
  type = string
  validation {
    condition     = can(regex("(?i)^dev$", var.flags))
    error_message = "No."
  }
}
variable "boundary" {
  type = string
  validation {
    condition     = can(regex("^dev\\b", var.boundary))
    error_message = "No."
  }
}
variable "beyond" {
  type = string
  validation {
    condition     = can(regex("^é$", var.beyond))
    error_message = "No."
  }
}
variable "posix" {
  type = string
  validation {
    condition     = can(regex("^[[:alpha:]]$", var.posix))
    error_message = "No."
  }
}
variable "region" {
  type = string
  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-\\d$", var.region))
    error_message = "No."
  }
}
variable "arn" {
  type = string
  validation {
    condition     = can(regex("^arn:aws:", var.arn))
    error_message = "No."
  }
}
variable "name" {
  type = string
  validation {
    condition     = can(regex("^[\\w.@-]+$", var.name))
    error_message = "No."
  }
}
variable "open" {
  type = string
  validation {
    condition     = can(regex("^[^:]*$", var.open))
    error_message = "No."
  }
}
resource "aws_x" "y" {
  words = var.words
  lazy = var.lazy
  named = var.named
  counted = var.counted
  fixed = var.fixed
  free = var.free
  alternatives = var.alternatives
  flags = var.flags
  boundary = var.boundary
  beyond = var.beyond
  posix = var.posix
  x_arn    = startswith(var.arn, "arn:aws:")
  x_name   = split(":", "a:${var.name}:b")[2]
  x_open   = split(":", "a:${var.open}:b")[2]
  x_region = split(":", "a:${var.region}:b")[2]
}
# CHECK: words = oneof("dev", "stage", "staging", "prod.x"){{$}}
# CHECK: lazy = oneof("a", "ab"){{$}}
# CHECK: named = oneof("x-0", "x-1", "y-0", "y-1"){{$}}
# CHECK: counted = oneof("a", "aa"){{$}}
# CHECK: fixed = "only"{{$}}
# CHECK: free = unknown(var.free){{$}}
# CHECK: alternatives = unknown(var.alternatives){{$}}
# CHECK: flags = unknown(var.flags){{$}}
# CHECK: boundary = unknown(var.boundary){{$}}
# CHECK: beyond = unknown(var.beyond){{$}}
# CHECK: posix = unknown(var.posix){{$}}
# CHECK: x_arn = true
# CHECK: x_name = "b"
# CHECK: x_open = oneof(
# CHECK: x_region = "b"
