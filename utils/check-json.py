#!/usr/bin/env python3
"""Holds a JSON document to a JSON Schema, as far as docs/schema uses that language.

usage: check-json.py SCHEMA [FILE]

A keyword of the schema that is not known here is an error, so nothing passes for want of looking.
"""

import json
import re
import sys

TYPES = {"object": dict, "array": list, "string": str, "null": type(None), "boolean": bool}


def is_type(value, name):
    if name in ("integer", "number"):
        return isinstance(value, int if name == "integer" else (int, float)) and not isinstance(value, bool)
    return isinstance(value, TYPES[name])


def check(value, schema, root, path, problems):
    for keyword, wanted in schema.items():
        fine = True
        if keyword in ("$schema", "$defs", "title"):
            continue
        if keyword == "$ref":
            check(value, root["$defs"][wanted.removeprefix("#/$defs/")], root, path, problems)
        elif keyword == "type":
            fine = any(is_type(value, name) for name in ([wanted] if isinstance(wanted, str) else wanted))
        elif keyword == "const":
            fine = value == wanted
        elif keyword == "enum":
            fine = value in wanted
        elif keyword == "required":
            fine = not isinstance(value, dict) or all(name in value for name in wanted)
        elif keyword == "properties":
            for name, inner in wanted.items() if isinstance(value, dict) else ():
                if name in value:
                    check(value[name], inner, root, f"{path}.{name}", problems)
        elif keyword == "additionalProperties":
            for name in set(value) - set(schema.get("properties", ())) if isinstance(value, dict) else ():
                check(value[name], wanted, root, f"{path}.{name}", problems)
        elif keyword == "items":
            for number, item in enumerate(value if isinstance(value, list) else ()):
                check(item, wanted, root, f"{path}[{number}]", problems)
        elif keyword == "minimum":
            fine = not is_type(value, "number") or value >= wanted
        elif keyword == "maximum":
            fine = not is_type(value, "number") or value <= wanted
        elif keyword == "minLength":
            fine = not isinstance(value, str) or len(value) >= wanted
        elif keyword == "pattern":
            fine = not isinstance(value, str) or re.search(wanted, value)
        else:
            sys.exit(f"check-json.py: '{keyword}' is not known here")
        if not fine:
            problems.append(f"{path}: {keyword} {json.dumps(wanted)} does not hold for {json.dumps(value)[:80]}")


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        schema = json.load(file)
    source = open(sys.argv[2], encoding="utf-8") if len(sys.argv) > 2 else sys.stdin
    problems = []
    check(json.load(source), schema, schema, "$", problems)
    print("\n".join(problems), end="\n" if problems else "")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
