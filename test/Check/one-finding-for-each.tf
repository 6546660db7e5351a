# Five keys of for_each over one literal are one finding; so are the instances of count.
# RUN: split-file %s %t && %verify --only ssh-open-to-world %t
#--- main.tf
resource "aws_security_group" "keys" {
  for_each = toset(["a", "b", "c", "d", "e"])
  ingress {
    protocol    = "tcp"
    from_port   = 22
    to_port     = 22
    cidr_blocks = ["0.0.0.0/0"]
#                  ^^^^^^^^^^^ error[NET101]: ingress on tcp/22 of aws_security_group.keys["a"] is open to the internet
#                  ^^^^^^^^^^^ note: also in aws_security_group.keys["b"]
#                  ^^^^^^^^^^^ note: also in aws_security_group.keys["c"]
#                  ^^^^^^^^^^^ note: also in aws_security_group.keys["d"]
#                  ^^^^^^^^^^^ note: also in aws_security_group.keys["e"]
  }
}

resource "aws_security_group" "numbers" {
  count = 3
  ingress {
    protocol    = "tcp"
    from_port   = 22
    to_port     = 22
    cidr_blocks = ["0.0.0.0/0"]
#                  ^^^^^^^^^^^ error[NET101]: ingress on tcp/22 of aws_security_group.numbers[0] is open to the internet
#                  ^^^^^^^^^^^ note: also in aws_security_group.numbers[1]
#                  ^^^^^^^^^^^ note: also in aws_security_group.numbers[2]
  }
}
