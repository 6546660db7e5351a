# 'nullable' takes what converts to true or false; what does not is said, and null stays null.
# RUN: split-file %s %t && %verify %t
# RUN: %postern check --dump=instances --fail-on=never %t 2> %t.err | FileCheck %s
# CHECK: module.inner.aws_instance.a
# CHECK: ami = "default"
# CHECK: user_data = null
#--- main.tf
module "inner" {
  source = "./inner"
  text   = null
  wrong  = null
}
#--- inner/main.tf
variable "text" {
  default  = "default"
  nullable = "false"
}
variable "wrong" {
  default  = "default"
  nullable = "perhaps"
  #          ^^^^^^^^^ warning[E358]: 'nullable' must be true or false
}
resource "aws_instance" "a" {
  ami       = var.text
  user_data = var.wrong
}
