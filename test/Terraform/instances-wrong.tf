# What is wrong with count, for_each and references to instances.
# RUN: split-file %s %t && %verify %t
#--- main.tf
resource "aws_x" "both" {
  count    = 1
  for_each = {}
  #<^^^^^^ error[E338]: 'count' and 'for_each' exclude each other
}
resource "aws_x" "negative" {
  count = -1
  #       ^^ error[E339]: count must be a whole number that is not negative, but it is -1
}
resource "aws_x" "null" {
  count = null
  #       ^^^^ error[E339]: count must be a whole number that is not negative, but it is null
}
resource "aws_x" "tuple" {
  for_each = ["a"]
  #          ^^^^^ warning[E340]: for_each takes a map, or a set of strings, but this is a tuple
}
resource "aws_x" "y" {
  a = aws_x.both.id
  #   ^^^^^^^^^^ warning[E336]: 'aws_x.both' has count or for_each set
  b = each.key
  #   ^^^^^^^^ error[E335]: 'each' means something in a block with 'for_each' only
  c = count.index
  #   ^^^^^^^^^^^ error[E335]: 'count' means something in a block with 'count' only
  d = self.id
  #   ^^^^^^^ error[E335]: 'self' means something in provisioners, connections and postconditions only
  e = nonsense
  #   ^^^^^^^^ error[E335]: a name alone means nothing
}
