# Blocks, meta arguments and functions that nobody knows yet lose nothing else in the file.
# RUN: split-file %s %t && %verify --only ssh-open-to-world --only full-administration %t
#--- main.tf
terraform {
  required_version = ">= 1.0"
  language {
  #<^^^^^^ note[E354]: a 'terraform' block holds no block of type 'language'
    edition = "next"
  }
}

flux_capacitor "a" "b" {
#<^^^^^^^^^^^^^^^^^^^^ warning[E301]: no block of type 'flux_capacitor' is expected here; it is left out
  power = provider::delorean::gigawatts(1.21)
  nested {
    x = y.z
  }
}

locals {
  parsed = provider::aws::arn_parse("arn:aws:iam::123456789012:role/x")
}

resource "aws_security_group" "g" {
  name = provider::aws::trim_iam_role_path("a")
  quantum = local.parsed.account_id
  ingress {
    protocol    = "tcp"
    from_port   = 22
    to_port     = 22
    cidr_blocks = ["0.0.0.0/0"]
#                  ^^^^^^^^^^^ error[NET101]: ingress on tcp/22 of aws_security_group.g is open to the internet
  }
  entangled_with {
    other = provider::x::y(local.parsed)
  }
}

resource "aws_iam_policy" "p" {
  name   = local.parsed.resource
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }] })
#                                                                 ^^^ error[IAM101]: aws_iam_policy.p allows every action on every resource
#                                                                                 ^^^ note: 
}
