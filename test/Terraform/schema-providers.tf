# Providers: names, addresses, versions, what a module expects.
# RUN: split-file %s %t && %verify --pedantic %t
#--- main.tf
terraform {
  required_version = ">= 1.2, ~> 1.x"
  #                  ^^^^^^^^^^^^^^^^ warning[E382]: this is no version constraint
  required_providers {
    aws = "~> 1.0.0"
    usererror = {
      source = "foo/terraform-provider-foo"
      #        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning[E380]: 'foo/terraform-provider-foo' is no provider's address
      version = 1
      #         ^ warning[E382]: a version constraint is a string
    }
    my_test = {
    #<^^^^^ warning[E379]: 'my_test' is no provider's name
      source = "a/b/c/d"
      #        ^^^^^^^^^ warning[E380]: it has one to three parts
      alias  = "x"
      #<^^^ warning[E381]: there is 'source', 'version' and 'configuration_aliases' only
    }
    list = ["x"]
    #      ^^^^^ warning[E381]: a provider's requirement is an object
    foo = {
      configuration_aliases = [foo.a, bar.b]
      #                               ^^^^^ warning[E381]: a configuration is named by this provider's name
    }
  }
  provider_meta "chunky_bacon" {
  #             ^^^^^^^^^^^^^^ warning[E379]: 'chunky_bacon' is no provider's name
    hello = var.name
    #       ^^^^^^^^ error[E323]: 'var' cannot be used here
  }
}
variable "name" {}
provider "TEST" {}
#        ^^^^^^ warning[E379]: 'TEST' is no provider's name
provider "aws" {
  alias   = "a b"
  #         ^^^^^ warning[E393]: 'a b' is no name
  version = "1.0.0"
  #<^^^^^ note[E385]: a provider's version belongs into 'required_providers'
}
provider "azure" {
#<^^^^^^^^^^^^^^ warning[E352]: this 'provider' block needs the argument 'alias'
  for_each = toset([])
}
provider "google" {
  alias = aws_x.a.id
  #       ^^^^^^^^^^ warning[E366]: 'alias' takes nothing but locals, variables and paths
}
resource "aws_x" "a" {
  provider = my_test
  #          ^^^^^^^ warning[E379]: 'my_test' is no provider's name
}
resource "aws_x" "b" {
  provider = aws.east.x
  #          ^^^^^^^^^^ warning[E378]: 'provider' takes a provider's name, with its alias after a dot
}
resource "aws_x" "c" {
  for_each = toset([])
  provider = aws[each.key]
}
resource "aws_x" "d" {
  provider = "aws.east"
  #          ^^^^^^^^^^ note[E363]: references are no longer written in quotes
}
