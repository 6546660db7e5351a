# What goes wrong while an expression is evaluated is a note where it goes wrong: dead code must not raise alarms.
# RUN: split-file %s %t && %verify %t
#--- main.tf
locals {
  nothing = null
  names   = ["a", "b"]
  object  = { a = 1 }
  operand = 1 + "x"
  #             ^^^ note[E200]: unsuitable value for right operand of '+': a number is required
  division = 0 / 0
  #          ^^^^^ note[E201]: zero by zero and infinity by infinity are not defined
  attribute = local.object.b
  #           ^^^^^^^^^^^^^^ note[E202]: this object has no attribute named 'b'
  of_null = local.nothing.name
  #         ^^^^^^^^^^^^^^^^^^ note[E203]: this value is null, so it has no attribute 'name'
  index_of_null = local.nothing[0]
  #               ^^^^^^^^^^^^^^^^ note[E204]: this value is null, so it has no elements
  index = local.names[2]
  #       ^^^^^^^^^^^^^^ note[E205]: the index 2 is out of range: there are 2 elements
  splat = local.splat_of[*]
  #       ^^^^^^^^^^^^^^ note[E206]: a splat cannot be applied to a null list, set or tuple
  splat_of = tolist(null)
  mixed_splat = tolist([{ s = null }, { s = "x" }])[*].s[*]
  #             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note[E230]: the inner splat gives tuple([]) here and tuple([string]) there, and a list can hold only one type
  iterated = [for x in "text" : x]
  #                    ^^^^^^ note[E207]: a value of type string cannot be iterated over
  over_null = [for x in tolist(null) : x]
  #                     ^^^^^^^^^^^^ note[E208]: a null value cannot be iterated over
  condition = [for x in local.names : x if "maybe"]
  #                                        ^^^^^^^ note[E209]: the condition of 'for' must be true or false: a bool is required
  for_key = { for x in local.names : [x] => 1 }
  #                                  ^^^ note[E210]: unsuitable key in 'for': string required, but have tuple
  for_key_twice = { for x in local.names : "k" => x }
  #                                        ^^^ note[E211]: two items of 'for' have the key "k"; '...' after the value would group them
  null_key = { (null) = 1 }
  #            ^^^^^^ note[E212]: a null cannot be a key
  key_type = { (local.names) = 1 }
  #            ^^^^^^^^^^^^^ note[E213]: this cannot be a key: string required, but have tuple
  ambiguous = { local.names = 1 }
  #             ^^^^^^^^^^^ note[E214]: a reference as key must stand in parentheses
  template = "a ${local.names} b"
  #               ^^^^^^^^^^^ note[E215]: this cannot be a part of a string: string required, but have tuple
  arms = true ? { a = 1 } : [1]
  #      ^^^^^^^^^^^^^^^^^^^^^^ note[E216]: the two results must have one type, but they are object({a=number}) and tuple([number])
  null_condition = null ? 1 : 2
  #                ^^^^ note[E217]: the condition is null, so it cannot choose
  condition_type = "maybe" ? 1 : 2
  #                ^^^^^^^ note[E218]: the condition must be true or false: a bool is required
  no_function = lenght("x")
  #             ^^^^^^ warning[E219]: there is no function named 'lenght'; did you mean 'length'?
  no_namespace = a::b::c(1)
  #              ^^^^^^^ warning[E219]: there is no function named 'a::b::c'
  failed = cidrsubnet("10.0.0.0/8", 40, 0)
  #                                 ^^ note[E220]: call to 'cidrsubnet' failed: insufficient address space to extend prefix of 8 by 40
  expanded = max("a"...)
  #              ^^^ note[E221]: only a list, set or tuple can be expanded: string
}
