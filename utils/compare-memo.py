#!/usr/bin/env python3
"""Checks that what postern prints does not depend on whether equal module calls share one evaluation.

  utils/compare-memo.py --postern PROGRAM [--each] FOLDER...

Compares findings as text and as JSON, and instances as both, byte for byte with those of --no-memo. With
--each every folder directly below the ones given is compared on its own.
"""

import argparse
import re
import subprocess
import sys
from pathlib import Path

FORMS = [
    ["--format=text"],
    ["--format=json"],
    ["--format=json", "--pedantic"],
    ["--dump=instances"],
    ["--dump=instances", "--format=json"],
    ["--dump=policies"],
    ["--dump=ingress"],
]
SECONDS = re.compile(rb'("seconds": ?)[0-9.]+|[0-9.]+ s(econds)?\b')
STATISTICS = re.compile(rb"^(roots|files|resources|modules|steps|largest heap|seconds): .*\n", re.M)


def output(postern, form, folder, more):
    done = subprocess.run([postern, "check", *form, *more, folder], capture_output=True, check=False)
    if done.returncode not in (0, 1):
        sys.exit(f"{folder}: exit {done.returncode} with {' '.join(form + more)}\n{done.stderr.decode()}")
    return SECONDS.sub(rb"", done.stdout) + b"\n--- standard error\n" + STATISTICS.sub(b"", done.stderr)


def first_difference(shared, anew):
    for number, (one, other) in enumerate(zip(shared.splitlines(), anew.splitlines()), 1):
        if one != other:
            return f"line {number}:\n  shared {one[:400]!r}\n  anew   {other[:400]!r}"
    return f"{len(shared)} bytes, anew {len(anew)}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--postern", required=True)
    parser.add_argument("--each", action="store_true")
    parser.add_argument("folders", nargs="+", metavar="FOLDER")
    args = parser.parse_args()

    folders = args.folders
    if args.each:
        folders = sorted(str(below) for folder in folders for below in Path(folder).iterdir() if below.is_dir())
    differing = 0
    for folder in folders:
        for form in FORMS:
            anew = output(args.postern, form, folder, ["--no-memo"])
            # With statistics the second equal call is shared already, where a folder's first call is not told apart else.
            for more in [], ["--stats"]:
                shared = output(args.postern, form, folder, more)
                if shared != anew:
                    differing += 1
                    print(f"{folder} with {' '.join(form + more)}: {first_difference(shared, anew)}")
    print(f"{len(folders)} folders in {len(FORMS)} forms, {differing} differ")
    sys.exit(1 if differing else 0)


if __name__ == "__main__":
    main()
