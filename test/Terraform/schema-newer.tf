# What newer versions, older ones and OpenTofu have is right as well.
# RUN: split-file %s %t && %verify %t
#--- main.tf
# no-diagnostics
terraform {
  required_version = "v1.2"
  experiments      = [module_variable_optional_attrs]
  backend "s3" {
    bucket = "x"
    assume_role {}
  }
  encryption {
    key_provider "pbkdf2" "p" {}
  }
}
variable "a" {
  type       = list
  ephemeral  = true
  const      = false
  deprecated = "use b"
  sensitive  = "true"
}
provider "foo" {
  alias    = "by"
  for_each = { a = 1 }
}
ephemeral "aws_x" "e" {
  lifecycle {
    enabled = false
  }
}
action "aws_x" "invoke" {
  config {}
}
resource "aws_x" "y" {
  _ {
    count = 1
  }
  lifecycle {
    prevent_destroy = var.a == null
    action_trigger {
      events  = [after_create]
      actions = [action.aws_x.invoke]
    }
  }
}
removed {
  from = aws_x.gone
  lifecycle {
    destroy = true
  }
  provisioner "local-exec" {
    when    = destroy
    command = "echo ${self.id}"
  }
}
import {
  to       = aws_x.y
  identity = { id = "x" }
}
output "o" {
  type  = string
  value = "x"
}
