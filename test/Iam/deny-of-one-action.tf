# A Deny without conditions takes one action away, whatever else the Allow holds; one on a single role does not.
# RUN: split-file %s %t && %verify %t
#--- main.tf
resource "aws_iam_policy" "taken" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = ["iam:PassRole", "sts:AssumeRole", "sqs:*"], Resource = "*" },
      { Effect = "Deny", Action = ["iam:Pass*", "sts:*", "sqs:*"], Resource = "*" },
    ]
  })
}

resource "aws_iam_policy" "left" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = ["iam:PassRole", "s3:GetObject"], Resource = "*" },
      #                             ^^^^^^^^^^^^^^ error[IAM105]: passing every role of the account
      { Effect = "Deny", Action = "iam:PassRole", Resource = "arn:aws:iam::123456789012:role/admin" },
    ]
  })
}

resource "aws_iam_policy" "sometimes" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = ["iam:PassRole", "s3:GetObject"], Resource = "*" },
      #                             ^^^^^^^^^^^^^^ error[IAM105]: passing every role of the account
      {
        Effect    = "Deny"
        Action    = "iam:PassRole"
        Resource  = "*"
        Condition = { Bool = { "aws:MultiFactorAuthPresent" = "false" } }
      },
    ]
  })
}
