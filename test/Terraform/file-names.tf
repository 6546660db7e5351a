# Which files make a module: hidden ones and editors' copies do not; OpenTofu's own hide Terraform's (MO-1, MO-2).
# RUN: split-file %s %t && cp %t/main.tf '%t/#main.tf#' && %postern check --dump=instances %t | FileCheck %s
#--- main.tf
resource "aws_x" "main" {}
# CHECK: aws_x.json at {{.*}}more.tf.json
# CHECK-NEXT: aws_x.main at {{.*}}main.tf
# CHECK-NEXT: aws_x.tofu at {{.*}}both.tofu
# CHECK-NOT: aws_x
#--- both.tf
resource "aws_x" "terraform" {}
#--- both.tofu
resource "aws_x" "tofu" {}
#--- more.tf.json
{"resource": {"aws_x": {"json": {}}}}
#--- .hidden.tf
resource "aws_x" "hidden" {}
#--- main.tf~
resource "aws_x" "backup" {}
#--- sub/main.tf
variable "unused" {}
