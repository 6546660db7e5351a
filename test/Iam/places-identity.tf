# An identity policy in each place: the caret is on the action.
# RUN: split-file %s %t && %verify --only full-administration %t
#--- main.tf
resource "aws_iam_policy" "r" {
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }] })
#                                                                 ^^^ error[IAM101]: aws_iam_policy.r allows every action on every resource
#                                                                                 ^^^ note: 
}

resource "aws_iam_role_policy" "r" {
  role = "r"
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }] })
#                                                                 ^^^ error[IAM101]: aws_iam_role_policy.r allows every action on every resource
#                                                                                 ^^^ note: 
}

resource "aws_iam_user_policy" "r" {
  user = "u"
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }] })
#                                                                 ^^^ error[IAM101]: aws_iam_user_policy.r allows every action on every resource
#                                                                                 ^^^ note: 
}

resource "aws_iam_group_policy" "r" {
  group = "g"
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }] })
#                                                                 ^^^ error[IAM101]: aws_iam_group_policy.r allows every action on every resource
#                                                                                 ^^^ note: 
}

resource "aws_iam_role" "r" {
  assume_role_policy = "{}"
#                       ^ error[E406]: the element 'Statement' is missing
  inline_policy {
    name   = "i"
    policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }] })
#                                                                   ^^^ error[IAM101]: aws_iam_role.r allows every action on every resource
#                                                                                   ^^^ note: 
  }
}

resource "aws_ssoadmin_permission_set_inline_policy" "r" {
  inline_policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }] })
#                                                                        ^^^ error[IAM101]: aws_ssoadmin_permission_set_inline_policy.r allows every action on every resource
#                                                                                        ^^^ note: 
}
