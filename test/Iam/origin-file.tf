# In a file that file() reads the caret lands on the action there.
# RUN: split-file %s %t && %verify --only full-administration %t
#--- main.tf
resource "aws_iam_policy" "p" {
  policy = file("${path.module}/admin.json")
#          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: used here by aws_iam_policy.p
}
# at admin.json:3:47-50 error[IAM101]: aws_iam_policy.p allows every action on every resource
# at admin.json:3:64-67 note: 
#--- admin.json
{
  "Version": "2012-10-17",
  "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]
}
