# A name that nothing declares is said where it stands, with the nearest one that is declared.
# RUN: split-file %s %t && %verify %t
#--- main.tf
variable "cidr" { default = "10.0.0.0/8" }
locals {
  port = 22
}
resource "aws_security_group" "web" {}
resource "aws_x" "y" {
  a = var.cidrs
  #   ^^^^^^^^^ warning[E330]: no variable 'cidrs' is declared in this module
  #   ^^^^^^^^^ help: did you mean 'cidr'?
  b = local.prot
  #   ^^^^^^^^^^ warning[E331]: no local value 'prot' is declared in this module
  c = aws_security_group.webb.id
  #   ^^^^^^^^^^^^^^^^^^^^^^^ warning[E334]: 'aws_security_group.webb' is not declared in this module
  #   ^^^^^^^^^^^^^^^^^^^^^^^ help: did you mean 'aws_security_group.web'?
  d = data.aws_ami.a.id
  #   ^^^^^^^^^^^^^^ warning[E334]: 'data.aws_ami.a' is not declared in this module
  e = resource.aws_security_group.web.id
}
