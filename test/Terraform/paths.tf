# path.module is the module's folder seen from the root, path.root a dot; the workspace has a name.
# RUN: split-file %s %t && %postern check --dump=instances --workspace prod %t | FileCheck %s
#--- main.tf
module "m" {
  source = "./modules/m"
}
resource "aws_x" "root" {
  values = [path.module, path.root, terraform.workspace]
  cwd    = path.cwd
}
# CHECK: values = [".", ".", "prod"]
# CHECK: cwd = unknown(path.cwd)
# CHECK: values = ["modules/m", "."]
#--- modules/m/main.tf
resource "aws_x" "child" {
  values = [path.module, path.root]
}
