# What is wrong with a value of a variable is said where it stands.
# RUN: split-file %s %t && %verify --var nope=1 %t
# nowhere error[E321]: a value is given for 'nope', but the root module declares no such variable
#--- main.tf
# nowhere error[E321]: a value is given for 'nope'
variable "port" { type = number }
variable "cidr" { type = string }
variable "name" {
  type     = string
  nullable = false
}
variable "wrong" {
  type    = number
  default = "many"
  #         ^^^^^^ error[E325]: the default of variable 'wrong' does not fit its type
}
#--- terraform.tfvars
port = "many"
#      ^^^^^^ error[E324]: the value given for variable 'port' does not fit its type: a number is required
cdir = "10.0.0.0/8"
#<^^ warning[E320]: the root module declares no variable 'cdir'
#<^^ help: did you mean 'cidr'?
name = null
#      ^^^^ error[E326]: variable 'name' may not be null and has no default
wrong = port
#       ^^^^ error[E323]: 'port' cannot be used here
block {}
#<^^^ error[E322]: a variable file holds values only, no 'block' block
