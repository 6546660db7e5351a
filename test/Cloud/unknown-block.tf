# Whether a block is there, or says yes, may be unknown; a list may be one of several.
# RUN: split-file %s %t && %verify --only bucket-acl-open-to-anyone %t
#--- main.tf
variable "blocked" {
  type = bool
}

resource "aws_s3_bucket" "a" {
  acl = "public-read"
  #     ^^^^^^^^^^^^^ note[IAM251]: (possibly: ignore_public_acls of aws_s3_bucket_public_access_block.a is not known)
}
resource "aws_s3_bucket_public_access_block" "a" {
  bucket             = aws_s3_bucket.a.id
  ignore_public_acls = var.blocked
}

resource "aws_s3_bucket" "b" {
  acl = var.blocked ? "private" : "public-read-write"
  #                               ^^^^^^^^^^^^^^^^^^^ note[IAM251]: lets everyone on the internet write to aws_s3_bucket.b (possibly: it depends on var.blocked)
}
