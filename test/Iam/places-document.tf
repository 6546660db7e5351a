# Every place of a resource policy, from a document: the caret is on the identifier.
# RUN: split-file %s %t && %verify --only resource-open-to-anyone %t
#--- main.tf
data "aws_iam_policy_document" "d0" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = ["*"]
#                    ^^^ error[IAM202]: aws_s3_bucket_policy.r lets anyone
    }
  }
}

resource "aws_s3_bucket_policy" "r" {
  bucket = "b"
  policy = data.aws_iam_policy_document.d0.json
#          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: used here by aws_s3_bucket_policy.r
}

data "aws_iam_policy_document" "d1" {
  statement {
    actions   = ["s3:PutObject"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = ["*"]
#                    ^^^ error[IAM202]: aws_s3_bucket.r lets anyone
    }
  }
}

resource "aws_s3_bucket" "r" {
  bucket = "c"
  policy = data.aws_iam_policy_document.d1.json
#          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: used here by aws_s3_bucket.r
}

data "aws_iam_policy_document" "d2" {
  statement {
    actions   = ["sqs:SendMessage"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = ["*"]
#                    ^^^ error[IAM202]: aws_sqs_queue.r lets anyone
    }
  }
}

resource "aws_sqs_queue" "r" {
  policy = data.aws_iam_policy_document.d2.json
#          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: used here by aws_sqs_queue.r
}

data "aws_iam_policy_document" "d3" {
  statement {
    actions   = ["sqs:ReceiveMessage"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = ["*"]
#                    ^^^ error[IAM202]: aws_sqs_queue_policy.r lets anyone
    }
  }
}

resource "aws_sqs_queue_policy" "r" {
  queue_url = "q"
  policy = data.aws_iam_policy_document.d3.json
#          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: used here by aws_sqs_queue_policy.r
}

data "aws_iam_policy_document" "d4" {
  statement {
    actions   = ["sns:Publish"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = ["*"]
#                    ^^^ error[IAM202]: aws_sns_topic.r lets anyone
    }
  }
}

resource "aws_sns_topic" "r" {
  policy = data.aws_iam_policy_document.d4.json
#          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: used here by aws_sns_topic.r
}

data "aws_iam_policy_document" "d5" {
  statement {
    actions   = ["sns:Subscribe"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = ["*"]
#                    ^^^ error[IAM202]: aws_sns_topic_policy.r lets anyone
    }
  }
}

resource "aws_sns_topic_policy" "r" {
  arn = "t"
  policy = data.aws_iam_policy_document.d5.json
#          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: used here by aws_sns_topic_policy.r
}

data "aws_iam_policy_document" "d6" {
  statement {
    actions   = ["kms:Decrypt"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = ["*"]
#                    ^^^ error[IAM202]: aws_kms_key.r lets anyone
    }
  }
}

resource "aws_kms_key" "r" {
  policy = data.aws_iam_policy_document.d6.json
#          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: used here by aws_kms_key.r
}

data "aws_iam_policy_document" "d7" {
  statement {
    actions   = ["kms:Encrypt"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = ["*"]
#                    ^^^ error[IAM202]: aws_kms_key_policy.r lets anyone
    }
  }
}

resource "aws_kms_key_policy" "r" {
  key_id = "k"
  policy = data.aws_iam_policy_document.d7.json
#          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: used here by aws_kms_key_policy.r
}

data "aws_iam_policy_document" "d8" {
  statement {
    actions   = ["es:ESHttpGet"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = ["*"]
#                    ^^^ error[IAM202]: aws_elasticsearch_domain.r lets anyone
    }
  }
}

resource "aws_elasticsearch_domain" "r" {
  access_policies = data.aws_iam_policy_document.d8.json
#                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: used here by aws_elasticsearch_domain.r
}

data "aws_iam_policy_document" "d9" {
  statement {
    actions   = ["es:ESHttpPut"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = ["*"]
#                    ^^^ error[IAM202]: aws_elasticsearch_domain_policy.r lets anyone
    }
  }
}

resource "aws_elasticsearch_domain_policy" "r" {
  domain_name = "d"
  access_policies = data.aws_iam_policy_document.d9.json
#                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: used here by aws_elasticsearch_domain_policy.r
}

data "aws_iam_policy_document" "d10" {
  statement {
    actions   = ["es:ESHttpGet"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = ["*"]
#                    ^^^ error[IAM202]: aws_opensearch_domain.r lets anyone
    }
  }
}

resource "aws_opensearch_domain" "r" {
  access_policies = data.aws_iam_policy_document.d10.json
#                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: used here by aws_opensearch_domain.r
}

data "aws_iam_policy_document" "d11" {
  statement {
    actions   = ["es:ESHttpPut"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = ["*"]
#                    ^^^ error[IAM202]: aws_opensearch_domain_policy.r lets anyone
    }
  }
}

resource "aws_opensearch_domain_policy" "r" {
  domain_name = "d"
  access_policies = data.aws_iam_policy_document.d11.json
#                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: used here by aws_opensearch_domain_policy.r
}

data "aws_iam_policy_document" "d12" {
  statement {
    actions   = ["ecr:BatchGetImage"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = ["*"]
#                    ^^^ error[IAM202]: aws_ecr_repository_policy.r lets anyone
    }
  }
}

