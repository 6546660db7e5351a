# More instances than anybody has are one that stands for all.
# RUN: split-file %s %t && %verify %t
#--- main.tf
resource "aws_x" "y" {
#<^^^^^^^^^^^^^^^^^^ note[E505]: 'aws_x.y' has 1000000 instances; one stands for all of them
  count = 1000000
}
