"""A lit test format for rule cards.

A card's `## Flagged` and `## Accepted` sections hold fenced `hcl` blocks. Each block is a folder of
its own (`#--- name` lines split it into files) that goes through `postern check --verify` with the
card's rule and the engine's diagnostics only. The files begin with as many empty lines as stand
above them in the card, so that a line number in a failure is a line number of the card.
"""

import os
import re
import shutil

import lit.formats
import lit.Test
import lit.util

FENCE = re.compile(r"^(`{3,})\s*(.*?)\s*$")
PART = re.compile(r"^#--- (\S+)\s*$")
EXPECTATION = re.compile(r"(?:#|//).*\b(?:error|warning|note)(?:\[[^\]]+\])?:")


class Block:
    """One fenced block: its section, the line its text begins at (1-based), and its lines."""

    def __init__(self, section, line):
        self.section = section
        self.line = line
        self.lines = []

    def expects(self):
        return any(EXPECTATION.search(line) for line in self.lines)

    def files(self):
        """(name, text) of every file of the block, padded to the card's line numbers."""
        name, start, lines = "main.tf", self.line, []
        for number, line in enumerate(self.lines, self.line):
            part = PART.match(line)
            if not part:
                lines.append(line)
                continue
            if any(text.strip() for text in lines):
                yield name, "\n" * (start - 1) + "\n".join(lines) + "\n"
            name, start, lines = part.group(1), number + 1, []
        yield name, "\n" * (start - 1) + "\n".join(lines) + "\n"


def examples(text):
    """The hcl blocks below `## Flagged` and `## Accepted`, in order."""
    section, fence, block, found = None, None, None, []
    for number, line in enumerate(text.splitlines(), 1):
        match = FENCE.match(line)
        if fence:
            if match and len(match.group(1)) >= len(fence) and not match.group(2):
                fence, block = None, None
            elif block:
                block.lines.append(line)
        elif match:
            fence = match.group(1)
            if section in ("Flagged", "Accepted") and match.group(2) == "hcl":
                block = Block(section, number + 1)
                found.append(block)
        elif line.startswith("## "):
            section = line[3:].strip()
    return found


class CardFormat(lit.formats.FileBasedTest):
    def execute(self, test, lit_config):
        path = test.getSourcePath()
        rule = os.path.splitext(os.path.basename(path))[0]
        with open(path, encoding="utf-8") as card:
            blocks = examples(card.read())
        sections = {block.section for block in blocks}
        for section in ("Flagged", "Accepted"):
            if section not in sections:
                return lit.Test.FAIL, f"{path}: no hcl block under '## {section}'\n"

        temp = os.path.splitext(test.getExecPath())[0]
        shutil.rmtree(temp, ignore_errors=True)
        failures = []
        for block in blocks:
            if block.section == "Flagged" and not block.expects():
                failures.append(f"{path}:{block.line}: a flagged block that expects nothing\n")
                continue
            failures += self.run(test, path, rule, block, temp)
        if failures:
            return lit.Test.FAIL, "".join(failures)
        return lit.Test.PASS, ""

    def run(self, test, path, rule, block, temp):
        folder = os.path.join(temp, f"{block.section.lower()}-{block.line}")
        for name, text in block.files():
            target = os.path.join(folder, name)
            os.makedirs(os.path.dirname(target), exist_ok=True)
            with open(target, "w", encoding="utf-8", newline="") as out:
                out.write(text)
                if not block.expects() and name.endswith(".tf"):
                    out.write("# no-diagnostics\n")
        postern = os.path.join(test.config.postern_build, "bin", "postern")
        command = [postern, "check", "--verify", "--only", rule, "--verify-rule", rule, folder]
        out, err, code = lit.util.executeCommand(command, env=test.config.environment)
        if code == 0:
            return []
        return [
            f"{path}:{block.line}: the {block.section.lower()} block fails (exit {code})\n",
            f"$ {' '.join(command)}\n{out}{err}\n",
        ]
