# Every place of a resource policy, written with jsonencode() and a plain principal: the caret is on it.
# RUN: split-file %s %t && %verify --only resource-open-to-anyone %t
#--- main.tf
resource "aws_s3_bucket_policy" "r" {
  bucket = "b"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
#                 ^^^ error[IAM202]: aws_s3_bucket_policy.r lets anyone
      Action    = "s3:GetObject"
      Resource  = "*"
    }]
  })
}

resource "aws_s3_bucket" "r" {
  bucket = "c"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
#                 ^^^ error[IAM202]: aws_s3_bucket.r lets anyone
      Action    = "s3:PutObject"
      Resource  = "*"
    }]
  })
}

resource "aws_sqs_queue" "r" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
#                 ^^^ error[IAM202]: aws_sqs_queue.r lets anyone
      Action    = "sqs:SendMessage"
      Resource  = "*"
    }]
  })
}

resource "aws_sqs_queue_policy" "r" {
  queue_url = "q"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
#                 ^^^ error[IAM202]: aws_sqs_queue_policy.r lets anyone
      Action    = "sqs:ReceiveMessage"
      Resource  = "*"
    }]
  })
}

resource "aws_sns_topic" "r" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
#                 ^^^ error[IAM202]: aws_sns_topic.r lets anyone
      Action    = "sns:Publish"
      Resource  = "*"
    }]
  })
}

resource "aws_sns_topic_policy" "r" {
  arn = "t"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
#                 ^^^ error[IAM202]: aws_sns_topic_policy.r lets anyone
      Action    = "sns:Subscribe"
      Resource  = "*"
    }]
  })
}

resource "aws_kms_key" "r" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
#                 ^^^ error[IAM202]: aws_kms_key.r lets anyone
      Action    = "kms:Decrypt"
      Resource  = "*"
    }]
  })
}

resource "aws_kms_key_policy" "r" {
  key_id = "k"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
#                 ^^^ error[IAM202]: aws_kms_key_policy.r lets anyone
      Action    = "kms:Encrypt"
      Resource  = "*"
    }]
  })
}

resource "aws_elasticsearch_domain" "r" {
  access_policies = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
#                 ^^^ error[IAM202]: aws_elasticsearch_domain.r lets anyone
      Action    = "es:ESHttpGet"
      Resource  = "*"
    }]
  })
}

resource "aws_elasticsearch_domain_policy" "r" {
  domain_name = "d"
  access_policies = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
#                 ^^^ error[IAM202]: aws_elasticsearch_domain_policy.r lets anyone
      Action    = "es:ESHttpPut"
      Resource  = "*"
    }]
  })
}

resource "aws_opensearch_domain" "r" {
  access_policies = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
#                 ^^^ error[IAM202]: aws_opensearch_domain.r lets anyone
      Action    = "es:ESHttpGet"
      Resource  = "*"
    }]
  })
}

resource "aws_opensearch_domain_policy" "r" {
  domain_name = "d"
  access_policies = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
#                 ^^^ error[IAM202]: aws_opensearch_domain_policy.r lets anyone
      Action    = "es:ESHttpPut"
      Resource  = "*"
    }]
  })
}

resource "aws_ecr_repository_policy" "r" {
  repository = "r"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
#                 ^^^ error[IAM202]: aws_ecr_repository_policy.r lets anyone
      Action    = "ecr:BatchGetImage"
      Resource  = "*"
    }]
  })
}

resource "aws_ecr_registry_policy" "r" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
#                 ^^^ error[IAM202]: aws_ecr_registry_policy.r lets anyone
      Action    = "ecr:ReplicateImage"
      Resource  = "*"
    }]
  })
}

resource "aws_secretsmanager_secret" "r" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
#                 ^^^ error[IAM202]: aws_secretsmanager_secret.r lets anyone
      Action    = "secretsmanager:GetSecretValue"
      Resource  = "*"
    }]
  })
}

resource "aws_secretsmanager_secret_policy" "r" {
  secret_arn = "s"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
#                 ^^^ error[IAM202]: aws_secretsmanager_secret_policy.r lets anyone
      Action    = "secretsmanager:GetSecretValue"
      Resource  = "*"
    }]
  })
}

resource "aws_glue_resource_policy" "r" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
#                 ^^^ error[IAM202]: aws_glue_resource_policy.r lets anyone
      Action    = "glue:GetTable"
      Resource  = "*"
    }]
  })
}

resource "aws_efs_file_system_policy" "r" {
  file_system_id = "f"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
#                 ^^^ error[IAM202]: aws_efs_file_system_policy.r lets anyone
      Action    = "elasticfilesystem:ClientWrite"
      Resource  = "*"
    }]
  })
}

resource "aws_ses_identity_policy" "r" {
  identity = "i"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
#                 ^^^ error[IAM202]: aws_ses_identity_policy.r lets anyone
      Action    = "ses:SendEmail"
      Resource  = "*"
    }]
  })
}

resource "aws_sesv2_email_identity_policy" "r" {
  email_identity = "i"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
#                 ^^^ error[IAM202]: aws_sesv2_email_identity_policy.r lets anyone
      Action    = "ses:SendEmail"
      Resource  = "*"
    }]
  })
}

resource "aws_api_gateway_rest_api" "r" {
  name = "a"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
#                 ^^^ warning[IAM202]: aws_api_gateway_rest_api.r lets anyone
      Action    = "execute-api:Invoke"
      Resource  = "*"
    }]
  })
}

resource "aws_api_gateway_rest_api_policy" "r" {
  rest_api_id = "a"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
#                 ^^^ warning[IAM202]: aws_api_gateway_rest_api_policy.r lets anyone
      Action    = "execute-api:Invoke"
      Resource  = "*"
    }]
  })
}

resource "aws_backup_vault_policy" "r" {
  backup_vault_name = "v"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
#                 ^^^ error[IAM202]: aws_backup_vault_policy.r lets anyone
      Action    = "backup:CopyIntoBackupVault"
      Resource  = "*"
    }]
  })
}

resource "aws_cloudwatch_log_destination_policy" "r" {
  destination_name = "d"
  access_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
#                 ^^^ error[IAM202]: aws_cloudwatch_log_destination_policy.r lets anyone
      Action    = "logs:PutSubscriptionFilter"
      Resource  = "*"
    }]
  })
}

resource "aws_cloudwatch_log_resource_policy" "r" {
  policy_name = "p"
  policy_document = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
#                 ^^^ error[IAM202]: aws_cloudwatch_log_resource_policy.r lets anyone
      Action    = "logs:PutLogEvents"
      Resource  = "*"
    }]
  })
}
