# Conditions that check nothing or look at themselves, and checks without any.
# RUN: split-file %s %t && %verify %t
#--- main.tf
variable "a" {
  validation {
    condition     = length("a") > 0
    #               ^^^^^^^^^^^^^^^ warning[E369]: the condition refers to nothing of 'var.a'
    error_message = "no"
  }
  validation {
    condition     = var.a != var.b
    error_message = "no"
  }
}
variable "b" {
  validation {}
  #<^^^^^^^^ warning[E352]: this 'validation' block needs the argument 'condition'
  #<^^^^^^^^ warning[E352]: this 'validation' block needs the argument 'error_message'
}
resource "aws_x" "c" {
  lifecycle {
    precondition {
      condition     = true
      #               ^^^^ warning[E369]: the condition refers to nothing, so it checks nothing
      error_message = "no"
    }
    precondition {
      condition     = aws_x.c.id != ""
      #               ^^^^^^^^^^ warning[E370]: 'aws_x.c' cannot refer to itself here
      error_message = "no"
    }
    postcondition {
      condition     = self.id != ""
      error_message = "not ${resource.aws_x.c.id}"
      #                      ^^^^^^^^^^^^^^^^^^^ warning[E370]: 'aws_x.c' cannot refer to itself here
    }
  }
}
data "aws_x" "d" {
  lifecycle {
    precondition {
      condition     = data.aws_x.d.id != aws_x.d.id
      #               ^^^^^^^^^^^^^^^ warning[E370]: 'data.aws_x.d' cannot refer to itself here
      error_message = "no"
    }
  }
}
resource "aws_x" "d" {}
output "e" {
  value = 1
  postcondition {
  #<^^^^^^^^^^^ warning[E376]: an output can have preconditions only
    condition     = path.module != ""
    error_message = "no"
  }
}
check "f" {
#<^^^^^^^ warning[E377]: a check needs at least one 'assert' block
  data "aws_x" "g" {
    count = 1
    #<^^^ warning[E355]: 'count' means nothing in a 'data' block
  }
}
