# Arguments that are read without being evaluated.
# RUN: split-file %s %t && %verify --pedantic %t
#--- main.tf
resource "aws_x" "a" {
  depends_on = ["aws_x.b", aws_x.b[0], aws_x.b.id]
  #             ^^^^^^^^^ note[E363]: references are no longer written in quotes
  lifecycle {
    ignore_changes       = ["*"]
    #                       ^^^ note[E373]: ["*"] is no longer accepted
    replace_triggered_by = [aws_x.b.id, local.c, aws_x.b.x + aws_x.b.y, 1]
    #                                   ^^^^^^^ warning[E374]: only resources, 'count.index' and 'each.key'
    #                                            ^^^^^^^^^^^^^^^^^^^^^ warning[E374]: there is more than one
    #                                                                   ^ warning[E374]: there is no reference
  }
}
locals { c = 1 }
resource "aws_x" "b" {
  depends_on = local.c
  #            ^^^^^^^ warning[E367]: 'depends_on' takes a list in brackets
  lifecycle {
    ignore_changes = all
  }
}
output "d" {
  value      = 1
  depends_on = [aws_x.b[local.c]]
  #             ^^^^^^^^^^^^^^^^ warning[E366]: 'depends_on' takes plain references
}
resource "aws_x" "e" {
  count = 2
  lifecycle {
    ignore_changes       = [tags["x"], tags.y]
    replace_triggered_by = [aws_x.b, aws_x.f[count.index].id, aws_x.f[count.max]]
    #                                                         ^^^^^^^^^^^^^^^^^^ warning[E374]: only 'count.index'
  }
  provisioner "local-exec" {
    when       = "destroy"
    #            ^^^^^^^^^ note[E364]: keywords are no longer written in quotes
    on_failure = ignore
    #            ^^^^^^ warning[E365]: 'on_failure' must be continue or fail
  }
}
resource "aws_x" "f" { count = 2 }
module "g" {
  source    = "./child"
  providers = {
    aws      = aws.east
    aws.b    = "aws.west"
    #          ^^^^^^^^^^ note[E363]:
    aws      = aws
    #          ^^^ warning[E357]: there can be only one 'aws' passed on
    aws.c    = 1
    #          ^ warning[E378]: 'providers' takes a provider's name
  }
}
module "h" {
  source    = "./child"
  providers = [aws]
  #           ^^^^^ warning[E368]: 'providers' takes a map in braces
}
#--- child/main.tf
locals {}
