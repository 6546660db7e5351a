# What keeps a bucket's policy from letting strangers in is found however the bucket is named; where it is not known, the
# policy may be open.
# RUN: split-file %s %t && %verify --only resource-open-to-anyone --only bucket-policy-without-effect %t
#--- main.tf
variable "restricted" { type = bool }
module "site" {
  source = "./site"
}
resource "aws_s3_bucket_public_access_block" "site" {
  bucket                  = module.site.id
  restrict_public_buckets = true
}
resource "aws_s3_bucket_policy" "maybe" {
  bucket = "maybe"
  policy = jsonencode({
    Statement = [{ Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = "*" }]
#                                                ^^^ note[IAM202]: (possibly: restrict_public_buckets of aws_s3_bucket_public_access_block.maybe is not known)
  })
}
resource "aws_s3_bucket_public_access_block" "maybe" {
  bucket                  = "maybe"
  restrict_public_buckets = var.restricted
}
#--- site/main.tf
resource "aws_s3_bucket" "site" {}
resource "aws_s3_bucket_policy" "site" {
  bucket = aws_s3_bucket.site.bucket
  policy = jsonencode({
    Statement = [{ Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = "*" }]
#                                                ^^^ note[IAM452]: what module.site.aws_s3_bucket_policy.site gives to anyone has no effect because of restrict_public_buckets of aws_s3_bucket_public_access_block.site
  })
}
output "id" { value = aws_s3_bucket.site.id }
