# A module that calls itself, straight or by way of another, is an error, and the analysis ends.
# RUN: split-file %s %t && %verify %t
#--- main.tf
module "a" {
  source = "./a"
}
module "self" {
  source = "."
  #        ^^^ error[E313]: module 'self' calls itself, here or by way of others
}
#--- a/main.tf
module "b" {
  source = "../b"
}
#--- b/main.tf
module "a" {
  source = "../a"
  #        ^^^^^^ error[E313]: module 'a' calls itself, here or by way of others
}
