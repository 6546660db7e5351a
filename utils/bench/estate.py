"""Generates an estate of root modules that share modules, and measures one check of all of it.

The estate is made of a seed, so that two runs measure the same. Some module calls get the same
arguments as others, in their own root or another, and some get their own; utils/bench/run calls this.
"""

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time

TEAMS = ["billing", "search", "orders", "identity", "media", "ledger", "catalog", "delivery"]
STAGES = ["dev", "test", "stage", "prod"]
REGIONS = ["eu-central-1", "eu-west-1", "us-east-1", "us-west-2"]


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return 1


def shared_module(folder, number, rng):
    """A module of a service: a group with its rules, a role with its policy, a bucket, and names worked out of it."""
    port = rng.choice([22, 443, 3306, 5432, 6379, 8080])
    files = write(f"{folder}/variables.tf", f'''variable "name" {{
  type = string
}}

variable "stage" {{
  type    = string
  default = "dev"
}}

variable "vpc_id" {{
  type    = string
  default = null
}}

variable "rules" {{
  type = list(object({{
    port        = number
    cidrs       = list(string)
    description = optional(string, "managed")
  }}))
  default = [{{ port = {port}, cidrs = ["10.0.0.0/8"] }}]
}}

variable "actions" {{
  type    = list(string)
  default = ["s3:GetObject", "s3:PutObject"]
}}

variable "tags" {{
  type    = map(string)
  default = {{}}
}}
''')
    files += write(f"{folder}/locals.tf", f'''locals {{
  prefix  = "m{number}-${{var.stage}}-${{var.name}}"
  tags    = merge({{ Name = local.prefix, Stage = var.stage }}, var.tags)
  opened  = {{ for i, rule in var.rules : "${{i}}-${{rule.port}}" => rule if length(rule.cidrs) > 0 }}
  subnets = [for i in range(8) : cidrsubnet("10.{number}.0.0/16", 8, i)]
  arns    = [for a in var.actions : "arn:aws:s3:::${{local.prefix}}/${{lower(replace(a, ":", "-"))}}"]
}}
''')
    files += write(f"{folder}/network.tf", '''resource "aws_security_group" "this" {
  name   = local.prefix
  vpc_id = var.vpc_id
  tags   = local.tags

  dynamic "ingress" {
    for_each = local.opened
    content {
      from_port   = ingress.value.port
      to_port     = ingress.value.port
      protocol    = "tcp"
      cidr_blocks = ingress.value.cidrs
      description = ingress.value.description
    }
  }
}

resource "aws_security_group_rule" "internal" {
  for_each          = toset(local.subnets)
  type              = "ingress"
  security_group_id = aws_security_group.this.id
  from_port         = 8443
  to_port           = 8443
  protocol          = "tcp"
  cidr_blocks       = [each.value]
}
''')
    files += write(f"{folder}/iam.tf", '''data "aws_iam_policy_document" "this" {
  statement {
    actions   = var.actions
    resources = concat(local.arns, ["${aws_s3_bucket.this.arn}/*"])
  }
}

resource "aws_iam_role" "this" {
  name = local.prefix
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy" "this" {
  role   = aws_iam_role.this.id
  policy = data.aws_iam_policy_document.this.json
}

resource "aws_s3_bucket" "this" {
  bucket = "${local.prefix}-data"
  tags   = local.tags
}
''')
    files += write(f"{folder}/outputs.tf", '''output "group_id" {
  value = aws_security_group.this.id
}

output "bucket_arn" {
  value = aws_s3_bucket.this.arn
}

output "subnets" {
  value = local.subnets
}
''')
    return files


def common_call(name, module):
    """The same in every root: what a platform team hands out."""
    return f'''module "{name}" {{
  source = "../../../modules/m{module:02}"
  name   = "baseline"
  stage  = "prod"
  rules  = [{{ port = 443, cidrs = ["10.0.0.0/8", "192.168.0.0/16"] }}]
  tags   = {{ Owner = "platform" }}
}}

'''


def own_call(name, module, team, stage):
    return f'''module "{name}" {{
  source  = "../../../modules/m{module:02}"
  name    = "{name}-${{var.name}}"
  stage   = var.stage
  vpc_id  = aws_vpc.main.id
  rules   = var.rules
  actions = ["s3:GetObject", "{'s3:*' if stage == 'dev' else 's3:PutObject'}"]
  tags    = {{ Owner = "{team}" }}
}}

'''


