#!/usr/bin/env python3
"""Writes the CHECK lines of tests anew from what the tools print now; read the diff as code.

usage: update-checks.py [--build DIR] TEST...

Only a test with the marker line `# update-checks` is touched, and in it only the CHECK lines below
that marker. `# update-checks: REGEX` keeps just the lines of the output that match, as CHECK lines
in order; without it every line is kept, the first as CHECK, the others as CHECK-NEXT. The command
is what the RUN line pipes into FileCheck. A command that does not end with exit code 0, as the test
demands, is a change of behaviour and not of text: the test is left alone and named.
"""

import argparse
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MARKER = re.compile(r"^\s*#\s*update-checks(?::\s*(.*?))?\s*$")
RUN = re.compile(r"(?:^|\s)RUN:\s*(.*?)\s*$")
CHECK = re.compile(r"^\s*#\s*CHECK(?:-NEXT|-SAME|-DAG|-NOT|-EMPTY|-LABEL)?:")
PIPE = re.compile(r"^(.*)\|\s*FileCheck\s+%s(?:\s+--strict-whitespace|\s+--match-full-lines)*\s*$")


class Site:
    """Stands in for lit's two configuration objects."""

    def __init__(self, build):
        self.params = {"build": build}
        self.environment, self.substitutions, self.available_features = {}, [], set()
        self.maxIndividualTestTime = 0

    def load_config(self, config, path):
        exec(compile(Path(path).read_text(), path, "exec"), {"config": config})

    def fatal(self, message):
        sys.exit(f"update-checks.py: {message}")


def load_site(build):
    cache = (ROOT / build / "CMakeCache.txt")
    lit = re.search(r"^POSTERN_LIT:\w+=(.*)$", cache.read_text() if cache.exists() else "", re.M)
    if lit:
        sys.path.insert(0, str(Path(lit.group(1)).parent))
    sys.path.insert(0, str(ROOT / "utils" / "lit"))
    import postern_lit

    site = Site(build)
    postern_lit.configure(site, site)
    return site


def command_of(text, path, site):
    """The shell command before `| FileCheck %s`, its substitutions done; None without one."""
    lines = []
    for line in text.splitlines():
        match = RUN.search(line)
        if match:
            lines.append(match.group(1))
    joined = re.sub(r"\\\n\s*", " ", "\n".join(lines))
    piped = [PIPE.match(line) for line in joined.splitlines()]
    piped = [match.group(1) for match in piped if match]
    if len(piped) != 1:
        return None
    temp = Path(site.postern_build) / "test" / "update-checks" / path.name
    temp.parent.mkdir(parents=True, exist_ok=True)
    own = [(r"%s\b", str(path)), (r"%S\b", str(path.parent)), (r"%t\b", str(temp))]
    command = piped[0]
    for pattern, value in site.substitutions + own:
        command = re.sub(pattern, lambda _: value, command)
    return command


def quote(line):
    """FileCheck reads {{ and [[ as patterns."""
    return line.replace("{{", "{{[{][{]}}").replace("[[", "{{[[][[]}}")


def update(path, site):
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    marker = next((i for i, line in enumerate(lines) if MARKER.match(line)), None)
    if marker is None:
        return f"{path}: no '# update-checks' line, left alone"
    command = command_of(text, path, site)
    if command is None:
        return f"{path}: needs one RUN line that ends in '| FileCheck %s'"
    run = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=False)
    if run.returncode != 0:
        return f"{path}: exit code {run.returncode}, left alone\n{run.stderr}"
    wanted = MARKER.match(lines[marker]).group(1)
    printed = [line for line in run.stdout.splitlines() if not wanted or re.search(wanted, line)]
    checks = []
    for number, line in enumerate(printed):
        if not line.strip():
            checks.append("# CHECK-EMPTY:")
        else:
            checks.append(f"# CHECK{'-NEXT' if number and not wanted else ''}: {quote(line)}")
    end = marker + 1
    while end < len(lines) and CHECK.match(lines[end]):
        end += 1
    new = "\n".join(lines[: marker + 1] + checks + lines[end:]) + "\n"
    if new != text:
        path.write_text(new, encoding="utf-8")
        print(path)
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--build", default="build/release")
    parser.add_argument("tests", nargs="+", type=Path)
    args = parser.parse_args()
    site = load_site(args.build)
    problems = [problem for test in args.tests if (problem := update(test.resolve(), site))]
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
