# In a template file: on the literal there, or on what is put in where it comes from.
# RUN: split-file %s %t && %verify --only full-administration %t
#--- main.tf
variable "action" {
  default = "*"
#           ^^^ error[IAM101]: aws_iam_policy.given allows every action on every resource
}

resource "aws_iam_policy" "written" {
  policy = templatefile("${path.module}/written.json.tftpl", { resource = "*" })
#          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: used here by aws_iam_policy.written
#                                                                         ^^^ note: 
}

resource "aws_iam_policy" "given" {
  policy = templatefile("${path.module}/given.json.tftpl", { action = var.action })
#          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: used here by aws_iam_policy.given
}
# at given.json.tftpl:1:71-74 note: 
# at written.json.tftpl:1:46-49 error[IAM101]: aws_iam_policy.written allows every action on every resource
#--- given.json.tftpl
{"Statement": [{"Effect": "Allow", "Action": "${action}", "Resource": "*"}]}
#--- written.json.tftpl
{"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "${resource}"}]}
