# RUN: split-file %s %t && %verify %t
# The template of templatestring is a reference to text from elsewhere.
#--- main.tf
locals {
  text = "a$${x}"
  list = ["b$${x}"]
  a    = templatestring(local.text, { x = 1 })
  b    = templatestring(local.list[0], { x = 1 })
  c    = templatestring("a$${x}", { x = 1 })
  #                     ^^^^^^^^ note[E220]: call to 'templatestring' failed: the template must be a reference
  d = templatestring("${local.text}", { x = 1 })
  #                  ^^^^^^^^^^^^^^^ note[E220]: the template must be a reference to text from elsewhere
  e = templatestring(join("", local.list), { x = 1 })
  #                  ^^^^^^^^^^^^^^^^^^^^ note[E220]: the template must be a reference to text from elsewhere
}
