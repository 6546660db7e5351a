# Faults in templates: each is said at the sequence or directive that has it.
# RUN: split-file %s %t && %verify %t
#--- f01.tf
locals {
  v01 = "${1 2}"
  #          ^ error[E152]: expected '}' after the expression
}
#--- f02.tf
locals {
  v02 = "${1"
  #      ^^ error[E151]: this sequence is never closed
}
#--- f03.tf
locals {
  v03 = "%{ if true extra }yes%{ endif }"
  #                 ^^^^^ error[E153]: expected '}' after the directive
}
#--- f04.tf
locals {
  v04 = "%{ 1 }"
  #         ^ error[E154]: expected if, else, endif, for or endfor
}
#--- f05.tf
locals {
  v05 = "%{ unless true }yes%{ endif }"
  #         ^^^^^^ error[E155]: 'unless' is no directive
}
#--- f06.tf
locals {
  v06 = "%{ for x }%{ endfor }"
  #               ^ error[E156]: a 'for' directive cannot go on with this
}
#--- f07.tf
locals {
  v07 = "%{ else }"
  #      ^^^^^^^^^ error[E157]: there is nothing here that 'else' could belong to
}
#--- f08.tf
locals {
  v08 = "%{ if true }yes"
}
# at f08.tf:2:25 error[E158]: 'if' has no 'endif' before the end
#--- f09.tf
locals {
  v09 = <<EOT
%{ for x in [1] }
EOT
}
# at f09.tf:4:1 error[E158]: 'for' has no 'endfor' before the end
#--- f10.tf
locals {
  v10 = "%{ endif }"
  #      ^^^^^^^^^^ error[E157]: there is nothing here that 'endif' could belong to
}
#--- f11.tf
locals {
  v11 = "%{ if true }yes%{ endfor }"
  #                     ^^^^^^^^^^^ error[E157]: there is nothing here that 'endfor' could belong to
}
# at f11.tf:2:36 error[E158]: 'if' has no 'endif' before the end
#--- f12.tf
locals {
  v12 = <<EOT
never ends
}
#--- f13.tf
locals {
  v13 = "${
}
#--- f14.tf
locals {
  v14 = "${local.a
  #      ^^ error[E151]: this sequence is never closed
#--- f15.tf
locals {
  v15 = "text ${
# at f15.tf:4:1 error[E126]: the text ends where an expression is expected
#--- places.tf
# at f12.tf:5:1 error[E150]: the text ends inside a string or heredoc
# at f13.tf:3:1 error[E125]: expected an expression
