# A type that is wrong is an error where it is wrong; what stands for it is any type. The spellings of old are read.
# RUN: split-file %s %t && %verify %t && %verify %t/quoted
#--- main.tf
variable "unknown" {
  type = strng
  #      ^^^^^ error[E225]: 'strng' is no type
}
variable "bare" {
  type = list()
  #      ^^^^^^ error[E225]: 'list' takes one argument
}
variable "optional" {
  type = optional(string)
  #      ^^^^^^^^^^^^^^^^ error[E225]: 'optional' can only stand around the type of an attribute
}
variable "text" {
  type = "string"
  #      ^^^^^^^^ warning[E226]: types are no longer written in quotes; read as string
}
variable "old" {
  type = list(any)
}
variable "default" {
  type = object({ ports = optional(number, "none") })
  #                                        ^^^^^^ error[E227]: the default does not fit the attribute's type: a number is required
}
variable "constant" {
  type = object({ ports = optional(number, var.old) })
  #                                        ^^^^^^^ error[E228]: 'var' cannot be used here: the value must be constant
}
variable "call" {
  type = object({ name = optional(string, upper("x")) })
  #                                       ^^^^^ error[E229]: 'upper' cannot be called here: the value must be constant
}
output "all" {
  value = [var.unknown, var.bare, var.optional, var.text, var.old, var.default, var.constant, var.call]
}
#--- quoted/main.tf
variable "old" {
  type = "list"
  #      ^^^^^^ warning[E226]: types are no longer written in quotes; read as list(any)
}
