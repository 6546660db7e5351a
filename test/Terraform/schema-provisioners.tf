# What runs at destruction knows its own resource only.
# RUN: split-file %s %t && %verify %t
#--- main.tf
locals {
  user = "name"
}
resource "null_resource" "a" {
  connection {
    host = self.hostname
    user = local.user
    #      ^^^^^^^^^^ warning[E371]: can refer to 'self', 'count.index' and 'each.key' only, not to 'local'
  }
  provisioner "remote-exec" {
    when  = destroy
    index = count.index
    key   = each.key
    value = each.value
    #       ^^^^^^^^^^ warning[E371]: not to 'each'
    dir   = path.module
  }
}
resource "null_resource" "b" {
  connection {
    user = local.user
  }
  provisioner "remote-exec" {}
  provisioner "chef" {}
  #           ^^^^^^ note[E372]: there is no provisioner 'chef' any more
}
