# What has to be constant, and what only has to be so when it is written so.
# RUN: split-file %s %t && %verify --pedantic %t
#--- main.tf
variable "a" {
  default = file("x")
  #         ^^^^ error[E229]: 'file' cannot be called here
}
variable "b" {
  description = var.a
  #             ^^^^^ error[E323]: 'var' cannot be used here
  default     = "${"plain"}"
}
variable "call" {
  description = upper("x")
  #             ^^^^^ warning[E359]: no function can be called here: the value of 'description' must be constant
}
variable "c" {
  type = list(string)
  default = "hello"
  #         ^^^^^^^ error[E325]: the default of variable 'c' does not fit its type
}
variable "d" {
  type = map(object({ field = bool }))
  default = { mykey = { field = "not a bool" } }
  #         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error[E325]: .mykey.field: a bool is required
}
variable "e" {
  type     = number
  nullable = false
  default  = null
  #          ^^^^ warning[E388]: the default is null, but 'nullable' is false
}
variable "f" {
  type = object({ a = string, b = optional(object({})) })
  default = { a = "x", b = { c = 1 }, "d" = 2 }
  #                          ^ note[E389]: the type of the variable has no attribute 'c'
  #                                   ^^^ note[E389]: the type of the variable has no attribute 'd'
}
variable "g" {
  type = notatype
  #      ^^^^^^^^ error[E225]: 'notatype' is no type
}
