# A dynamic block that cannot be expanded is said.
# RUN: split-file %s %t && %verify %t
#--- main.tf
resource "aws_security_group" "g" {
  dynamic "ingress" {
  #<^^^^^^^^^^^^^^^ error[E342]: dynamic block 'ingress' has no for_each
    content {}
  }
  dynamic "egress" {
  #<^^^^^^^^^^^^^^ error[E342]: dynamic block 'egress' has no content block
    for_each = [1]
  }
  dynamic "tag" {
    for_each = null
    #          ^^^^ warning[E341]: a dynamic block's for_each takes a collection, but this is a null
    content {}
  }
}
