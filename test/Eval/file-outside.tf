# Functions read no file outside the folder that is checked: what such a file holds is not known.
# RUN: split-file %s %t && %verify %t/inner
#--- secret.txt
the secret
#--- inner/main.tf
locals {
  beside = file("${path.module}/main.tf")
  above  = file("${path.module}/../secret.txt")
  #        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note[E250]: secret.txt" lies outside the folder that may be read
  far    = fileexists("/etc/hostname")
  #        ^^^^^^^^^^^^^^^^^^^^^^^^^^^ note[E250]: "/etc/hostname" lies outside the folder that may be read
}
