#!/usr/bin/env python3
"""Compares the syntax trees of native files with those of the reference parser, byte for byte.

same-trees.py ORACLE PROBE PATH...

ORACLE is the built hcl_oracle, PROBE the built postern-probe, PATH a file or a folder with .tf files. Prints a line for
each file that differs and how many there were; a file that both reject agrees. Exit code 1 when something differs.
"""

import pathlib
import subprocess
import sys


def trees(command, files):
    """Standard output, and whether every file was accepted."""
    done = subprocess.run([*command, *files], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    return done.stdout, done.returncode == 0


def main():
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    oracle, probe = [sys.argv[1], "ast"], [sys.argv[2], "tree"]
    files = []
    for path in map(pathlib.Path, sys.argv[3:]):
        files += sorted(map(str, path.rglob("*.tf"))) if path.is_dir() else [str(path)]
    accepted = rejected = differ = 0
    # Many files to a process; one by one where something is not as it should be.
    size = 64
    for start in range(0, len(files), size):
        chunk = files[start:start + size]
        theirs, fine = trees(oracle, chunk)
        if fine and (theirs, True) == trees(probe, chunk):
            accepted += len(chunk)
            continue
        for file in chunk:
            theirs, fine = trees(oracle, [file])
            ours, good = trees(probe, [file])
            if fine and good and theirs == ours:
                accepted += 1
            elif not fine and not good:
                rejected += 1
            else:
                differ += 1
                print(f"{file}: {'trees differ' if fine and good else 'only one accepts it'}")
    print(f"{accepted} trees equal, {rejected} rejected by both, {differ} differ")
    return 1 if differ or not accepted else 0


if __name__ == "__main__":
    sys.exit(main())
