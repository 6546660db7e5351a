"""What the suites in test/ and rules/ share: the build they run, substitutions and features."""

import os
import re
import sys

import lit.util

SOURCE = os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))


def configure(config, lit_config):
    """Loads the site configuration of the build under test and sets up the common ground.

    The build is `--param build=DIR`, or POSTERN_BUILD, or build/release.
    """
    build = lit_config.params.get("build") or os.environ.get("POSTERN_BUILD") or "build/release"
    build = os.path.normpath(os.path.join(SOURCE, build))
    site = os.path.join(build, "test", "lit.site.cfg.py")
    if not os.path.exists(site):
        lit_config.fatal(f"no configured build in {build}; try utils/test, or --param build=DIR")
    lit_config.load_config(config, site)

    # One clean environment: no colour, no variables of the caller's Terraform, fixed language.
    for name in [n for n in config.environment if n.startswith("TF_") or n.startswith("POSTERN_")]:
        del config.environment[name]
    config.environment["LANG"] = "C.UTF-8"
    config.environment["ASAN_OPTIONS"] = "detect_stack_use_after_return=1"
    config.environment["UBSAN_OPTIONS"] = "print_stacktrace=1"
    # lit needs psutil for a limit; without it a test that hangs hangs the suite.
    if lit.util.killProcessAndChildrenIsSupported()[0]:
        lit_config.maxIndividualTestTime = 300

    bin_dir = os.path.join(config.postern_build, "bin")
    postern = os.path.join(bin_dir, "postern")
    config.substitutions += [
        (r"%postern\b", postern),
        (r"%verify\b", f"{postern} check --verify"),
        (r"%probe\b", os.path.join(bin_dir, "postern-probe")),
        (r"%data\b", config.postern_data),
        (r"%python\b", sys.executable),
        (r"%build\b", config.postern_build),
        (r"%oracle\b", os.path.join(SOURCE, "build", "bench", "hcl_oracle")),
        (r"%utils\b", os.path.join(config.postern_source, "utils")),
    ]
    tools = dict(config.postern_tools)
    for name in ["postern-probe", "postern-bench", "postern-cardgen"]:
        tools[name] = os.path.join(bin_dir, name)
    for name, path in tools.items():
        # A word of its own: not part of a path, an option or a longer name.
        config.substitutions.append((rf"(?<![\w/.=%-]){re.escape(name)}(?![\w/.=-])", path))

    if os.path.isdir(os.path.join(config.postern_data, "corpus")):
        config.available_features.add("data")
    # The reference parser, which utils/bench/run builds.
    if os.path.exists(os.path.join(SOURCE, "build", "bench", "hcl_oracle")):
        config.available_features.add("oracle")
    # Who may read everything cannot see what happens to others.
    if os.geteuid() != 0:
        config.available_features.add("unprivileged")
    for sanitizer in filter(None, config.postern_sanitize.split(",")):
        config.available_features.add(sanitizer)
