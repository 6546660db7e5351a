# A reference to a counted resource without a key is one fault, whether there are instances or none.
# RUN: split-file %s %t && %verify %t
#--- main.tf
resource "aws_x" "none" {
  count = 0
}
resource "aws_x" "one" {
  count = 1
}
resource "aws_y" "y" {
  none = aws_x.none.id
#        ^^^^^^^^^^ warning[E336]: 'aws_x.none' has count or for_each set, so one of its instances must be named
  one  = aws_x.one.id
#        ^^^^^^^^^ warning[E336]: 'aws_x.one' has count or for_each set, so one of its instances must be named
}
