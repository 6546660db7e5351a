# Of what a module that is not on disk gives, Terraform knows the type and we do not: results and elements go together
# if there is a type for it with which they do.
# RUN: split-file %s %t && %postern check --fail-on=never %t/fits | FileCheck %s --check-prefix=FITS
# RUN: %postern check --dump=instances %t/fits | FileCheck %s --check-prefix=VALUES
# RUN: %postern check --fail-on=never %t/never | FileCheck %s --check-prefix=NEVER
#--- fits/main.tf
module "queue" {
  source = "example/queue/aws"
}
variable "wanted" { type = bool }
locals {
  config = var.wanted ? {
    enable = true
    delay  = 30
    url    = module.queue.url
  } : {}
  certain = true ? {
    enable = true
    delay  = 30
    url    = module.queue.url
  } : {}
  open = true ? { port = 22, source = module.queue.cidr } : {}
}
module "schedules" {
  source = "./schedules"
  schedules = {
    cron = { group = "dev", arn = module.queue.arn, input = "x" }
    rate = { group = "prod", arn = aws_kinesis_stream.s.arn }
  }
}
resource "aws_kinesis_stream" "s" {
  name = "s"
}
resource "aws_x" "a" {
  config  = jsonencode(local.config)
  certain = jsonencode(local.certain)
  open    = local.open
  list    = tolist([443, module.queue.port])
  texts   = tolist(["a", module.queue.name])
}
# FITS-NOT: E216
# FITS-NOT: ConditionalTypes
# FITS-NOT: InvalidVariableValue
# FITS: ModuleNotInstalled
# VALUES: certain = "{\"delay\":\"30\",\"enable\":\"true\",\"url\":{{.*}}module.queue.url
# VALUES: open = {"port" = 22, "source" = unknown(module.queue.cidr)}
# VALUES: list = [443, unknown(module.queue.port)]
# VALUES: texts = ["a", unknown(module.queue.name)]
# VALUES: group = "prod"
#--- fits/schedules/main.tf
variable "schedules" { type = map(any) }
resource "aws_y" "each" {
  for_each = var.schedules
  group    = each.value.group
  arn      = each.value.arn
}
#--- never/main.tf
module "queue" {
  source = "example/queue/aws"
}
resource "aws_x" "a" {
  x = true ? { a = module.queue.url, b = [] } : { c = "text" }
  y = true ? { a = module.queue.url } : ["text"]
}
# NEVER-COUNT-2: ConditionalTypes
