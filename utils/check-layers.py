#!/usr/bin/env python3
"""Checks that every include points down the layer table of lib/CMakeLists.txt.

usage: check-layers.py [ROOT]

A library may include itself and what it depends on, directly or not; rules what Check may, and
Check; a tool what tools/CMakeLists.txt links it to. Besides, some headers have one door each:
ANTLR, the disk, and the libraries that throw are included by one file only.
"""

import re
import sys
from pathlib import Path

LIBRARY = re.compile(r"^postern_library\((\w+)([^)]*)\)", re.M)
TOOL = re.compile(r"^postern_(?:tool|fuzzers)\(([\w-]+)([^)]*)\)", re.M)
INCLUDE = re.compile(r'^\s*#\s*include\s*(["<])([^">]+)[">]')

# (what is included, who may, why)
DOORS = [
    (r"antlr4-runtime.*|(grammar/)?Hcl(Lexer|Parser)\w*\.h", r"grammar/.*|lib/Syntax/Bridge\.cpp",
     "ANTLR is for lib/Syntax/Bridge.cpp alone"),
    (r"fstream|filesystem|dirent\.h|fcntl\.h|sys/stat\.h|sys/mman\.h", r"lib/Basic/FileSystem\.(h|cpp)|tools/.*",
     "only lib/Basic/FileSystem touches the disk"),
    (r"nlohmann/.*", r"lib/Basic/Json\.(h|cpp)", "nlohmann/json is for lib/Basic/Json.h alone"),
    (r"CLI/.*|CLI11\.hpp", r"lib/Driver/Options\.cpp", "CLI11 is for lib/Driver/Options.cpp alone"),
]
# Libraries that throw: whichever file wraps one is the only one to include it.
ONE_WRAPPER = [r"yaml-cpp/.*", r"boost/multiprecision/.*"]


def layers(text):
    """{library: every library it may include}, in the order of the table."""
    allowed = {}
    for name, rest in LIBRARY.findall(text):
        depends = re.split(r"\bUSES\b", rest)[0].split()[1:] if "DEPENDS" in rest else []
        allowed[name] = {name}
        for below in depends:
            if below not in allowed:
                sys.exit(f"lib/CMakeLists.txt: {name} depends on {below}, which does not stand above it")
            allowed[name] |= allowed[below]
    return allowed


def tools(text, allowed):
    found = {}
    for name, rest in TOOL.findall(text):
        found[name] = set()
        for library in re.findall(r"postern_(\w+)", rest):
            found[name] |= allowed.get(library, set())
    return found


def main(root):
    allowed = layers((root / "lib/CMakeLists.txt").read_text())
    tool_table = root / "tools/CMakeLists.txt"
    tool_layers = tools(tool_table.read_text(), allowed) if tool_table.exists() else {}
    problems, wrappers = [], {}

    for path in sorted(p for top in ("lib", "rules", "tools", "grammar") for p in (root / top).rglob("*")
                       if p.suffix in (".h", ".cpp", ".def", ".inc")):
        name = path.relative_to(root).as_posix()
        parts = name.split("/")
        if parts[0] == "lib":
            if parts[1] not in allowed:
                problems.append(f"{name}: no line in lib/CMakeLists.txt for '{parts[1]}'")
                continue
            may = allowed[parts[1]]
        elif parts[0] == "rules":
            may = allowed.get("Check", set())
        elif parts[0] == "tools":
            may = tool_layers.get(parts[1], set())
        else:
            may = set()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            match = INCLUDE.match(line)
            if not match:
                continue
            header = match.group(2)
            layer = header.split("/")[0]
            if match.group(1) == '"' and layer in allowed and layer not in may:
                problems.append(f"{name}:{number}: includes \"{header}\", and {'/'.join(parts[:2])} may not use {layer}")
            for pattern, who, why in DOORS:
                if re.fullmatch(pattern, header) and not re.fullmatch(who, name):
                    problems.append(f"{name}:{number}: includes {header}: {why}")
            for pattern in ONE_WRAPPER:
                if re.fullmatch(pattern, header):
                    wrappers.setdefault(pattern, set()).add(name)

    for pattern, files in sorted(wrappers.items()):
        if len({Path(f).with_suffix("") for f in files}) > 1:
            problems.append(f"{', '.join(sorted(files))}: {pattern} has more than one wrapper")
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent.parent))
