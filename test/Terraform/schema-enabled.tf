# OpenTofu's lifecycle { enabled } is one more way to say how many there are.
# RUN: split-file %s %t && %verify %t
#--- main.tf
resource "aws_x" "a" {
  count = 1
  lifecycle {
    enabled = true
    #<^^^^^ warning[E361]: 'enabled' and 'count' exclude each other
  }
}
module "b" {
  source   = "./child"
  count    = 1
  for_each = {}
  #<^^^^^^ error[E338]: 'count' and 'for_each' exclude each other
}
#--- child/main.tf
locals {}
