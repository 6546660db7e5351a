# Holes are possible findings at most, and what stands beside them is read all the same.
# RUN: split-file %s %t && %verify --only resource-open-to-anyone %t
#--- main.tf
variable "who" {
  type = string
}

variable "statement" {
  type = string
}

resource "aws_s3_bucket" "b" {}

resource "aws_s3_bucket_policy" "known_beside" {
  bucket = aws_s3_bucket.b.id
  policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
#                 ^^^ error[IAM202]: aws_s3_bucket_policy.known_beside lets anyone
      Action    = "s3:GetObject"
      Resource  = "${aws_s3_bucket.b.arn}/*"
    }]
  })
}

resource "aws_s3_bucket_policy" "unknown" {
  bucket = aws_s3_bucket.b.id
  policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::${var.who}:root" }
      Action    = "s3:GetObject"
      Resource  = "${aws_s3_bucket.b.arn}/*"
    }]
  })
}
