# Faults in expressions: each is said once, where something else was expected, and the items after it are read.
# RUN: split-file %s %t && %verify %t
#--- f01.tf
locals {
  v01 = 
  #     ^ error[E125]: expected an expression
}
#--- f02.tf
locals {
  v02 = 1 2
  #       ^ error[E118]: expected a new line after the argument
}
#--- f03.tf
locals {
  v03 = true ? 1
  #             ^ error[E128]: expected ':' and the value for false
}
#--- f04.tf
locals {
  v04 = (1 2)
  #        ^ error[E129]: expected ')'
}
#--- f05.tf
locals {
  v05 = [1 2]
  #        ^ error[E131]: expected ',' before the next item
}
#--- f06.tf
locals {
  v06 = { a 1 }
  #         ^ error[E134]: expected '=' after the key
}
#--- f07.tf
locals {
  v07 = { a = 1 b = 2 }
  #             ^ error[E135]: expected a new line or ',' before the next key
}
#--- f08.tf
locals {
  v08 = max(1 2)
  #           ^ error[E137]: expected ',' before the next argument
}
#--- f09.tf
locals {
  v09 = max([1]... 2)
  #            ^^^ error[E138]: expected ')' right after '...'
}
#--- f10.tf
locals {
  v10 = provider::aws
  #                  ^ error[E139]: a name with '::' is a function's: expected '('
}
#--- f11.tf
locals {
  v11 = provider::
  #               ^ error[E140]: expected a function's name after '::'
}
#--- f12.tf
locals {
  v12 = [for x]
  #           ^ error[E141]: a 'for' expression cannot go on with this
}
#--- f13.tf
locals {
  v13 = local.a.
  #             ^ error[E142]: expected a name after '.'
}
#--- f14.tf
locals {
  v14 = local.z.*.b.*.c
  #                 ^ error[E143]: a '.*' cannot stand in another '.*'
}
#--- f15.tf
locals {
  v15 = local.z.0.1.2
  #             ^^^^^ error[E144]: '0.1.2' is read as one number
}
#--- f16.tf
locals {
  v16 = local.z[1 2]
  #               ^ error[E145]: expected ']' after the index
}
#--- f17.tf
locals {
  v17 = local.z[* 1]
  #               ^ error[E146]: expected ']' after '*'
}
#--- f18.tf
locals {
  v18 = [1
}
# at f18.tf:3:1 error[E131]: expected ',' before the next item
#--- f19.tf
locals {
#      ^ error[E115]: this block is never closed
  v19 = { a = 1
}
#--- f20.tf
locals {
  v20 = { k
  #        ^ error[E133]: expected '=' and a value
  }
}
#--- f21.tf
locals {
  v21 = [1, 2
  #     ^ error[E130]: this '[' is never closed
#--- f22.tf
locals {
  v22 = max(1,
# at f22.tf:4:1 error[E126]: the text ends where an expression is expected
#--- f23.tf
locals {
  v23 = (1 +
# at f23.tf:4:1 error[E126]: the text ends where an expression is expected
#--- f24.tf
locals {
  v24 = max(1
  #     ^^^^ error[E136]: this call is never closed
