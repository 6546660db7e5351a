# A condition takes the finding away when it limits who comes in, in whatever spelling.
# RUN: split-file %s %t && %verify --only resource-open-to-anyone %t
#--- main.tf
resource "aws_sqs_queue_policy" "limited" {
  queue_url = "q"
  policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = "sqs:SendMessage"
      Resource  = "*"
      Condition = { ArnEquals = { "aws:SourceArn" = "arn:aws:sns:eu-west-1:123456789012:topic" } }
    }]
  })
}

resource "aws_sqs_queue_policy" "not_limited" {
  queue_url = "q"
  policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
#                 ^^^ error[IAM202]: aws_sqs_queue_policy.not_limited lets anyone
      Action    = "sqs:SendMessage"
      Resource  = "*"
      Condition = { Bool = { "aws:SecureTransport" = true } }
    }]
  })
}

data "aws_iam_policy_document" "limited" {
  statement {
    actions   = ["sqs:SendMessage"]
    resources = ["*"]
    principals {
      type        = "*"
      identifiers = ["*"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = ["123456789012"]
    }
  }
}

data "aws_iam_policy_document" "joined" {
  statement {
    actions   = ["sqs:SendMessage"]
    resources = ["*"]
    principals {
      type        = "*"
      identifiers = ["*"]
#                    ^^^ error[IAM202]: aws_sqs_queue.joined lets anyone
    }
    condition {
      test     = "StringLike"
      variable = "aws:SourceAccount"
      values   = ["123456789012"]
    }
    # Equal test and variable: the values are joined, so this one opens the queue.
    condition {
      test     = "StringLike"
      variable = "aws:SourceAccount"
      values   = ["*"]
    }
  }
}

resource "aws_sqs_queue" "limited" {
  policy = data.aws_iam_policy_document.limited.json
}

resource "aws_sqs_queue" "joined" {
  policy = data.aws_iam_policy_document.joined.json
#          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: used here by aws_sqs_queue.joined
}
