#!/usr/bin/env python3
"""Checks what the style page asks for and neither clang-format nor clang-tidy can see.

usage: check-style.py [ROOT]

A file has at most 600 lines; a header opens with a sentence that says what it is for; lib and rules
neither throw nor share ownership nor write to the standard streams; a TODO names an issue.
"""

import re
import sys
from pathlib import Path

LONGEST = 600
BANNED = [
    (re.compile(r"\bthrow\b"), "nothing here throws"),
    (re.compile(r"\bshared_ptr\b|\bmake_shared\b"), "values or ids, not shared_ptr"),
    (re.compile(r"\bstd::(cout|cerr|clog)\b"), "output goes through Report and Driver"),
]
TODO = re.compile(r"\bTODO\b(?!\(#\d+\))")
STRING = re.compile(r'"(?:[^"\\\n]|\\.)*"')


def code_only(line):
    """The line without string contents and without a // comment."""
    return STRING.sub('""', line).split("//")[0]


def check(name, text):
    lines = text.splitlines()
    if len(lines) > LONGEST:
        yield f"{name}: {len(lines)} lines, the longest allowed is {LONGEST}"
    if name.endswith(".h") and not (lines and lines[0].startswith("// ") and len(lines[0]) > 20):
        yield f"{name}:1: a header opens with one sentence that says what it is for"
    for number, line in enumerate(lines, 1):
        if TODO.search(line):
            yield f"{name}:{number}: a TODO names an issue: TODO(#12)"
        if name.startswith(("lib/", "rules/")):
            code = code_only(line)
            for pattern, why in BANNED:
                if pattern.search(code):
                    yield f"{name}:{number}: {why}"


def main(root):
    problems = []
    for path in sorted(p for top in ("lib", "rules", "tools", "grammar") for p in (root / top).rglob("*")
                       if p.suffix in (".h", ".cpp")):
        problems += check(path.relative_to(root).as_posix(), path.read_text(encoding="utf-8"))
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent.parent))
