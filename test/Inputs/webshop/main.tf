# A small web shop: a load balancer in front of containers, a database, a bastion for the
# people who run it, and the roles that they and the services use.

terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0"
    }
  }
}

provider "aws" {
  region = var.region
}

data "aws_caller_identity" "current" {}

locals {
  name    = "webshop-${var.environment}"
  account = data.aws_caller_identity.current.account_id
  tags = {
    Project     = "webshop"
    Environment = var.environment
  }
}

module "bastion" {
  source    = "./modules/bastion"
  name      = local.name
  vpc_id    = aws_vpc.shop.id
  subnet_id = aws_subnet.public["a"].id
  ssh_from  = var.admin_cidrs
}
