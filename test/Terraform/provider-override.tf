# An override file changes a provider block; only the default one may be new (MO-3).
# RUN: split-file %s %t && %verify %t
# RUN: %postern check --dump=instances %t | FileCheck %s
#--- main.tf
provider "aws" { region = "eu-west-1" }
data "aws_region" "here" {}
resource "aws_x" "y" { a = data.aws_region.here.name }
# CHECK: a = "eu-north-1"
#--- override.tf
provider "aws" { region = "eu-north-1" }
provider "google" {}
provider "aws" {
#<^^^^^^^^^^^^ error[E304]: this override file changes provider 'aws.west', which no other file declares
  alias = "west"
}
