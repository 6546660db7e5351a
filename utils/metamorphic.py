#!/usr/bin/env python3
"""Rewrites configurations so that they say the same in another way, and compares what postern finds.

usage: metamorphic.py [--every N] POSTERN PROBE CONFIGURATIONS SCRATCH REWRITE...

REWRITE is one of those in rewrites.py, applied wherever it can be below CONFIGURATIONS, in a copy below SCRATCH. With
--every N, each Nth folder of CONFIGURATIONS by name is taken.
Findings are compared by rule, resource (type and name, without modules and keys) and facts, each source of a network
rule by itself; and so are all the rules and statements that the findings are drawn from. Prints how much was rewritten,
what was left alone and why, and every difference; exits 1 if there is one.
"""

import argparse
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


def without_calls(text):
    """Names of what functions make of unknown values hold the modules and files that those come from, and, when they
    are too long, a checksum of it all: such a name is left out."""
    out, at = [], 0
    while (begin := text.find("${", at)) >= 0:
        end, depth = begin + 2, 1
        while end < len(text) and depth:
            depth += text.startswith("${", end) - (text[end] == "}")
            end += 1
        if cut := re.compile(r"…#[0-9a-f]+[^}]*\}").search(text, begin):
            # A name that was cut short lacks the braces that it once closed with.
            end = cut.end() if depth or cut.end() < end else end
        hole = text[begin:end]
        out += [text[at:begin], "${…}" if "(" in hole else hole]
        at = end
    return "".join(out) + text[at:]


def normal(text):
    """Names without the modules that they stand in and without keys."""
    text = without_calls(re.sub(r"not known: .*", "not known", text))
    text = re.sub(r"\[(\"(?:[^\"\\]|\\.)*\"|\d+|\*)\]", "", text)
    return re.sub(r"\bmodule\.[^.\s]+\.", "", text)


def found(document):
    """What the findings say, as a set of tuples that any spelling has in common."""
    out = set()

    def add(rule, address, file, facts):
        facts = dict(facts)
        sources = facts.pop("sources", [""])
        group = facts.pop("group", None)
        subject = normal(group[0] if group else address)
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


def rules(listing):
    """The rules of --dump=ingress, each source by itself."""
    out = set()
    group = rule = ""
    for line in listing.split("\n"):
        line = normal(re.sub(r" at \S+:\d+:\d+", "", line))
        line = re.sub(r"(from|to) unknown .*", r"\1 unknown", line)
        if line.startswith("group "):
            group = line
        elif line.startswith("  ingress ") or line.startswith("  egress "):
            rule = line.strip().split(" by ")[0]
            out.add((group, rule))
        elif line:
            out.add((group, rule, line.strip()))
    return out


def statements(listing):
    """The statements and attachments of --dump=policies."""
    out = set()
    policy, statement = "", []
    for line in listing.split("\n") + [""]:
        if not line.startswith("    ") and statement:
            out.add((policy, *statement))
            statement = []
        if line.startswith("  "):
            statement.append(normal(line.strip()))
        elif line:
            policy = normal(line)
            out.add((policy,))
    return out


def facts(postern, folder, *arguments):
    return (found(check(postern, folder, "--format=json", *arguments)) |
            rules(check(postern, folder, "--dump=ingress", *arguments)) |
            statements(check(postern, folder, "--dump=policies", *arguments)))


def roots(postern, folder):
    return set(re.findall(r"(?m)^root in (.*): \d+ files", check(postern, folder, "--dump=modules")))


def main():
    parser = argparse.ArgumentParser(description="compares what is found before and after rewriting configurations")
    parser.add_argument("--every", type=int, default=1)
    for name in ("postern", "probe", "configurations", "scratch"):
        parser.add_argument(name, type=os.path.abspath)
    parser.add_argument("rewrites", nargs="+", choices=sorted(rewrites.REWRITES))
    options = parser.parse_args()
    postern, probe = options.postern, options.probe

    def copy(name):
        folder = os.path.join(options.scratch, name)
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(folder)
        for part in sorted(os.listdir(options.configurations))[::options.every]:
            source, target = os.path.join(options.configurations, part), os.path.join(folder, part)
            if os.path.isdir(source):
                shutil.copytree(source, target, copy_function=link_or_copy)
            else:
                link_or_copy(source, target)
        return folder

    before = facts(postern, copy("before"))
    if not before:
        sys.exit("metamorphic.py: there is nothing to compare")
    differences = 0
    for name in options.rewrites:
        folder = copy(name)
        estate = rewrites.Estate(folder, probe, lambda where=folder: roots(postern, where))
        arguments = rewrites.REWRITES[name](estate)
        # What cannot be rewritten as a whole was taken out of the copy.
        expected = facts(postern, folder, "--exclude=zz_wrap") if estate.removed else before
        after = facts(postern, folder, *arguments)
        lost, new = expected - after, after - expected
        differences += len(lost) + len(new)
        done = ", ".join(f"{count} x {what}" for what, count in sorted(estate.done.items())) or "nothing"
        print(f"{name}: rewritten {done}; {len(expected)} facts compared, {len(lost)} lost, {len(new)} new")
        for what, count in sorted(estate.left.items()):
            print(f"  left alone: {count} x {what}")
        for title, some in (("lost", lost), ("new", new)):
            for atom in sorted(some, key=str)[:SHOWN]:
                print(f"  {title} {atom}")
        shutil.rmtree(folder, ignore_errors=True)
    sys.exit(1 if differences else 0)


if __name__ == "__main__":
    main()
