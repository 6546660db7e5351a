# A literal of a template file stands there; what is put in comes from where the template gets it.
# RUN: split-file %s %t && %verify --only ssh-open-to-world %t
#--- main.tf
locals {
  everyone = "0.0.0.0/0"
#            ^^^^^^^^^^^ error[NET101]: ingress on tcp/22 of aws_security_group.given is open to the internet
}

resource "aws_security_group" "written" {
  ingress {
    protocol    = "tcp"
    from_port   = 22
    to_port     = 22
    cidr_blocks = split(",", trimspace(templatefile("${path.module}/written.tftpl", { own = "10.0.0.0/8" })))
#                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: used here by aws_security_group.written
  }
}

resource "aws_security_group" "given" {
  ingress {
    protocol    = "tcp"
    from_port   = 22
    to_port     = 22
    cidr_blocks = split(",", trimspace(templatefile("${path.module}/given.tftpl", { own = local.everyone })))
#                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: used here by aws_security_group.given
  }
}
# at written.tftpl:1:8-17 error[NET101]: ingress on tcp/22 of aws_security_group.written is open to the internet
#--- given.tftpl
10.0.0.0/8,${own}
#--- written.tftpl
${own},0.0.0.0/0