def root(folder, number, modules, files_each, rng):
    team, stage = TEAMS[number % len(TEAMS)], STAGES[number // len(TEAMS) % len(STAGES)]
    world = number % 50 == 0
    calls = [common_call(f"common_{i}", m) for i, m in enumerate(rng.sample(range(modules), min(3, modules)))]
    calls.append(own_call("service", rng.randrange(modules), team, stage))
    files = write(f"{folder}/modules.tf", "".join(calls))
    files += write(f"{folder}/variables.tf", '''variable "name" {
  type = string
}

variable "stage" {
  type = string
}

variable "region" {
  type    = string
  default = "eu-central-1"
}

variable "rules" {
  type = list(object({
    port        = number
    cidrs       = list(string)
    description = optional(string, "managed")
  }))
}
''')
    files += write(f"{folder}/terraform.tfvars", f'''name   = "{team}-{number:04}"
stage  = "{stage}"
region = "{REGIONS[number % len(REGIONS)]}"
rules = [
  {{ port = 443, cidrs = ["{'0.0.0.0/0' if world else f'10.{number % 250}.0.0/16'}"] }},
  {{ port = {22 if world else 8080}, cidrs = ["{'0.0.0.0/0' if world else '10.0.0.0/8'}"], description = "{team}" }},
]
''')
    files += write(f"{folder}/main.tf", f'''provider "aws" {{
  region = var.region
}}

resource "aws_vpc" "main" {{
  cidr_block = "10.{number % 250}.0.0/16"
}}
''')
    while files < files_each:
        n = files
        files += write(f"{folder}/part_{n:02}.tf", f'''locals {{
  part_{n} = {{
    name  = "{team}-{n}"
    ports = [for p in [80, 443, {8000 + n}] : p if p != 80]
  }}
}}

resource "aws_security_group" "part_{n}" {{
  name        = "${{local.part_{n}.name}}-${{var.stage}}"
  description = "part {n} of {team}, root {number}"
  vpc_id      = aws_vpc.main.id

  dynamic "ingress" {{
    for_each = local.part_{n}.ports
    content {{
      from_port   = ingress.value
      to_port     = ingress.value
      protocol    = "tcp"
      cidr_blocks = ["10.{n}.0.0/16"]
    }}
  }}

  egress {{
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }}
}}

resource "aws_iam_policy" "part_{n}" {{
  name = "${{local.part_{n}.name}}-read"
  policy = jsonencode({{
    Version = "2012-10-17"
    Statement = [
      {{
        Effect   = "Allow"
        Action   = ["sqs:ReceiveMessage", "sqs:DeleteMessage"]
        Resource = "arn:aws:sqs:${{var.region}}:111122223333:{team}-{n}"
      }},
    ]
  }})
}}
''')
    return files


def generate(folder, roots, modules, files):
    rng = random.Random(20)
    written = sum(shared_module(f"{folder}/modules/m{m:02}", m, rng) for m in range(modules))
    for number in range(roots):
        # The files that are left, over the roots that are left.
        each = max(4, (files - written) // (roots - number))
        written += root(f"{folder}/live/{TEAMS[number % len(TEAMS)]}/r{number:04}", number, modules, each, rng)
    return written


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--postern", required=True)
    parser.add_argument("--roots", type=int, default=2000)
    parser.add_argument("--modules", type=int, default=40)
    parser.add_argument("--files", type=int, default=50000)
    parser.add_argument("--keep", help="generate the estate in this new folder and leave it there")
    args = parser.parse_args()

    folder = args.keep or tempfile.mkdtemp(prefix="postern-estate-")
    try:
        written = generate(folder, args.roots, args.modules, args.files)
        print(f"{args.roots} roots, {args.modules} shared modules, {written} files")
        start = time.monotonic()
        process = subprocess.Popen([args.postern, "check", "--stats", "--format=json", folder],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        statistics = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.monotonic() - start
        if process.returncode not in (0, 1):
            sys.exit(f"postern: exit {process.returncode}\n{statistics}")
        print(statistics, end="")
        user = usage.ru_utime + usage.ru_stime
        print(f"seconds {seconds:.1f} (goal 60), of the processor {user:.1f}\n"
              f"peak_memory_MB {usage.ru_maxrss * 1024 / 1e6:.0f} (goal 1500)")
        sys.exit(1 if seconds > 60 or usage.ru_maxrss * 1024 > 1.5e9 else 0)
    finally:
        if not args.keep:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
