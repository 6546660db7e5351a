# What grows beyond every measure is not known, and said once; the program neither hangs nor eats all memory.
# RUN: split-file %s %t && %verify %t
#--- main.tf
locals {
  a = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
  b = "${local.a}${local.a}${local.a}${local.a}${local.a}${local.a}${local.a}${local.a}"
  c = "${local.b}${local.b}${local.b}${local.b}${local.b}${local.b}${local.b}${local.b}"
  d = "${local.c}${local.c}${local.c}${local.c}${local.c}${local.c}${local.c}${local.c}"
  e = "${local.d}${local.d}${local.d}${local.d}${local.d}${local.d}${local.d}${local.d}"
  f = "${local.e}${local.e}${local.e}${local.e}${local.e}${local.e}${local.e}${local.e}"
  g = "${local.f}${local.f}${local.f}${local.f}${local.f}${local.f}${local.f}${local.f}"
  h = "${local.g}${local.g}"
  i = "${local.g}${local.g}"
}
# at main.tf:9 warning[E224]: more than 16777216 bytes in a string
