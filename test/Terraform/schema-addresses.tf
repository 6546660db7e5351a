# Addresses in moved, removed and import blocks.
# RUN: split-file %s %t && %verify %t
#--- main.tf
moved {
  from = aws_x.a
  to   = module.m["k"].aws_x.b[0]
}
moved {
#<^^^ warning[E386]: what moves is a resource at both ends, or a module at both
  from = module.a
  to   = aws_x.b
}
moved {
  from = aws_x.a.b
  #      ^^^^^^^^^ warning[E386]: an address ends with the resource or its instance
  to   = aws_x
  #      ^^^^^ warning[E386]: a resource is named by its type and its name
}
moved {
  from = aws_x.a[local.b]
  #      ^^^^^^^^^^^^^^^^ warning[E366]: 'from' takes an address without anything computed
  to   = module
  #      ^^^^^^ warning[E386]: 'module' must be followed by the name of a module call
}
locals { b = 1 }
removed {
  from = module.a[0].aws_x.b
  #      ^^^^^^^^^^^^^^^^^^^ warning[E386]: what is removed is a whole module
  lifecycle {
    destroy = false
  }
}
removed {
  from = aws_x.a[0]
  #      ^^^^^^^^^^ warning[E386]: what is removed is a whole resource
}
removed {
  from = data.aws_x.a
  #      ^^^^^^^^^^^^ warning[E386]: data sources are in no state
}
import {
  to = aws_x.a[each.key]
  id = "x"
}
import {
#<^^^^ warning[E352]: this 'import' block needs the argument 'id'
  to = "aws_x.a"
  #    ^^^^^^^^^ warning[E386]: what is imported to is a resource, perhaps with a key
}
removed {
  from = module.a
  #      ^^^^^^^^ warning[E386]: only a resource has provisioners, not a module
  provisioner "local-exec" {
    when = destroy
  }
}
removed {
  from = aws_x.a
  provisioner "local-exec" {}
  #<^^^^^^^^^^^^^^^^^^^^^^ warning[E365]: 'when' must be destroy
}
import {
  to       = module.a.aws_x.b
  id       = "x"
  provider = aws.east
  #<^^^^^^ warning[E361]: 'provider' and a resource within a module exclude each other
}
import {
  to       = data.aws_x.a
  #          ^^^^^^^^^^^^ warning[E386]: only a managed resource can be imported to
  id       = "x"
  identity = {}
  #<^^^^^^ warning[E361]: 'id' and 'identity' exclude each other
}