resource "aws_ecr_repository_policy" "r" {
  repository = "r"
  policy = data.aws_iam_policy_document.d12.json
#          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: used here by aws_ecr_repository_policy.r
}

data "aws_iam_policy_document" "d13" {
  statement {
    actions   = ["ecr:ReplicateImage"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = ["*"]
#                    ^^^ error[IAM202]: aws_ecr_registry_policy.r lets anyone
    }
  }
}

resource "aws_ecr_registry_policy" "r" {
  policy = data.aws_iam_policy_document.d13.json
#          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: used here by aws_ecr_registry_policy.r
}

data "aws_iam_policy_document" "d14" {
  statement {
    actions   = ["secretsmanager:GetSecretValue"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = ["*"]
#                    ^^^ error[IAM202]: aws_secretsmanager_secret.r lets anyone
    }
  }
}

resource "aws_secretsmanager_secret" "r" {
  policy = data.aws_iam_policy_document.d14.json
#          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: used here by aws_secretsmanager_secret.r
}

data "aws_iam_policy_document" "d15" {
  statement {
    actions   = ["secretsmanager:GetSecretValue"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = ["*"]
#                    ^^^ error[IAM202]: aws_secretsmanager_secret_policy.r lets anyone
    }
  }
}

resource "aws_secretsmanager_secret_policy" "r" {
  secret_arn = "s"
  policy = data.aws_iam_policy_document.d15.json
#          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: used here by aws_secretsmanager_secret_policy.r
}

data "aws_iam_policy_document" "d16" {
  statement {
    actions   = ["glue:GetTable"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = ["*"]
#                    ^^^ error[IAM202]: aws_glue_resource_policy.r lets anyone
    }
  }
}

resource "aws_glue_resource_policy" "r" {
  policy = data.aws_iam_policy_document.d16.json
#          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: used here by aws_glue_resource_policy.r
}

data "aws_iam_policy_document" "d17" {
  statement {
    actions   = ["elasticfilesystem:ClientWrite"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = ["*"]
#                    ^^^ error[IAM202]: aws_efs_file_system_policy.r lets anyone
    }
  }
}

resource "aws_efs_file_system_policy" "r" {
  file_system_id = "f"
  policy = data.aws_iam_policy_document.d17.json
#          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: used here by aws_efs_file_system_policy.r
}

data "aws_iam_policy_document" "d18" {
  statement {
    actions   = ["ses:SendEmail"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = ["*"]
#                    ^^^ error[IAM202]: aws_ses_identity_policy.r lets anyone
    }
  }
}

resource "aws_ses_identity_policy" "r" {
  identity = "i"
  policy = data.aws_iam_policy_document.d18.json
#          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: used here by aws_ses_identity_policy.r
}

data "aws_iam_policy_document" "d19" {
  statement {
    actions   = ["ses:SendEmail"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = ["*"]
#                    ^^^ error[IAM202]: aws_sesv2_email_identity_policy.r lets anyone
    }
  }
}

resource "aws_sesv2_email_identity_policy" "r" {
  email_identity = "i"
  policy = data.aws_iam_policy_document.d19.json
#          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: used here by aws_sesv2_email_identity_policy.r
}

data "aws_iam_policy_document" "d20" {
  statement {
    actions   = ["execute-api:Invoke"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = ["*"]
#                    ^^^ warning[IAM202]: aws_api_gateway_rest_api.r lets anyone
    }
  }
}

resource "aws_api_gateway_rest_api" "r" {
  name = "a"
  policy = data.aws_iam_policy_document.d20.json
#          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: used here by aws_api_gateway_rest_api.r
}

data "aws_iam_policy_document" "d21" {
  statement {
    actions   = ["execute-api:Invoke"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = ["*"]
#                    ^^^ warning[IAM202]: aws_api_gateway_rest_api_policy.r lets anyone
    }
  }
}

resource "aws_api_gateway_rest_api_policy" "r" {
  rest_api_id = "a"
  policy = data.aws_iam_policy_document.d21.json
#          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: used here by aws_api_gateway_rest_api_policy.r
}

data "aws_iam_policy_document" "d22" {
  statement {
    actions   = ["backup:CopyIntoBackupVault"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = ["*"]
#                    ^^^ error[IAM202]: aws_backup_vault_policy.r lets anyone
    }
  }
}

resource "aws_backup_vault_policy" "r" {
  backup_vault_name = "v"
  policy = data.aws_iam_policy_document.d22.json
#          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: used here by aws_backup_vault_policy.r
}

data "aws_iam_policy_document" "d23" {
  statement {
    actions   = ["logs:PutSubscriptionFilter"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = ["*"]
#                    ^^^ error[IAM202]: aws_cloudwatch_log_destination_policy.r lets anyone
    }
  }
}

resource "aws_cloudwatch_log_destination_policy" "r" {
  destination_name = "d"
  access_policy = data.aws_iam_policy_document.d23.json
#                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: used here by aws_cloudwatch_log_destination_policy.r
}

data "aws_iam_policy_document" "d24" {
  statement {
    actions   = ["logs:PutLogEvents"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = ["*"]
#                    ^^^ error[IAM202]: aws_cloudwatch_log_resource_policy.r lets anyone
    }
  }
}

resource "aws_cloudwatch_log_resource_policy" "r" {
  policy_name = "p"
  policy_document = data.aws_iam_policy_document.d24.json
#                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ note: used here by aws_cloudwatch_log_resource_policy.r
}
