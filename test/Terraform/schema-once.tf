# Settings that a module has once, wherever its files have them.
# RUN: split-file %s %t && %verify %t
#--- a.tf
terraform {
  backend "s3" {}
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}
provider "aws" {}
provider "aws" {
  alias = "east"
}
import {
  to = aws_x.y
  id = "a"
}
check "c" {
  assert {
    condition     = path.module != ""
    error_message = "no"
  }
}
#--- b.tf
terraform {
  backend "gcs" {}
  #<^^^^^^^^^^^ warning[E357]: there can be only one 'backend' block in a module
  required_providers {}
  #<^^^^^^^^^^^^^^^^ warning[E357]: there can be only one 'required_providers' block in a module
}
provider "aws" {
#<^^^^^^^^^^^^ warning[E357]: there can be only one configuration of provider 'aws.east'
  alias = "east"
}
import {
#<^^^^ warning[E357]: there can be only one import to 'aws_x.y'
  to = aws_x.y
  id = "b"
}
check "c" {
#<^^^^^^^ warning[E357]: there can be only one check 'c'
  assert {
    condition     = path.module != ""
    error_message = "no"
  }
}
resource "aws_x" "y" {}
