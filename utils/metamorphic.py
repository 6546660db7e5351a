#!/usr/bin/env python3
"""Rewrites configurations so that they say the same in another way, and compares what postern finds.

usage: metamorphic.py POSTERN PROBE CONFIGURATIONS SCRATCH REWRITE...

REWRITE is one of those in rewrites.py, applied wherever it can be below CONFIGURATIONS, in a copy below SCRATCH.
Findings are compared by rule, resource (type and name, without modules and keys) and facts, each source of a network
rule by itself. Prints how much was rewritten, what was left alone and why, and every difference; exits 1 if there is
one.
"""

import collections
import json
import os
import re
import shutil
import subprocess
import sys

import rewrites

SHOWN = 20


def link_or_copy(source, target):
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def check(postern, folder, *arguments):
    command = [postern, "check", "--fail-on=never", *arguments, "."]
    result = subprocess.run(command, cwd=folder, capture_output=True)
    if result.returncode != 0:
        sys.exit(f"{' '.join(command)}: exit code {result.returncode}\n{result.stderr.decode()[:2000]}")
    return result.stdout.decode("utf-8")


def normal(text):
    """Names of unknown values without the modules that they stand in."""
    return re.sub(r"\$\{[^}]*\}", lambda hole: "${" + rewrites.normal_address(hole[0][2:-1]) + "}", text)


def atoms(document):
    """What the findings say, as a set of tuples that any spelling has in common."""
    out = set()

    def add(rule, address, file, facts):
        facts = dict(facts)
        sources = facts.pop("sources", [""])
        group = facts.pop("group", None)
        subject = rewrites.normal_address(group[0] if group else address)
        facts["of"] = [rewrites.normal_address(value) for value in facts.get("of", [])]
        rest = tuple(sorted((name, tuple(sorted(normal(value) for value in values)))
                            for name, values in facts.items()))
        for source in sources:
            out.add((rule, os.path.dirname(file or ""), subject, normal(source), rest))

    for finding in json.loads(document)["findings"]:
        files = {each["address"]: each.get("file") for each in finding["resources"]}
        first = finding["resources"][0]
        add(finding["rule"], first["address"], first.get("file"), finding["facts"])
        for each in finding["related"]:
            if each.get("facts"):
                add(finding["rule"], each["address"], files.get(each["address"]), each["facts"])
    return out


def roots_of(listing):
    return set(re.findall(r"(?m)^root in (.*): \d+ files", listing))


def shown(atom):
    rule, folder, subject, source, rest = atom
    return f"{rule}: {folder}: {subject} {source} " + "; ".join(f"{name}={', '.join(v)}" for name, v in rest)


def main():
    postern, probe, configurations, scratch = (os.path.abspath(path) for path in sys.argv[1:5])
    before = atoms(check(postern, configurations, "--format=json"))
    if not before:
        sys.exit("metamorphic.py: there is nothing to compare")
    roots = roots_of(check(postern, configurations, "--dump=modules"))
    differences = 0
    for name in sys.argv[5:]:
        folder = os.path.join(scratch, name)
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(configurations, folder, copy_function=link_or_copy)
        estate = rewrites.Estate(folder, probe, roots)
        arguments = rewrites.REWRITES[name](estate)
        # What cannot be rewritten as a whole was taken out of the copy.
        expected = atoms(check(postern, folder, "--format=json", "--exclude=zz_wrap")) if estate.removed else before
        after = atoms(check(postern, folder, "--format=json", *arguments))
        lost, new = expected - after, after - expected
        differences += len(lost) + len(new)
        done = ", ".join(f"{count} x {what}" for what, count in sorted(estate.done.items()))
        print(f"{name}: rewritten {done}; {len(expected)} facts compared, {len(lost)} lost, {len(new)} new")
        for what, count in sorted(estate.left.items()):
            print(f"  left alone: {count} x {what}")
        for title, some in (("lost", lost), ("new", new)):
            for atom in sorted(some, key=str)[:SHOWN]:
                print(f"  {title} {shown(atom)}")
        shutil.rmtree(folder, ignore_errors=True)
    sys.exit(1 if differences else 0)


if __name__ == "__main__":
    main()
