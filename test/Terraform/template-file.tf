# data "template_file" is rendered from its own text and vars, with the holes that these have.
# RUN: split-file %s %t && %postern check --dump=instances %t > %t.out 2> %t.err
# RUN: FileCheck %s < %t.out
# RUN: FileCheck %s --check-prefix=FAULT < %t.err
#--- main.tf
variable "bucket" {}
data "template_file" "policy" {
  template = file("${path.module}/policy.tpl")
  vars = {
    bucket = var.bucket
    action = "s3:*"
  }
}
data "template_file" "plain" {
  template = "$${a}-b"
  vars     = { a = 1 }
}
data "template_file" "wrong" {
  template = "$${missing}"
}
resource "aws_x" "y" {
  a = data.template_file.policy.rendered
  b = data.template_file.plain.rendered
  c = data.template_file.wrong.rendered
}
# FAULT: <data.template_file.wrong.rendered>:1:3: note: the template's 'vars' have no 'missing' [UndeclaredTemplateVariable]
# CHECK: a = "{\"Action\":\"s3:*\",\"Resource\":\"arn:aws:s3:::${var.bucket}/*\"}\n"
# CHECK-NEXT: b = "1-b"
# CHECK-NEXT: c = unknown(
#--- policy.tpl
{"Action":"${action}","Resource":"arn:aws:s3:::${bucket}/*"}
