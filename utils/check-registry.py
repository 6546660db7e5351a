#!/usr/bin/env python3
"""Checks that diagnostics, cards and tests agree about which codes there are.

usage: check-registry.py [ROOT]

Every kind of lib/Diag/Kinds/*.def is emitted in exactly one place and expected by a test; every
card has a source or a match block, a flagged and an accepted example; codes and names are unique
and not retired; no test expects a code that does not exist. utils/registry-exemptions.txt lists
what is let off, `PROBLEM SUBJECT` a line, and only shrinks: an entry that is not needed fails.
"""

import re
import sys
from pathlib import Path

KIND = re.compile(r'^\s*(?:KIND|REMARK)\(\s*(\w+)\s*,\s*\w+\s*,\s*"(\w+)"', re.M)
USE = re.compile(r"\bkind::(\w+)")
EXPECTED = re.compile(r"\b(?:error|warning|note)\[([\w-]+)\]")
BRACKETED = re.compile(r"\[([A-Za-z][\w-]*)\]")
CODE = re.compile(r"\b[A-Z]{1,4}\d{3}\b")
FIELD = r'^\s*{}\s*=\s*"([^"]*)"'


class Registry:
    def __init__(self, root):
        self.root = root
        self.problems = []  # (problem, subject, words)

    def problem(self, kind, subject, words):
        self.problems.append((kind, subject, words))

    def kinds(self):
        """{name: code}"""
        found = {}
        for path in sorted((self.root / "lib/Diag").rglob("*.def")):
            for name, code in KIND.findall(path.read_text(encoding="utf-8")):
                if name in found or code in found.values():
                    self.problem("duplicate", code, f"{path.name}: {name} or {code} is declared twice")
                found[name] = code
        return found

    def emissions(self):
        """{kind name: [place]}"""
        found = {}
        for top in ("lib", "rules", "tools"):
            for path in sorted((self.root / top).rglob("*")):
                if path.suffix not in (".cpp", ".h"):
                    continue
                for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                    for name in USE.findall(line.split("//")[0]):
                        found.setdefault(name, []).append(f"{path.relative_to(self.root)}:{number}")
        return found

    def cards(self):
        """{name: code}; checks each card on the way."""
        found, by_code = {}, {}
        retired_path = self.root / "rules/retired.txt"
        retired = set()
        if retired_path.exists():
            retired = {line.split()[0] for line in retired_path.read_text().splitlines()
                       if line.strip() and not line.startswith("#")}
        for path in sorted((self.root / "rules").glob("*/*.md")):
            text, name = path.read_text(encoding="utf-8"), path.stem
            where = path.relative_to(self.root)
            declared = re.search(r'^rule "([^"]+)"', text, re.M)
            code = re.search(FIELD.format("code"), text, re.M)
            if not declared or declared.group(1) != name or not code:
                self.problem("card", name, f"{where}: declares no rule \"{name}\" with a code")
                continue
            code = code.group(1)
            if not path.with_suffix(".cpp").exists() and not re.search(r"^\s*match\s*{", text, re.M):
                self.problem("card", name, f"{where}: has neither a source beside it nor a match block")
            for section in ("Flagged", "Accepted"):
                if not re.search(rf"^## {section}$.*?^```hcl$", text, re.M | re.S):
                    self.problem("card", name, f"{where}: has no hcl block under '## {section}'")
            if code in by_code:
                self.problem("duplicate", code, f"{where}: {code} is the code of {by_code[code]}")
            if code in retired or name in retired:
                self.problem("retired", code, f"{where}: {code} or {name} is retired")
            found[name] = code
            by_code[code] = name
        for path in sorted((self.root / "rules").glob("*/*.cpp")):
            if not path.with_suffix(".md").exists():
                self.problem("card", path.stem, f"{path.relative_to(self.root)}: has no card beside it")
        return found

    def expectations(self, kinds, cards):
        """Names and codes that some test mentions; checks that what a test expects exists."""
        known = set(kinds) | set(kinds.values()) | set(cards) | set(cards.values())
        mentioned = set()
        # Tests of the checks themselves hold small trees with codes of their own.
        files = [p for top in ("test", "rules") for p in (self.root / top).rglob("*")
                 if p.is_file() and p.parent != self.root / "test/Utils"]
        for path in sorted(files):
            if path.suffix not in (".tf", ".hcl", ".test", ".md", ".tfvars", ".json", ".txt"):
                continue
            text = path.read_text(encoding="utf-8", errors="replace")
            for number, line in enumerate(text.splitlines(), 1):
                for code in EXPECTED.findall(line):
                    if code not in known:
                        where = path.relative_to(self.root)
                        self.problem("unknown-code", code, f"{where}:{number}: expects {code}, which nothing declares")
                mentioned.update(EXPECTED.findall(line), BRACKETED.findall(line), CODE.findall(line))
        return mentioned

    def run(self):
        kinds, cards = self.kinds(), self.cards()
        emitted = self.emissions()
        mentioned = self.expectations(kinds, cards)
        for name, code in kinds.items():
            places = emitted.get(name, [])
            if not places:
                self.problem("never-emitted", code, f"{code} {name}: nothing emits it")
            elif len(places) > 1:
                self.problem("emitted-twice", code, f"{code} {name}: emitted in {', '.join(places)}")
            if name not in mentioned and code not in mentioned:
                self.problem("untested", code, f"{code} {name}: no test expects it")

        exempt_path = self.root / "utils/registry-exemptions.txt"
        exempt = set()
        if exempt_path.exists():
            exempt = {tuple(line.split()[:2]) for line in exempt_path.read_text().splitlines()
                      if line.strip() and not line.startswith("#")}
        failed = False
        for kind, subject, words in self.problems:
            if (kind, subject) not in exempt:
                print(f"{kind} {subject}: {words}")
                failed = True
        for kind, subject in sorted(exempt - {(k, s) for k, s, _ in self.problems}):
            print(f"utils/registry-exemptions.txt: '{kind} {subject}' is not needed any more")
            failed = True
        return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(Registry(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent.parent).run())
