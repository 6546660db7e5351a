# The default of an optional attribute is where the value begins.
# RUN: split-file %s %t && %verify --only ssh-open-to-world %t
#--- main.tf
variable "access" {
  type = object({
    port = optional(number, 22)
    from = optional(string, "0.0.0.0/0")
#                           ^^^^^^^^^^^ error[NET101]: ingress on tcp/22 of aws_security_group.g is open to the internet
  })
  default = {}
}

resource "aws_security_group" "g" {
  ingress {
    protocol    = "tcp"
    from_port   = 22
    to_port     = 22
    cidr_blocks = [var.access.from]
#                  ^^^^^^^^^^^^^^^ note: used here by aws_security_group.g
  }
}
