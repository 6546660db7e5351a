# Cards as tests: every rules/FAMILY/NAME.md runs its own examples.
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "utils", "lit"))
import CardFormat
import postern_lit

postern_lit.configure(config, lit_config)
config.name = "cards"
config.test_format = CardFormat.CardFormat()
config.suffixes = [".md"]
config.excludes = ["Inputs", "README.md"]
config.test_source_root = os.path.join(config.postern_source, "rules")
config.test_exec_root = os.path.join(config.postern_build, "rules", "cards")
