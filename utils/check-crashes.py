#!/usr/bin/env python3
"""Runs a program on folders and tells whether it always ended as it promises.

usage: check-crashes.py POSTERN FOLDER...

Each FOLDER's own folders are checked one by one. A run must end with exit code 0, 1 or 3 (findings and
incomplete analysis included) and say nothing on standard error: that is where sanitizers report, whose
exit code may be any.
"""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor


def run(postern, folder):
    """What was wrong with one run, or None."""
    try:
        done = subprocess.run([postern, "check", "--strict", folder], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                              timeout=600, check=False)
    except subprocess.TimeoutExpired:
        return f"{folder}: not done after 600 s"
    if done.returncode in (0, 1, 3) and not done.stderr:
        return None
    said = done.stderr.decode("utf-8", "replace").splitlines()
    return "\n".join([f"{folder}: exit {done.returncode}"] + said[:30])


def main():
    postern, tops = sys.argv[1], sys.argv[2:]
    folders = [entry.path for top in tops for entry in sorted(os.scandir(top), key=lambda e: e.name) if entry.is_dir()]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        problems = [said for said in pool.map(lambda folder: run(postern, folder), folders) if said]
    print("\n".join(problems + [f"{len(folders)} folders, {len(problems)} of them with a problem"]))
    return 1 if problems or not folders else 0


if __name__ == "__main__":
    sys.exit(main())
