# An override of what no other file declares is an error.
# RUN: split-file %s %t && %verify %t
#--- main.tf
locals {
  a = 1
}
#--- override.tf
locals {
  bbb = 1
  #<^ error[E304]: this override file changes local 'bbb', which no other file declares
}
resource "aws_x" "y" {}
#<^^^^^^^^^^^^^^^^^^ error[E304]: this override file changes resource 'aws_x.y', which no other file declares
provider "aws" {}
provider "aws" {
#<^^^^^^^^^^^^ error[E304]: this override file changes provider 'aws.east', which no other file declares
  alias = "east"
}
