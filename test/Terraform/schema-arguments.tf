# Arguments and blocks that a block of Terraform's own does not have, and those that it needs.
# RUN: split-file %s %t && %verify %t
#--- main.tf
variable "a" {
  descripton = "typing slip"
  #<^^^^^^^^ note[E353]: a 'variable' block has no argument 'descripton'
  #<^^^^^^^^ help: did you mean 'description'?
  sensitive = "123"
  #           ^^^^^ warning[E358]: 'sensitive' must be true or false
  description = ["b"]
  #             ^^^^^ warning[E358]: 'description' must be a string
  nullable = "true"
  validations {}
  #<^^^^^^^^^ note[E354]: a 'variable' block holds no block of type 'validations'
  #<^^^^^^^^^ help: did you mean 'validation'?
}
output "b" {}
#<^^^^^^^^ warning[E352]: this 'output' block needs the argument 'value'
output "c" {
  value      = 1
  deprecated = " "
  #            ^^^ warning[E362]: 'deprecated' says what to use instead
}
locals {
  inner {}
  #<^^^ note[E354]: a 'locals' block holds no block of type 'inner'
}
provider "aws" {
  anything = true
  count    = 1
  #<^^^ warning[E355]: 'count' means nothing in a 'provider' block
  locals {}
  #<^^^^ warning[E356]: blocks of type 'locals' are reserved and cannot stand in a 'provider' block
}
resource "aws_x" "y" {
  anything = true
  something {}
  locals {}
  #<^^^^ warning[E356]: blocks of type 'locals' are reserved
  lifecycle {
    create_before_destroy = "SURELY NOT"
    #                       ^^^^^^^^^^^^ warning[E358]: 'create_before_destroy' must be true or false
    prevent_destroy = var.a == ""
  }
  lifecycle {}
  #<^^^^^^^ warning[E357]: there can be only one 'lifecycle' block here
  provisioner {}
  #<^^^^^^^^^ error[E302]: 'provisioner' takes 1 label(s), but 0 are given
  provisioner "local-exec" {
    connection {}
    connection {}
    #<^^^^^^^^ warning[E357]: there can be only one 'connection' block here
  }
}
data "aws_x" "z" {
  lifecycle {
    ignore_changes = []
    #<^^^^^^^^^^^^ warning[E375]: 'ignore_changes' is for managed resources only
  }
}
required_providers {}
#<^^^^^^^^^^^^^^^^ warning[E360]: a 'required_providers' block belongs into a 'terraform' block
locals "x" {}
#      ^^^ error[E302]: 'locals' takes 0 label(s), but 1 are given
