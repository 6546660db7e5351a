# State is kept in one place; an override may choose another.
# RUN: split-file %s %t && %verify %t/wrong && %verify %t/right
#--- wrong/main.tf
terraform {
  backend "s3" {}
  #<^^^^^^^^^^ warning[E357]: there can be only one place for the state
  cloud {}
}
#--- right/main.tf
# no-diagnostics
terraform {
  backend "s3" {}
}
#--- right/override.tf
terraform {
  cloud {}
}
