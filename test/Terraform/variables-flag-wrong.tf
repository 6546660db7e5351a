# A flag that is no assignment is an error; so is a variable file that is not there.
# RUN: split-file %s %t
# RUN: %postern check --var nonsense --var-file %t/missing.tfvars --fail-on=never %t 2>&1 | FileCheck %s
#--- main.tf
# CHECK-DAG: error: cannot read '{{.*}}missing.tfvars'{{.*}} [UnreadableFile]
# CHECK-DAG: error: '--var nonsense' is not of the form name=value [BadVariableFlag]
