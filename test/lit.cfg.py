# The test suite: Terraform files, probe questions and shell lines, run by lit.
import os
import sys

import lit.formats

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "utils", "lit"))
import postern_lit

postern_lit.configure(config, lit_config)
config.name = "postern"
config.test_format = lit.formats.ShTest(execute_external=False)
config.suffixes = [".tf", ".hcl", ".test", ".md"]
config.excludes = ["Inputs", "README.md"]
config.test_source_root = os.path.join(config.postern_source, "test")
config.test_exec_root = os.path.join(config.postern_build, "test")
