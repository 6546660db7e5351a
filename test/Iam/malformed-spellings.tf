# What AWS would refuse is said in whatever spelling the policy has.
# RUN: split-file %s %t && %verify --only full-administration %t
#--- main.tf
resource "aws_iam_policy" "jsonencode" {
  policy = jsonencode({
    Statement = [
      { Effect = "allow", Action = "s3:*", Resource = "*" },
#                ^^^^^^^ error[E408]: the effect is 'allow'; it has to be 'Allow' or 'Deny'
      { Effect = "Allow", Actions = "s3:*", Resource = "*" },
#                         ^^^^^^^ error[E404]: a policy has no element 'Actions' here
#     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error[E406]: the element 'Action' is missing
      { Effect = "Allow", Action = "s3:*" },
#     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error[E406]: the element 'Resource' is missing
    ]
  })
}

resource "aws_iam_policy" "file" {
  policy = file("${path.module}/broken.json")
}

resource "aws_iam_policy" "list" {
  policy = jsonencode([])
#                     ^^ error[E403]: a policy has to be a JSON object
}

data "aws_iam_policy_document" "without_resource" {
  statement {
# ^^^^^^^^^ error[E406]: the element 'Resource' is missing
    actions = ["s3:*"]
  }
}

resource "aws_iam_policy" "document" {
  policy = data.aws_iam_policy_document.without_resource.json
}

resource "aws_iam_policy" "missing" {
  policy = file("${path.module}/nowhere.json")
#               ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note[E220]: call to 'file' failed: no file exists at "./nowhere.json"; a file that a resource makes must be read through that resource
}
# at broken.json:3:58-59 error[E188]: JSON allows no comma after the last property
#--- broken.json
{
  "Statement": [
    {"Effect": "Allow", "Action": "s3:*", "Resource": "*",}
  ]
}
