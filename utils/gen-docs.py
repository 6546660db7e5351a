#!/usr/bin/env python3
"""Writes the pages of docs/ that the program itself knows best: rules.md and support.md.

usage: gen-docs.py [--check] [--build DIR]

With --check nothing is written; a page that is not fresh is named and the exit code is 1. DIR is
the build whose postern is asked (build/release).
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEADER = "<!-- Written by utils/gen-docs.py; do not edit. -->\n"


def ask(postern, *arguments):
    run = subprocess.run([postern, *arguments], capture_output=True, text=True, check=False)
    if run.returncode != 0:
        sys.exit(f"gen-docs.py: {postern.name} {' '.join(arguments)}: exit {run.returncode}\n{run.stderr}")
    return run.stdout


def cell(text):
    return str(text).replace("|", "\\|").replace("\n", " ")


def rules_page(postern):
    rules = json.loads(ask(postern, "rules", "--format=json"))
    rules = rules["rules"] if isinstance(rules, dict) else rules
    out = [HEADER, "# Rules\n", f"{len(rules)} rules. `postern explain NAME` prints the whole card.\n"]
    out.append("| Code | Rule | Level | What it flags |")
    out.append("| --- | --- | --- | --- |")
    for rule in sorted(rules, key=lambda r: r["code"]):
        name, level = rule["name"], rule["level"] + (" (preview)" if rule.get("preview") else "")
        cards = sorted((ROOT / "rules").glob(f"*/{name}.md"))
        link = f"[{name}](../{cards[0].relative_to(ROOT).as_posix()})" if cards else name
        out.append(f"| {rule['code']} | {link} | {level} | {cell(rule['summary'])} |")
    return "\n".join(out) + "\n"


def support_page(postern):
    return "\n".join([
        HEADER, "# What is modelled\n",
        "What `postern --support` prints: for every function, block and resource type that it knows of,",
        "whether it is modelled, irrelevant to what postern asks, known to be unknown, or still to do.\n",
        "```", ask(postern, "--support").rstrip("\n"), "```",
    ]) + "\n"


PAGES = {"docs/rules.md": rules_page, "docs/support.md": support_page}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--build", default="build/release")
    args = parser.parse_args()
    postern = (ROOT / args.build / "bin" / "postern").resolve()
    if not postern.exists():
        sys.exit(f"gen-docs.py: no {postern}")
    stale = False
    for name, page in PAGES.items():
        text, path = page(postern), ROOT / name
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        if args.check:
            print(f"{name} is not fresh; run utils/gen-docs.py")
            stale = True
        else:
            path.write_text(text, encoding="utf-8")
            print(name)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
