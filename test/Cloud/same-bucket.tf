# A block finds its bucket by reference, by name and by equal text, and leaves other buckets alone.
# RUN: split-file %s %t && %verify --only bucket-acl-open-to-anyone %t
#--- main.tf
variable "prefix" {
  type = string
}

resource "aws_s3_bucket" "by_name" {
  bucket = "example-a"
  acl    = "public-read"
}
resource "aws_s3_bucket_public_access_block" "by_name" {
  bucket             = "example-a"
  ignore_public_acls = true
}

resource "aws_s3_bucket" "by_text" {
  bucket = "${var.prefix}-b"
  acl    = "public-read"
}
resource "aws_s3_bucket_public_access_block" "by_text" {
  bucket             = "${var.prefix}-b"
  ignore_public_acls = true
}

resource "aws_s3_bucket_acl" "elsewhere" {
  bucket = var.prefix
  acl    = "public-read"
}
resource "aws_s3_bucket_public_access_block" "elsewhere" {
  bucket            = var.prefix
  block_public_acls = "true"
}

resource "aws_s3_bucket" "counted" {
  count = 2
  acl   = "public-read"
  #       ^^^^^^^^^^^^^ error[IAM251]: lets everyone on the internet read aws_s3_bucket.counted[1]
}
resource "aws_s3_bucket_public_access_block" "counted" {
  bucket             = aws_s3_bucket.counted[0].id
  ignore_public_acls = true
}
