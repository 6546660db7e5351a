# In a heredoc: on the literal there, or on what is put in where it comes from.
# RUN: split-file %s %t && %verify --only full-administration %t
#--- main.tf
variable "action" {
  default = "*"
#           ^^^ error[IAM101]: aws_iam_policy.given allows every action on every resource
}

resource "aws_iam_policy" "given" {
  policy = <<-EOT
    {"Statement": [{"Effect": "Allow", "Action": "${var.action}", "Resource": "*"}]}
  EOT
#                                                   ^^^^^^^^^^@-2 note: used here by aws_iam_policy.given
#                                                                             ^^^@-3 note: 

}
